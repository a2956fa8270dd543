import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { compileSources } from '../lambda/pipeline/allowed-sources.ts';
import { SINGLE_NAME } from '../lambda/pipeline/jwt-claims.ts';
import { DEFAULT_HOLDING_DAYS } from '../lambda/platform/environment.ts';
import { originOf } from '../lambda/platform/okta/base-url.ts';
import { HOOKS } from './hooks.ts';

const text = (pattern: RegExp, expected: string) =>
  z.string().regex(pattern, { error: expected, abort: true });

const ORG_EXPECTED = "the org's https URL without a path";

const KINDS = HOOKS.map(({ kind }) => kind);

const RETENTIONS = Object.values(RetentionDays).filter(
  (days): days is number => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** What can be set for each hook on its own. */
const hook = z
  .strictObject({
    /** Memory of the function in MB; processor time grows with it, and with that the speed of a cold start. */
    memory: z.int().min(128).max(10_240).default(1024),
    /** Executions kept for this function and its upper limit. @default none is kept, none is refused */
    reservedConcurrency: z.int().min(1).optional(),
    /** Processes kept warm, so that an import never meets a cold start; costs money around the clock. */
    provisionedConcurrency: z.int().min(0).default(0),
    /** Calls a second that API Gateway lets through to this hook, and how many at once; beyond them: 429. */
    throttle: z
      .strictObject({
        rate: z.number().positive().default(100),
        burst: z.int().min(1).default(200),
      })
      .prefault({}),
  })
  .refine(
    ({ reservedConcurrency = Infinity, provisionedConcurrency }) =>
      provisionedConcurrency <= reservedConcurrency,
    'a provisionedConcurrency within the reservedConcurrency',
  );

const domain = z.strictObject({
  /** Host name under which Okta reaches the hooks. */
  name: text(/^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/, 'a host name'),
  /** An ACM certificate for it, in the stack's own region. */
  certificateArn: text(
    /^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
    'the ARN of an ACM certificate',
  ),
  /** The zone that gets the address records. @default none: point the name at the API yourself */
  hostedZone: z
    .strictObject({
      id: text(/^Z[A-Z\d]{5,31}$/, 'the id of a hosted zone'),
      name: z.string().min(1),
    })
    .optional(),
});

const oauth = z.strictObject({
  /** Issuer of the tokens Okta sends: the authorization server's, exactly as in the claim `iss`. */
  issuer: text(/^https:\/\/[^\s?#]+$/, 'an https URL').refine((url) => URL.canParse(url), 'an https URL'),
  audience: text(SINGLE_NAME, 'one audience, without blank, comma and brackets'),
  /** RFC 6749 section 3.3, without the signs that API Gateway's lists of scopes have. */
  scope: text(/^[\x21\x23-\x2b\x2d-\x5a\x5e-\x7e]+$/, 'one scope, without comma and brackets'),
});

const rotation = z.strictObject({
  /** Days between two rotations. */
  everyDays: z.int().min(1).max(1_000).default(90),
  /** Name of the secret with the credential for that, which is made by hand; never that of the directory. */
  registrationSecret: text(/^[\w/+=.@-]{1,512}$/, 'the name of a secret').default('okta/registration'),
});

const vpc = z.strictObject({
  subnetIds: z.array(text(/^subnet-[\da-f]{8,17}$/, 'the id of a subnet')).min(1),
  securityGroupIds: z.array(text(/^sg-[\da-f]{8,17}$/, 'the id of a security group')).min(1),
});

function areSources(sources: readonly string[]): boolean {
  try {
    compileSources(sources);
    return true;
  } catch {
    return false;
  }
}

/**
 * The settings of one stage, as `cdk.json` holds them under `okta-hooks`. Every one has a default, so that an
 * empty object deploys.
 */
export const settingsSchema = z.strictObject({
  /** The hooks that are deployed, with all that only they need; {@link HOOKS} has them all. */
  hooks: z
    .array(z.enum(KINDS))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'every hook once')
    .default(() => [...KINDS]),
  /** Where to deploy. @default the account and region of the credentials in use */
  account: text(/^\d{12}$/, 'an account id of 12 digits').optional(),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-central-1').optional(),
  /** The import rules, below the project's root. */
  rules: z.string().min(1).default('rules/import.yaml'),
  /** The password sources, below the project's root. */
  passwordSources: z.string().min(1).default('rules/password-sources.yaml'),
  /** Names of secrets in Secrets Manager, which are made by hand, by the names that password sources use. */
  sourceSecrets: z.record(z.string(), text(/^[\w/+=.@-]{1,512}$/, 'the name of a secret')).default({}),
  /** Header that carries the hook secret. */
  authHeader: text(/^[\w!#$%&'*+.^`|~-]+$/, 'the name of a header').default('authorization'),
  /** IP addresses and CIDR ranges that may call. @default all */
  allowedSources: z.array(z.string()).min(1).refine(areSources, 'IP addresses and CIDR ranges').optional(),
  /** Okta proves itself with an OAuth 2.0 token instead of a secret in a header. */
  oauth: oauth.optional(),
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  /** Days that log lines are kept. */
  logRetentionDays: z.literal(RETENTIONS).default(RetentionDays.THREE_MONTHS),
  /** Who is told about alarms: an address, or a topic that exists already. @default nobody */
  alarmEmail: z.email('an e-mail address').optional(),
  alarmTopicArn: text(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of an SNS topic').optional(),
  /** A host name of your own; API Gateway's own address is switched off then. */
  domain: domain.optional(),
  /** Subnets of a VPC for the functions. @default none, the functions reach the internet by themselves */
  vpc: vpc.optional(),
  /** Whether Okta is asked which logins are taken. */
  directory: z.enum(['none', 'okta']).default('none'),
  /** The org that is asked; needed with `"directory": "okta"`. */
  oktaBaseUrl: text(/^https:\/\/[a-z\d.-]+(:\d+)?$/, ORG_EXPECTED)
    .refine((url) => originOf(url) !== undefined, ORG_EXPECTED)
    .optional(),
  /** Name of the secret with the credential for that, which is made by hand. */
  directorySecret: text(/^[\w/+=.@-]{1,512}$/, 'the name of a secret').default('okta/directory'),
  /** Changes the hook secrets on a schedule, with a credential that may manage hooks in Okta. @default off */
  rotation: rotation.optional(),
  /** Days that a legacy hash is kept after Okta has saved the password. */
  holdingDays: z.int().min(1).max(365).default(DEFAULT_HOLDING_DAYS),
  import: hook.prefault({}),
  /** Checking a hash takes a whole processor, which a function has from 1,769 MB on. */
  password: hook.prefault({ memory: 1_769 }),
  events: hook.prefault({ memory: 512 }),
});

/** The settings of one stage, checked, with every default filled in. */
export type Settings = z.infer<typeof settingsSchema>;
