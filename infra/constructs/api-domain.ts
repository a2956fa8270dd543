import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Settings } from '../settings-schema.ts';

/** A host name of the operator's own, with its certificate, and its address records where the zone is known. */
export class ApiDomain extends Construct {
  readonly name: DomainName;
  /** Without a path: `https://hooks.example.com`. */
  readonly url: string;

  constructor(scope: Construct, id: string, settings: NonNullable<Settings['domain']>) {
    super(scope, id);
    const { name: domainName, certificateArn, hostedZone } = settings;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    this.name = new DomainName(this, 'Name', { domainName, certificate });
    this.url = `https://${domainName}`;
    if (!hostedZone) return;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    });
    const { regionalDomainName, regionalHostedZoneId } = this.name;
    const alias = new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId);
    const record = { zone, recordName: `${domainName}.`, target: RecordTarget.fromAlias(alias) };
    new ARecord(this, 'Ipv4', record);
    new AaaaRecord(this, 'Ipv6', record);
  }
}
