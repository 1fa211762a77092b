import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { checkCluster } from "./validation/validate-cluster";
import type { ICertificateSource } from "./certificates/certificate";
import { CertificateNotices } from "./certificates/certificate-notices";
import {
  certificatePlacements,
  type CertificatePlacement,
  ClientCertificate,
  ReplicationCertificates,
} from "./certificates/cluster-certificates";
import { ClientAccess } from "./client-access/client-access";
import type { ClientAccessOptions } from "./client-access/client-access-props";
import { constructId } from "./construct-id";
import { asValidated, throwIfInvalid } from "./validation/problem";
import { isResolved } from "./tokens";
import { Notifications, type NotificationsOptions } from "./monitoring/notifications";
import { regionOf, useProvider } from "./provider";
import { Replication, type ReplicationOptions } from "./replication/replication";
import type { SemsNode } from "./sems-node";

/** Where the cluster's certificates come from. */
export interface ClusterCertificates {
  /** The one certificate that all nodes carry on Interface 2 (SEMS-CERT-2). */
  readonly client: ICertificateSource;
  /** The certificates of Interface 1, one per node (SEMS-CERT-1). */
  readonly replication: ICertificateSource;
}

/** Props of `SemsCluster`. Any string may be a token: it is checked when it is known. */
export interface SemsClusterProps {
  /** The name that clients are bound to for life; no node's own name (SEMS-LB-7). */
  readonly clientFqdn: string;
  /** The VPC of load balancers and security groups. */
  readonly vpcId: string;
  /** Two to six servers, in order of preference (SEMS-CLUSTER-1). */
  readonly nodes: readonly SemsNode[];
  /** Ways in for clients: one per hosted zone. */
  readonly clientAccess: readonly ClientAccessOptions[];
  /** Where the certificates come from. */
  readonly certificates: ClusterCertificates;
  /**
   * What stands between the nodes.
   * @default - no records for the nodes, no administration from outside
   */
  readonly replication?: ReplicationOptions;
  /**
   * Who is told when a certificate must be handled.
   * @default - nobody
   */
  readonly notifications?: NotificationsOptions;
  /**
   * Provider of every resource, an alias perhaps.
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * A SEMS cluster behind AWS: one node serves, the next takes over when it is down, and clients stay put.
 *
 * @throws InvalidPropsError with everything that is wrong with the props
 */
export class SemsCluster extends Construct {
  /** The name that clients are bound to. */
  public readonly clientFqdn: string;
  /** The nodes, in order of preference. */
  public readonly nodes: readonly SemsNode[];
  /** One per way in, in the order of the props. */
  public readonly clientAccess: readonly ClientAccess[];
  /** Everything between the nodes. */
  public readonly replication: Replication;
  /** The certificate of Interface 2. */
  public readonly clientCertificate: ClientCertificate;
  /** The certificates of Interface 1. */
  public readonly replicationCertificates: ReplicationCertificates;
  /** What a person must install where. */
  public readonly certificatePlacements: readonly CertificatePlacement[];
  /** Who is told; undefined without `notifications`. */
  public readonly notifications: Notifications | undefined;
  /** What tells people about certificates, one per certificate; none without `notifications`. */
  public readonly certificateNotices: readonly CertificateNotices[];
  /** Oldest AWS provider that can make this cluster: "5.100.0", or "6.4.0" with certificates of `acmPublic`. */
  public readonly minimumProviderVersion: string;

  public constructor(scope: Construct, id: string, props: SemsClusterProps) {
    super(scope, id);
    throwIfInvalid(this.node.path, checkCluster(props, regionOf(this, props.provider)));

    const { clientFqdn, vpcId, nodes } = props;
    this.clientFqdn = clientFqdn;
    this.nodes = nodes;
    this.minimumProviderVersion = minimumProviderVersion(props.certificates);
    const accesses = new Construct(this, "ClientAccess");
    this.clientAccess = props.clientAccess.map(
      (access, i) =>
        new ClientAccess(
          accesses,
          constructId([access.name ?? "clients"], "Access", i),
          asValidated({ ...access, clientFqdn, vpcId, nodes }),
        ),
    );
    this.replication = new Replication(
      this,
      "Replication",
      asValidated({ ...props.replication, clientFqdn, vpcId, nodes }),
    );

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
    useProvider(this, props.provider);
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

/** The oldest AWS provider that has all that the package uses. */
const MINIMUM_PROVIDER_VERSION = "5.100.0";

/** The highest of the versions that the sources ask for. */
function minimumProviderVersion({ client, replication }: ClusterCertificates): string {
  const versions = [client.minimumProviderVersion, replication.minimumProviderVersion].filter(isResolved);
  const byNumber = new Intl.Collator("en", { numeric: true });
  return [MINIMUM_PROVIDER_VERSION, ...versions].sort(byNumber.compare).at(-1) ?? MINIMUM_PROVIDER_VERSION;
}
