import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkAddedAccess, checkCluster } from "./validation/validate-cluster";
import { CertificateNotices } from "./certificates/certificate-notices";
import {
  certificatePlacements,
  type CertificatePlacement,
  ClientCertificate,
  ReplicationCertificates,
} from "./certificates/cluster-certificates";
import { ClientAccess } from "./client-access/client-access";
import { applianceInTwoClusters, noClientAccess, unknownClientAccess } from "./validation/errors";
import { ImportedCluster, type ISemsCluster, type SemsClusterAttributes } from "./imported-cluster";
import { clusterOf, joinCluster } from "./cluster-membership";
import { DEFAULT_ACCESS_NAME, type ClientAccessOptions } from "./client-access/client-access-props";
import { canonicalName } from "./canonical-name";
import { constructId } from "./construct-id";
import { asValidated, formatProblem, InvalidPropsError, throwIfInvalid } from "./validation/problem";
import { isResolved } from "./tokens";
import type { Problem } from "./validation/problem";
import { AccessAlarms } from "./monitoring/access-alarms";
import { ClusterDashboard } from "./monitoring/dashboard";
import { Notifications } from "./monitoring/notifications";
import { regionOf, useProvider } from "./provider";
import { Replication } from "./replication/replication";
import type { ClusterCertificates, SemsClusterProps } from "./sems-cluster-props";
import type { SemsNode } from "./sems-node";

/**
 * A SEMS cluster behind AWS: one node serves, the next takes over when it is down, and clients stay put.
 *
 * @throws InvalidPropsError with everything that is wrong with the props
 */
export class SemsCluster extends Construct implements ISemsCluster {
  /** The name that clients are bound to. */
  public readonly clientFqdn: string;
  /** The nodes, in order of preference. */
  public readonly nodes: readonly SemsNode[];
  /** In the order of the props, then those added later. */
  public readonly clientAccess: readonly ClientAccess[];
  /** Everything between the nodes. */
  public readonly replication: Replication;
  public readonly interface1SecurityGroupId: string;
  /** The certificate of Interface 2. */
  public readonly clientCertificate: ClientCertificate;
  /** The certificates of Interface 1. */
  public readonly replicationCertificates: ReplicationCertificates;
  /** Which certificate to install where. */
  public readonly certificatePlacements: readonly CertificatePlacement[];
  /** Where notices go; undefined without `notifications`. */
  public readonly notifications: Notifications | undefined;
  /** Notices about certificates, one per certificate; none without `notifications`. */
  public readonly certificateNotices: readonly CertificateNotices[];
  /** Alarms, one group per client access; none without `notifications`. */
  public readonly alarms: readonly AccessAlarms[];
  /** Oldest AWS provider that can make this cluster: "5.100.0", or "6.4.0" with certificates of `acmPublic`. */
  public readonly minimumProviderVersion: string;
  /** The dashboard; undefined unless `monitoring.dashboard` is true. */
  public readonly dashboard: ClusterDashboard | undefined;
  readonly #props: SemsClusterProps;
  /** The same list as `alarms`. */
  readonly #alarms: AccessAlarms[] = [];
  readonly #monitoringScope: Construct;
  /** The same list as `clientAccess`. */
  readonly #accesses: ClientAccess[] = [];
  /** The options of each of those. */
  readonly #accessOptions: ClientAccessOptions[] = [];
  readonly #accessScope: Construct;

  public constructor(scope: Construct, id: string, props: SemsClusterProps) {
    super(scope, id);
    throwIfInvalid(this.node.path, [
      ...checkCluster(props, regionOf(this, props.provider)),
      ...checkMembership("nodes", props.nodes),
    ]);

    const { vpcId, nodes } = props;
    const clientFqdn = canonicalName(props.clientFqdn);
    this.clientFqdn = clientFqdn;
    this.nodes = nodes;
    this.minimumProviderVersion = minimumProviderVersion(props.certificates);
    this.#props = props;
    this.#accessScope = new Construct(this, "ClientAccess");
    this.clientAccess = this.#accesses;
    for (const [i, access] of (props.clientAccess ?? []).entries())
      this.makeAccess(constructId([access.name ?? DEFAULT_ACCESS_NAME], "Access", i), access);
    this.replication = new Replication(
      this,
      "Replication",
      asValidated({ ...props.replication, clientFqdn, vpcId, nodes }),
    );

    this.interface1SecurityGroupId = this.replication.securityGroup.id;

    const certificates = new Construct(this, "Certificates");
    this.clientCertificate = new ClientCertificate(certificates, "Client", {
      clientFqdn,
      source: props.certificates.client,
    });
    this.replicationCertificates = new ReplicationCertificates(certificates, "Replication", {
      nodes,
      source: props.certificates.replication,
    });
    this.certificatePlacements = certificatePlacements(
      this.replicationCertificates.certificates,
      this.clientCertificate,
    );
    this.notifications =
      props.notifications &&
      new Notifications(this, "Notifications", asValidated({ ...props.notifications, clientFqdn }));
    this.certificateNotices = this.addNotices(certificates, this.notifications?.topicArn);
    this.#monitoringScope = new Construct(this, "Monitoring");
    this.alarms = this.#alarms;
    for (const access of this.#accesses) this.addAlarms(access);
    this.dashboard = props.monitoring?.dashboard === true ? this.addDashboard() : undefined;
    useProvider(this, props.provider);
    joinCluster(this, nodes);
    this.node.addValidation({
      validate: () => (this.#accesses.length === 0 ? [formatProblem(noClientAccess(this.node.path))] : []),
    });
  }

  /** Refers to a cluster that another stack makes. */
  public static fromSemsClusterAttributes(
    scope: Construct,
    id: string,
    attributes: SemsClusterAttributes,
  ): ISemsCluster {
    return new ImportedCluster(scope, id, attributes);
  }

  /**
   * Adds a client access to the cluster.
   *
   * @param id its name: resource addresses are those of a client access of this name in the props
   * @throws InvalidPropsError with everything that is wrong with the options
   */
  public addClientAccess(id: string, options: Omit<ClientAccessOptions, "name">): ClientAccess {
    const access = { ...options, name: id };
    const cluster = { ...this.#props, clientAccess: [...this.#accessOptions, access] };
    throwIfInvalid(this.node.path, checkAddedAccess(cluster, regionOf(this, this.#props.provider)));
    const made = this.makeAccess(id, access);
    const alarms = this.addAlarms(made);
    if (alarms !== undefined) useProvider(alarms, this.#props.provider);
    return made;
  }

  /**
   * The client access of a name: its `name` in the props, or the id that it was added with.
   *
   * @throws InvalidPropsError where the cluster has none of this name
   */
  public clientAccessNamed(name: string): ClientAccess {
    const found = this.#accesses.find((_access, i) => this.nameOfAccess(i) === name);
    if (found !== undefined) return found;
    const names = this.#accesses.map((_access, i) => this.nameOfAccess(i));
    throw new InvalidPropsError(this.node.path, [unknownClientAccess(name, names)]);
  }

  private nameOfAccess(i: number): string {
    return this.#accessOptions[i]?.name ?? DEFAULT_ACCESS_NAME;
  }

  private makeAccess(id: string, options: ClientAccessOptions): ClientAccess {
    const { clientFqdn, vpcId, nodes, provider } = this.#props;
    const props = asValidated({ ...options, clientFqdn, vpcId, nodes, provider });
    const access = new ClientAccess(
      this.#accessScope,
      constructId([id], "Access", this.#accesses.length),
      props,
    );
    this.#accesses.push(access);
    this.#accessOptions.push(options);
    return access;
  }

  private addAlarms(access: ClientAccess): AccessAlarms | undefined {
    if (this.notifications === undefined) return undefined;
    const { topicArn } = this.notifications;
    const { monitoring } = this.#props;
    const alarms = new AccessAlarms(this.#monitoringScope, access.node.id, {
      ...monitoring,
      access,
      topicArn,
    });
    this.#alarms.push(alarms);
    return alarms;
  }

  /** Its body is made at synthesis: client accesses may still be added. */
  private addDashboard(): ClusterDashboard {
    return new ClusterDashboard(this, "Dashboard", {
      clientFqdn: this.clientFqdn,
      // With the stack's name: two stacks may serve one name, and dashboards are the account's.
      name: dashboardName(this.clientFqdn, TerraformStack.of(this).node.id),
      clientAccess: this.#accesses,
      certificates: [
        { label: "Interface 2", arn: this.clientCertificate.arn },
        ...this.replicationCertificates.certificates.map(({ nodeName, arn }) => ({
          label: `Interface 1 of ${nodeName}`,
          arn,
        })),
      ],
      alarms: this.#alarms,
    });
  }

  private addNotices(certificates: Construct, topicArn: string | undefined): CertificateNotices[] {
    if (topicArn === undefined) return [];
    const scope = new Construct(certificates, "Notices");
    const replication = new Construct(scope, "Replication");
    // Sorted: another order of the nodes changes the records and nothing else.
    const names = this.nodes.map(({ name }) => name).sort();
    return [
      new CertificateNotices(scope, "Client", {
        certificate: this.clientCertificate,
        place: `Interface 2 of ${names.join(", ")}`,
        topicArn,
      }),
      ...this.replicationCertificates.certificates.map(
        (certificate, i) =>
          new CertificateNotices(
            replication,
            constructId([certificate.commonName, certificate.nodeName], "Node", i),
            { certificate, place: `Interface 1 of ${certificate.nodeName}`, topicArn },
          ),
      ),
    ];
  }
}

/** The name of a dashboard has letters, digits, hyphens and underscores. */
const dashboardName = (clientFqdn: string, stack: string): string =>
  isResolved(clientFqdn) ? `sems-${stack}-${clientFqdn.replaceAll(".", "-")}` : `sems-${stack}`;

/** An appliance is in one cluster. */
const checkMembership = (path: string, nodes: readonly SemsNode[]): Problem[] =>
  nodes.flatMap((node, i) =>
    clusterOf(node) === undefined ? [] : [applianceInTwoClusters(`${path}[${i}]`, node.name)],
  );

/** The oldest AWS provider that has all that the package uses. */
const MINIMUM_PROVIDER_VERSION = "5.100.0";

/** The highest of the versions that the sources ask for. */
function minimumProviderVersion({ client, replication }: ClusterCertificates): string {
  const versions = [client.minimumProviderVersion, replication.minimumProviderVersion].filter(isResolved);
  const byNumber = new Intl.Collator("en", { numeric: true });
  return [MINIMUM_PROVIDER_VERSION, ...versions].sort(byNumber.compare).at(-1) ?? MINIMUM_PROVIDER_VERSION;
}
