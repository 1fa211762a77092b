import { Testing } from "cdktf";
import {
  CertificateSource,
  LoadBalancingMethod,
  SemsCluster,
  type ClientAccessOptions,
  type SemsNode,
} from "../../lib";
import { clusterProps, hostedZone, newStack, node, subnet, upTo } from "../support/cluster";
import { SCHEMES, TOPOLOGIES } from "../support/ways";

type Blocks = Record<string, Record<string, Record<string, unknown>>>;

/**
 * What must not be replaced: clients would lose their connections or their addresses, and people would have certificates
 * to install or interfaces to attach.
 */
const PRECIOUS = ["aws_lb", "aws_eip", "aws_acm_certificate", "aws_security_group"];

/** The precious resources by address, without their tags: no other attribute may change, as most force a replacement. */
function precious(access: Partial<ClientAccessOptions>, nodes: readonly SemsNode[]): Map<string, unknown> {
  const stack = newStack();
  const authority = CertificateSource.privateCa(
    "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1",
  );
  new SemsCluster(
    stack,
    "Keys",
    clusterProps(nodes.length, {
      nodes,
      certificates: { client: authority, replication: authority },
      clientAccess: [{ hostedZone, scheme: "internet-facing", subnets: [], ...access }],
    }),
  );
  const { resource }: { readonly resource: Blocks } = JSON.parse(Testing.synth(stack));
  return new Map(
    PRECIOUS.flatMap((type) =>
      Object.entries(resource[type] ?? {}).map(([name, { tags, ...block }]) => [`${type}.${name}`, block]),
    ),
  );
}

const METHODS = {
  "fail-over": LoadBalancingMethod.failOver(),
  "ordered-list": LoadBalancingMethod.orderedList(),
  weighted: LoadBalancingMethod.weighted(),
  manual: LoadBalancingMethod.manual("sems2"),
};

/** Fail-over has one backup, and a listener forwards to five target groups. */
const MOST_NODES = new Map([
  ["fail-over", 2],
  ["weighted", 5],
]);

const cases = TOPOLOGIES.flatMap((topology) =>
  SCHEMES.flatMap((scheme) => [2, 3, 4, 5, 6].map((count) => ({ topology, scheme, count }))),
);

describe.each(cases)(
  "Of $count nodes, $topology, $scheme, load balancers, Elastic IPs and certificates",
  ({ topology, scheme, count }) => {
    const subnets = upTo(count).map((n) =>
      topology === "zonal" && scheme === "internal"
        ? { ...subnet(n), privateAddress: `10.0.${n}.5` }
        : subnet(n),
    );
    const access = { topology, scheme, subnets };
    const nodes = upTo(count).map((n) => node(n));
    const methods = Object.entries(METHODS).filter(([name]) => count <= (MOST_NODES.get(name) ?? count));
    const found = new Map(methods.map(([name, method]) => [name, precious({ ...access, method }, nodes)]));
    const of = (name: string): Map<string, unknown> => found.get(name) ?? new Map<string, unknown>();

    test.each(methods)("stay what they are with the method %s", (name) => {
      const [stay, after] = [of("ordered-list"), of(name)];
      const others = [...after.keys()].filter((address) => !stay.has(address));
      expect(new Map([...after].filter(([address]) => stay.has(address)))).toEqual(stay);
      expect(others).toEqual(
        name === "weighted" ? [expect.stringMatching(/^aws_lb\.\w+_clients_Weighted_LoadBalancer_/)] : [],
      );
    });

    test.each(methods)(
      "stay what they are in another order, in maintenance and with another time to live, with the method %s",
      (name, method) => {
        const turned = [...nodes]
          .reverse()
          .map((member, i) => ({ ...member, maintenance: i > 1 && member.name !== "sems2" }));
        const ttl = topology === "zonal" ? { ttlSeconds: 60 } : {};
        expect(precious({ ...access, method, ...ttl }, turned)).toEqual(of(name));
      },
    );
  },
);

describe("Another topology", () => {
  test("means other load balancers, and keeps the certificates and the security group of Interface 2", () => {
    const subnets = upTo(2).map(subnet);
    const nodes = upTo(2).map((n) => node(n));
    const [before, after] = TOPOLOGIES.map((topology) => precious({ topology, subnets }, nodes));
    const kept = [...(after?.keys() ?? [])].filter((address) => before?.has(address));
    expect(kept.map((address) => address.replace(/_[0-9A-F]{8}$/, "")).sort()).toEqual([
      "aws_acm_certificate.Keys_Certificates_Client",
      "aws_acm_certificate.Keys_Certificates_Replication_sems1examplecom",
      "aws_acm_certificate.Keys_Certificates_Replication_sems2examplecom",
      "aws_security_group.Keys_ClientAccess_clients_SecurityGroups_Interface2",
      "aws_security_group.Keys_Replication_SecurityGroup",
    ]);
  });
});
