import { TerraformOutput, Testing } from "cdktf";
import { ClientAccess, ClientService } from "../../lib";
import { accessTemplate } from "../support/access";
import { accessProps, newStack, node, subnet, upTo } from "../support/cluster";
import { Template } from "../support/template";

/** A reference to an attribute of the resource with this readable name. */
const ref = (type: string, name: string, attribute: string): unknown =>
  expect.stringMatching(`^\\$\\{${type}\\.${name}_[0-9A-F]{8}\\.${attribute}\\}$`);

describe("ZonalEndpoints", () => {
  test("has one load balancer with every setting that the rules ask for", () => {
    expect(accessTemplate().resources("aws_lb")).toEqual({
      Access_LoadBalancer: {
        name_prefix: "sems-",
        load_balancer_type: "network",
        internal: false,
        ip_address_type: "ipv4",
        enable_cross_zone_load_balancing: false, // AWS-NLB-4
        enable_deletion_protection: true,
        security_groups: [ref("aws_security_group", "Access_SecurityGroups_LoadBalancer", "id")], // AWS-NLB-1
        subnet_mapping: [
          {
            subnet_id: "subnet-1",
            allocation_id: ref("aws_eip", "Access_Zones_us-east-1a_Address", "allocation_id"),
          },
          {
            subnet_id: "subnet-2",
            allocation_id: ref("aws_eip", "Access_Zones_us-east-1b_Address", "allocation_id"),
          },
        ],
        // The provider would change a mapping in place, by a call that AWS refuses.
        lifecycle: {
          replace_triggered_by: [
            expect.stringContaining("terraform_data.Access_Subnets_us-east-1a_"),
            expect.stringContaining("terraform_data.Access_Subnets_us-east-1b_"),
          ],
        },
        tags: {
          Name: "keys.example.com",
          "sems:client-fqdn": "keys.example.com",
          "sems:hosted-zone": "example.com",
          "sems:method": "fail-over",
          "sems:interface2:sems1": "10.0.1.10",
          "sems:interface2:sems2": "10.0.2.10",
          "sems:zone:sems1": "us-east-1a",
          "sems:zone:sems2": "us-east-1b",
          "sems:subnet:us-east-1a": "subnet-1",
          "sems:subnet:us-east-1b": "subnet-2",
        },
      },
    });
  });

  test("can be deleted where deletion protection is waived", () => {
    const balancer = accessTemplate(2, { deletionProtection: false }).only("aws_lb");
    expect(balancer["enable_deletion_protection"]).toBe(false);
  });

  test("makes an Elastic IP for each subnet, spare ones included", () => {
    expect(accessTemplate(2, { subnets: upTo(3).map(subnet) }).resources("aws_eip")).toEqual({
      "Access_Zones_us-east-1a_Address": { domain: "vpc", tags: { Name: "keys.example.com us-east-1a" } },
      "Access_Zones_us-east-1b_Address": { domain: "vpc", tags: { Name: "keys.example.com us-east-1b" } },
      "Access_Zones_us-east-1c_Address": { domain: "vpc", tags: { Name: "keys.example.com us-east-1c" } },
    });
  });

  test("AWS-NLB-4: has neither target nor health check in a spare zone", () => {
    const template = accessTemplate(2, { subnets: upTo(3).map(subnet) });
    const rest = ["aws_lb_target_group_attachment", "aws_route53_health_check"].flatMap((type) =>
      Object.keys(template.resources(type)),
    );
    expect(rest).toHaveLength(4);
    expect(rest.filter((name) => name.includes("us-east-1c"))).toEqual([]);
  });

  test("takes an Elastic IP that is brought along, to the load balancer, its health check and its record", () => {
    // GIVEN
    const subnets = [subnet(1), { ...subnet(2), allocationId: "eipalloc-2" }];
    // WHEN
    const template = accessTemplate(2, { subnets });
    // THEN
    const address = ref("data\\.aws_eip", "Access_Zones_us-east-1b_Address", "public_ip");
    expect(template.dataSources("aws_eip")).toEqual({
      "Access_Zones_us-east-1b_Address": { id: "eipalloc-2" },
    });
    expect(Object.keys(template.resources("aws_eip"))).toEqual(["Access_Zones_us-east-1a_Address"]);
    expect(template.only("aws_lb")["subnet_mapping"]).toEqual([
      expect.objectContaining({ subnet_id: "subnet-1" }),
      { subnet_id: "subnet-2", allocation_id: "eipalloc-2" },
    ]);
    expect(template.resources("aws_route53_health_check")).toMatchObject({
      "Access_Zones_us-east-1b_HealthCheck": { ip_address: address },
    });
    expect(template.resources("aws_route53_record")).toMatchObject({
      Access_Records_Tier1_Secondary: { records: [address] },
    });
  });

  test("SEMS-CERT-3: listens once for each service, TCP through to the service's targets", () => {
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    const listener = (name: string, port: number) => ({
      load_balancer_arn: ref("aws_lb", "Access_LoadBalancer", "arn"),
      protocol: "TCP",
      port,
      default_action: [
        {
          type: "forward",
          target_group_arn: ref("aws_lb_target_group", `Access_Services_${port}_TargetGroup`, "arn"),
        },
      ],
      tags: { Name: `keys.example.com ${name}` },
    });
    expect(accessTemplate(2, { services }).resources("aws_lb_listener")).toEqual({
      Access_Services_443_Listener: listener("https", 443),
      Access_Services_636_Listener: listener("ldaps", 636),
    });
  });

  test("SEMS-DNS-1: answers each node's record with the address and the health check of the node's zone", () => {
    const record = (zone: string) => ({
      records: [ref("aws_eip", `Access_Zones_${zone}_Address`, "public_ip")],
      health_check_id: ref("aws_route53_health_check", `Access_Zones_${zone}_HealthCheck`, "id"),
      ttl: 10,
    });
    expect(accessTemplate(2, { nodes: [node(2), node(1)] }).resources("aws_route53_record")).toMatchObject({
      Access_Records_Tier1_Primary: record("us-east-1b"),
      Access_Records_Tier1_Secondary: record("us-east-1a"),
    });
  });

  test("exposes each static address with its Elastic IP, which is undefined where it was brought along", () => {
    // GIVEN
    const stack = newStack();
    const subnets = [subnet(1), { ...subnet(2), allocationId: "eipalloc-2" }];
    // WHEN
    const { staticAddresses } = new ClientAccess(stack, "Access", accessProps(2, { subnets }));
    // THEN
    expect(staticAddresses.map(({ elasticIp }) => elasticIp?.node.path)).toEqual([
      "test/Access/Default/Zones/us-east-1a/Address",
      undefined,
    ]);
    const value = staticAddresses.map(({ elasticIp, ...address }) => address);
    new TerraformOutput(stack, "addresses", { value });
    const [made, brought] = ["Access_Zones_us-east-1a_Address", "Access_Zones_us-east-1b_Address"];
    expect(new Template(stack).output("addresses")).toEqual([
      {
        availabilityZone: "us-east-1a",
        address: ref("aws_eip", made, "public_ip"),
        allocationId: ref("aws_eip", made, "allocation_id"),
      },
      {
        availabilityZone: "us-east-1b",
        address: ref("data\\.aws_eip", brought, "public_ip"),
        allocationId: "eipalloc-2",
      },
    ]);
  });

  test("another name of a service moves nothing", () => {
    const addressesWith = (name: string) =>
      accessTemplate(2, { services: [ClientService.custom(name, 8443)] }).addresses();
    expect(addressesWith("portal")).toEqual(addressesWith("web"));
  });

  test("exposes what it made: by service, by subnet and by node in serving order", () => {
    // GIVEN
    const stack = newStack();
    const nodes = [node(1, { maintenance: true }), node(2)];
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    // WHEN
    const props = accessProps(2, { nodes, services, subnets: upTo(3).map(subnet) });
    const made = new ClientAccess(stack, "Access", props);
    // THEN
    expect(made.endpoints.map(({ nodeName }) => nodeName)).toEqual(["sems2", "sems1"]);
    expect(made.listeners.map(({ portInput }) => portInput)).toEqual([636, 443]);
    expect(made.targetGroups.map(({ resource }) => resource.portInput)).toEqual([636, 443]);
    expect(made.targetGroups.map(({ attachments }) => attachments.length)).toEqual([2, 2]);
    expect(made.staticAddresses.map(({ availabilityZone }) => availabilityZone)).toEqual([
      "us-east-1a",
      "us-east-1b",
      "us-east-1c",
    ]);
    expect(made.healthChecks.map(({ node: { path } }) => path)).toEqual([
      "test/Access/Default/Zones/us-east-1b/HealthCheck-All",
      "test/Access/Default/Zones/us-east-1b/HealthCheck",
      "test/Access/Default/Zones/us-east-1b/HealthCheck-636",
      "test/Access/Default/Zones/us-east-1a/HealthCheck-All",
      "test/Access/Default/Zones/us-east-1a/HealthCheck",
      "test/Access/Default/Zones/us-east-1a/HealthCheck-636",
    ]);
    expect(made.loadBalancers).toHaveLength(1);
    const written = Testing.synth(stack);
    for (const { friendlyUniqueId } of made.loadBalancers) expect(written).toContain(friendlyUniqueId);
  });
});
