import { TerraformElement, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { CertificateSource, ClientService, SemsCluster, type SemsClusterProps } from "../lib";
import { Trigger } from "../lib/replacement";
import { clusterProps, hostedZone, newStack, subnet, upTo } from "./support/cluster";
import { authorityArn } from "./support/config";

/** What the cluster declares for others to see: the compiler holds the list to the class. */
const MEMBERS = {
  clientFqdn: true,
  nodes: true,
  clientAccess: true,
  replication: true,
  interface1SecurityGroupId: true,
  addClientAccess: true,
  clientAccessNamed: true,
  clientCertificate: true,
  replicationCertificates: true,
  certificatePlacements: true,
  notifications: true,
  certificateNotices: true,
  alarms: true,
  dashboard: true,
  minimumProviderVersion: true,
} satisfies Record<Exclude<keyof SemsCluster, keyof Construct>, true>;

/** Every resource that a value refers to by public members, however deep: lists, objects and constructs included. */
function resourcesOf(value: unknown, seen = new Set<unknown>()): Set<TerraformResource> {
  if (typeof value !== "object" || value === null || seen.has(value)) return new Set();
  seen.add(value);
  if (TerraformResource.isTerraformResource(value)) return new Set([value]);
  // Data sources, providers and stacks are CDKTF's own: nothing of ours hangs below them.
  if (Construct.isConstruct(value) && TerraformElement.isTerraformElement(value)) return new Set();
  const members = Object.entries(value).filter(([key]) => key !== "node" && !key.startsWith("_"));
  return new Set(members.flatMap(([, member]) => [...resourcesOf(member, seen)]));
}

const acmPublic = CertificateSource.acmPublic({ hostedZone });
const { HTTPS, LDAP, LDAPS } = ClientService;

/** A cluster of three nodes with everything that a cluster can make. */
const everything = (changes: Partial<SemsClusterProps> = {}) =>
  new SemsCluster(
    newStack(),
    "Keys",
    clusterProps(3, {
      clientAccess: [
        {
          hostedZone,
          scheme: "internet-facing",
          subnets: upTo(4).map(subnet),
          services: [HTTPS, LDAP, LDAPS, ClientService.custom("portal", 8443)],
          allowedClients: ["10.0.0.0/8", "203.0.113.0/24"],
          healthCheck: { protocol: "HTTP", port: 8080, path: "/" },
          endpointHealth: { protocol: "TCP" },
        },
        {
          name: "partners",
          hostedZone: { id: "Z9", name: "example.com" },
          scheme: "internet-facing",
          subnets: upTo(3).map((n) => ({ ...subnet(n), allocationId: `eipalloc-${n}` })),
        },
      ],
      certificates: { client: acmPublic, replication: acmPublic },
      replication: { hostedZone, adminClients: ["10.0.0.0/8", "192.168.7.0/24"] },
      notifications: { emails: ["ops@example.com", "pki@example.com"] },
      monitoring: { dashboard: true },
      ...changes,
    }),
  );

describe("The public members of a cluster", () => {
  test.each<[string, Partial<SemsClusterProps>]>([
    ["public certificates", {}],
    [
      "certificates of a private CA",
      {
        certificates: {
          client: CertificateSource.privateCa(authorityArn),
          replication: CertificateSource.privateCa(authorityArn),
        },
      },
    ],
  ])("refer to every resource that it made, with %s", (_which, changes) => {
    // GIVEN
    const cluster = everything(changes);
    // WHEN
    const declared = new Map(Object.entries(cluster));
    const found = new Set(Object.keys(MEMBERS).flatMap((key) => [...resourcesOf(declared.get(key))]));
    // THEN
    const made = cluster.node
      .findAll()
      .filter((child) => TerraformResource.isTerraformResource(child))
      // What makes Terraform replace a load balancer is no part of AWS.
      .filter((child) => !(child instanceof Trigger));
    const types = new Set(made.map(({ terraformResourceType }) => terraformResourceType));
    expect([...types]).toEqual(
      expect.arrayContaining(["aws_acm_certificate", "aws_eip", "aws_sns_topic_subscription"]),
    );
    expect(made.filter((resource) => !found.has(resource)).map(({ node }) => node.path)).toEqual([]);
  });

  test("are all that it has of its own", () => {
    const { addClientAccess, clientAccessNamed, ...own } = MEMBERS;
    expect(Object.keys(everything()).sort()).toEqual([...Object.keys(own), "node"].sort());
  });
});
