import { Construct, type IConstruct } from "constructs";

/** Everything between clients and Interface 2, made here or by another stack. */
export interface IClientAccess extends IConstruct {
  /** The name that clients use. */
  readonly clientFqdn: string;
  /** Id of the load balancers' security group. */
  readonly loadBalancerSecurityGroupId: string;
  /** Id of the security group of Interface 2. */
  readonly interface2SecurityGroupId: string;
}

/** What identifies a client access that another stack makes: its outputs. */
export interface ClientAccessAttributes {
  /** The name that clients use. */
  readonly clientFqdn: string;
  /** Id of the load balancers' security group. */
  readonly loadBalancerSecurityGroupId: string;
  /** Id of the security group of Interface 2. */
  readonly interface2SecurityGroupId: string;
}

/** A client access that another stack makes. */
export class ImportedClientAccess extends Construct implements IClientAccess {
  public readonly clientFqdn: string;
  public readonly loadBalancerSecurityGroupId: string;
  public readonly interface2SecurityGroupId: string;

  public constructor(scope: Construct, id: string, attributes: ClientAccessAttributes) {
    super(scope, id);
    this.clientFqdn = attributes.clientFqdn;
    this.loadBalancerSecurityGroupId = attributes.loadBalancerSecurityGroupId;
    this.interface2SecurityGroupId = attributes.interface2SecurityGroupId;
  }
}
