import { Construct, type IConstruct } from "constructs";
import { constructId } from "./construct-id";
import { unknownClientAccess } from "./validation/errors";
import { InvalidPropsError } from "./validation/problem";
import {
  ImportedClientAccess,
  type ClientAccessAttributes,
  type IClientAccess,
} from "./client-access/imported-client-access";

/** A SEMS cluster, made here or by another stack. */
export interface ISemsCluster extends IConstruct {
  /** The name that clients are bound to. */
  readonly clientFqdn: string;
  /** Id of the security group of Interface 1. */
  readonly interface1SecurityGroupId: string;
  /** How clients reach the cluster. */
  readonly clientAccess: readonly IClientAccess[];

  /**
   * The client access of a name.
   *
   * @throws InvalidPropsError where the cluster has none of this name
   */
  clientAccessNamed(name: string): IClientAccess;
}

/** What identifies a cluster that another stack makes: its outputs. */
export interface SemsClusterAttributes {
  /** The name that clients are bound to. */
  readonly clientFqdn: string;
  /** Id of the security group of Interface 1. */
  readonly interface1SecurityGroupId: string;
  /**
   * Its client accesses, by name.
   * @default - none
   */
  readonly clientAccess?: Readonly<Record<string, Omit<ClientAccessAttributes, "clientFqdn">>>;
}

/** A cluster that another stack makes. */
export class ImportedCluster extends Construct implements ISemsCluster {
  public readonly clientFqdn: string;
  public readonly interface1SecurityGroupId: string;
  public readonly clientAccess: readonly IClientAccess[];
  readonly #byName: ReadonlyMap<string, IClientAccess>;

  public constructor(scope: Construct, id: string, attributes: SemsClusterAttributes) {
    super(scope, id);
    const { clientFqdn, interface1SecurityGroupId, clientAccess = {} } = attributes;
    this.clientFqdn = clientFqdn;
    this.interface1SecurityGroupId = interface1SecurityGroupId;
    const accesses = new Construct(this, "ClientAccess");
    this.#byName = new Map(
      Object.entries(clientAccess).map(([name, access], i) => [
        name,
        new ImportedClientAccess(accesses, constructId([name], "Access", i), { ...access, clientFqdn }),
      ]),
    );
    this.clientAccess = [...this.#byName.values()];
  }

  public clientAccessNamed(name: string): IClientAccess {
    const found = this.#byName.get(name);
    if (found !== undefined) return found;
    throw new InvalidPropsError(this.node.path, [unknownClientAccess(name, [...this.#byName.keys()])]);
  }
}
