import { Testing } from "cdktf";
import { CertificateSource, LoadBalancingMethod, type ClusterCertificates } from "../../lib";
import { ClusterStack, type ClusterStackProps } from "../../stacks/cluster-stack";
import { clusterProps, hostedZone, subnet, upTo } from "../support/cluster";
import { authorityArn, certificateArn } from "../support/config";
import { Template } from "../support/template";
import { AWS_PROVIDER_SOURCE } from "../support/provider-source";

const template = (changes: Partial<ClusterStackProps> = {}) =>
  new Template(
    new ClusterStack(Testing.app(), "keys", { region: "us-east-1", cluster: clusterProps(), ...changes }),
  );

const acmPublic = CertificateSource.acmPublic({ hostedZone });
const privateCa = CertificateSource.privateCa(authorityArn);
const existing = CertificateSource.existing(certificateArn("1"));

describe("ClusterStack", () => {
  test.each<[string, ClusterCertificates, string]>([
    ["no certificate of a public CA", { client: existing, replication: privateCa }, "5.100.0"],
    ["the clients' certificate of a public CA", { client: acmPublic, replication: privateCa }, "6.4.0"],
    ["the nodes' certificates of a public CA", { client: existing, replication: acmPublic }, "6.4.0"],
    ["all certificates of a public CA", { client: acmPublic, replication: acmPublic }, "6.4.0"],
  ])("with %s takes any AWS provider from the oldest that will do", (_case, certificates, oldest) => {
    expect(template({ cluster: clusterProps(2, { certificates }) }).json["terraform"]).toMatchObject({
      required_providers: { aws: { source: AWS_PROVIDER_SOURCE, version: `>= ${oldest}, < 7.0.0` } },
    });
  });

  test("works in its region and tags every resource", () => {
    const tags = { team: "messaging" };
    expect(template({ region: "us-east-1", tags }).json["provider"]).toEqual({
      aws: [{ region: "us-east-1", default_tags: [{ tags }] }],
    });
  });

  test("adds no tags unless it is given some", () => {
    expect(template().json["provider"]).toEqual({ aws: [{ region: "us-east-1" }] });
  });

  test("asks for a Terraform that knows lock files where its state is in S3, and for none elsewhere", () => {
    const state = { bucket: "states", key: "sems.tfstate", region: "eu-west-1" };
    expect(template({ state }).json["terraform"]).toHaveProperty("required_version", ">= 1.10");
    expect(template().json["terraform"]).not.toHaveProperty("required_version");
  });

  test("keeps its state in S3, encrypted and locked by a file", () => {
    const state = { bucket: "states", key: "sems.tfstate", region: "eu-west-1", kmsKeyId: "key-1" };
    expect(template({ state }).json["terraform"]).toMatchObject({
      backend: {
        s3: {
          bucket: "states",
          key: "sems.tfstate",
          region: "eu-west-1",
          kms_key_id: "key-1",
          encrypt: true,
          use_lockfile: true,
        },
      },
    });
  });

  test("leaves the place of the state to Terraform by default", () => {
    expect(template().json["terraform"]).not.toHaveProperty("backend");
  });

  test("outputs what a person needs to know", () => {
    const written = template();
    const outputs = [
      "certificate_placements",
      "client_fqdn",
      "clients_access",
      "clients_interface2_security_group_id",
      "clients_load_balancer_dns_name",
      "clients_serving_order",
      "clients_static_addresses",
      "clients_worst_case_failover_seconds",
      "interface1_security_group_id",
    ];
    expect(written.json["output"]).toEqual(
      Object.fromEntries(
        outputs.map((output) => [output, { description: expect.any(String), value: expect.anything() }]),
      ),
    );
    expect(written.output("client_fqdn")).toBe("keys.example.com");
    expect(written.output("clients_worst_case_failover_seconds")).toBe(55);
    expect(written.output("interface1_security_group_id")).toMatch(/^\$\{aws_security_group\..+\.id\}$/);
    expect(written.output("clients_load_balancer_dns_name")).toMatch(/^\$\{aws_lb\..+\.dns_name\}$/);
  });

  test("outputs the nodes in serving order, those in maintenance last", () => {
    const nodes = clusterProps(3).nodes.map((node, i) => ({ ...node, maintenance: i === 0 }));
    const served = (node: string, interface1: string, interface2: string, zone: string) => ({
      node,
      interface1_address: interface1,
      interface2_address: interface2,
      availability_zone: zone,
    });
    expect(template({ cluster: clusterProps(3, { nodes }) }).output("clients_serving_order")).toEqual([
      served("sems2", "10.0.12.10", "10.0.2.10", "us-east-1b"),
      served("sems3", "10.0.13.10", "10.0.3.10", "us-east-1c"),
      served("sems1", "10.0.11.10", "10.0.1.10", "us-east-1a"),
    ]);
  });

  test("outputs the load balancer's address in each zone", () => {
    const address = expect.stringMatching(/^\$\{aws_eip\..+\.public_ip\}$/);
    expect(template().output("clients_static_addresses")).toEqual([
      { availability_zone: "us-east-1a", address },
      { availability_zone: "us-east-1b", address },
    ]);
  });

  test("outputs which certificate goes on which interface of which node", () => {
    const [one, two] = [certificateArn("1"), certificateArn("client")];
    const fetch = (arn: string) =>
      `aws acm export-certificate --certificate-arn ${arn} --region us-east-1 --passphrase fileb://passphrase.txt`;
    const placements = template().output("certificate_placements");
    expect(placements).toHaveLength(4);
    expect(placements).toMatchObject([
      {
        node: "sems1",
        interface: 1,
        common_name: "sems1.example.com",
        certificate_arn: one,
        fetch: fetch(one),
      },
      {
        node: "sems1",
        interface: 2,
        common_name: "keys.example.com",
        certificate_arn: two,
        fetch: fetch(two),
      },
      { node: "sems2", interface: 1 },
      { node: "sems2", interface: 2 },
    ]);
  });

  test("the outputs of each way in bear its name", () => {
    const cluster = clusterProps(2, {
      clientAccess: [
        { name: "data-centre", hostedZone, scheme: "internet-facing", subnets: upTo(2).map(subnet) },
      ],
    });
    expect(template({ cluster }).output("data_centre_serving_order")).toMatchObject([
      { node: "sems1" },
      { node: "sems2" },
    ]);
  });

  test("describes a client access for a look at what was deployed", () => {
    const nodes = clusterProps(3).nodes.map((node, i) => ({ ...node, maintenance: i === 0 }));
    const address = expect.stringMatching(/^\$\{aws_eip\..+\.public_ip\}$/);
    const endpoint = (n: number, maintenance = false) => ({
      node: `sems${n}`,
      address,
      maintenance,
      interface1_fqdn: `sems${n}.example.com`,
      interface1_address: `10.0.1${n}.10`,
    });
    expect(template({ cluster: clusterProps(3, { nodes }) }).output("clients_access")).toEqual({
      client_fqdn: "keys.example.com",
      scheme: "internet-facing",
      hosted_zone: "example.com",
      method: "ordered-list",
      services: [{ name: "https", port: 443 }],
      endpoints: [endpoint(2), endpoint(3), endpoint(1, true)],
    });
  });

  test("describes the active node of the method manual, and what reaches all nodes of the method weighted", () => {
    const withMethod = (method: LoadBalancingMethod) =>
      template({
        cluster: clusterProps(2, {
          clientAccess: [{ hostedZone, scheme: "internet-facing", subnets: upTo(2).map(subnet), method }],
        }),
      }).output("clients_access");
    expect(withMethod(LoadBalancingMethod.manual("sems2"))).toMatchObject({
      method: "manual",
      active_node: "sems2",
    });
    expect(withMethod(LoadBalancingMethod.weighted())).toMatchObject({
      method: "weighted",
      weighted_address: expect.stringMatching(/^\$\{aws_lb\..+Weighted.+\.dns_name\}$/),
    });
  });

  test("outputs the endpoint of each node where there are several load balancers", () => {
    const clientAccess = [
      {
        hostedZone,
        scheme: "internal" as const,
        topology: "per-node" as const,
        subnets: upTo(2).map(subnet),
      },
    ];
    const written = template({ cluster: clusterProps(2, { clientAccess }) });
    const address = expect.stringMatching(/^\$\{aws_lb\..+\.dns_name\}$/);
    expect(written.output("clients_node_addresses")).toEqual([
      { node: "sems1", address },
      { node: "sems2", address },
    ]);
    expect(written.output("clients_worst_case_failover_seconds")).toBe(115);
    expect(written.output("clients_static_addresses")).toBeUndefined();
    expect(written.output("clients_load_balancer_dns_name")).toBeUndefined();
  });

  test("outputs the node of a person's choice, and no failover time", () => {
    const clientAccess = [
      {
        hostedZone,
        scheme: "internet-facing" as const,
        subnets: upTo(2).map(subnet),
        method: LoadBalancingMethod.manual("sems2"),
      },
    ];
    const written = template({ cluster: clusterProps(2, { clientAccess }) });
    expect(written.output("clients_serving_order")).toEqual([expect.objectContaining({ node: "sems2" })]);
    expect(written.output("clients_worst_case_failover_seconds")).toBeUndefined();
  });

  test("exposes the cluster", () => {
    const stack = new ClusterStack(Testing.app(), "keys", { region: "us-east-1", cluster: clusterProps() });
    expect(stack.cluster.node.path).toBe("keys/Cluster");
  });
});
