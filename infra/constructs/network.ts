import {
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  SecurityGroup,
  Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Settings } from '../settings-schema.ts';

/** A VPC that exists already, with the subnets and security groups the functions are put into. */
export class Network extends Construct {
  /** Options for a function in there. */
  readonly placement: {
    readonly vpc: IVpc;
    readonly vpcSubnets: { readonly subnets: ISubnet[] };
    readonly securityGroups: ISecurityGroup[];
  };

  constructor(scope: Construct, id: string, settings: NonNullable<Settings['vpc']>) {
    super(scope, id);
    // Named by their ids alone: nothing is looked up, so that a synth needs no credentials.
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', { vpcId: settings.id, availabilityZones: [] });
    const subnets = settings.subnetIds.map((subnet) => Subnet.fromSubnetId(this, subnet, subnet));
    const securityGroups = settings.securityGroupIds.map((group) =>
      SecurityGroup.fromSecurityGroupId(this, group, group, { mutable: false }),
    );
    this.placement = { vpc, vpcSubnets: { subnets }, securityGroups };
  }
}
