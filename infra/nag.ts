import { type Stack, Validations } from 'aws-cdk-lib';

/** A finding of cdk-nag that is as it should be. */
export interface Acknowledgement {
  /** As cdk-nag reports it. */
  readonly id: string;
  /** Which constructs it holds for; the end of their path. */
  readonly at: RegExp;
  /** Why, for whoever audits the account. */
  readonly reason: string;
}

/** Every finding that is acknowledged, and nothing that could hide another: resource by resource. */
export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-APIG4',
    at: /\/(POST|GET)--hooks--[a-z]+$/,
    reason:
      'Okta cannot sign requests for IAM. Each call carries a secret of 64 characters in a header, which the function compares in constant time before it reads anything else of the request; with the setting "oauth" the route has a JWT authorizer. The function does not start without one of the two checks. The GET of the event hook is how Okta verifies the address: the function gives the challenge back and does nothing else, under a throttle of its own.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: /(Hook|Rotation|CleanUp)\/Role\/DefaultPolicy$/,
    reason:
      'xray:PutTraceSegments and xray:PutTelemetryRecords take no resource, IAM knows only "*" for them; they write traces and read nothing. In a VPC the same holds for the actions by which Lambda makes and removes its own network interfaces. Every other action of the role names its one resource.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: /HookSecret\/Secret$/,
    reason:
      'Okta holds the same value and Secrets Manager cannot tell it a new one: a rotation on one side would refuse every call. The secret is changed on both sides together; the function accepts the pending and the previous version meanwhile, so that no call is refused.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: /(Hook|Rotation|CleanUp)\/Function$/,
    reason:
      "A dead letter queue takes asynchronous events. A hook's function is only ever called synchronously by API Gateway, which gets the error; a queue would hold people's data for nobody. The rotation function is called by Secrets Manager, which tries again by itself; its failures set off an alarm. The clean-up has an event without content: what a run leaves, the next one does, and an alarm tells when there is none.",
  },
  {
    id: 'Serverless-EventBusDLQ',
    at: /\/CleanUp\/Daily$/,
    reason:
      'The event says no more than that a day has passed. One that is lost is made up for by the next, and an alarm tells when no clean-up has come to its end for two days.',
  },
  {
    id: 'Serverless-SNSRedrivePolicy',
    at: /\/Topic\/[^/]+@[^/]+$/,
    reason:
      'The subscriber is an e-mail address, to which SNS tries to deliver for hours. Alarms in a queue that nobody reads would tell nobody; the state of every alarm stays visible in CloudWatch and on the dashboard.',
  },
];

/** Acknowledges the findings in the stack, each at its own constructs. */
export function acknowledgeFindings(stack: Stack): void {
  for (const construct of stack.node.findAll()) {
    for (const { id, at, reason } of ACKNOWLEDGEMENTS) {
      if (at.test(construct.node.path)) Validations.of(construct).acknowledge({ id, reason });
    }
  }
}
