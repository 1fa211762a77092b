import * as fs from "node:fs";
import * as path from "node:path";
import { describeWith } from "../support/requires";
import { TerraformFolder, type TerraformState } from "../terraform/terraform";
import { allocateAddress } from "./allocate-address";
import { startWorkplace, type Workplace } from "./workplace";

const ZONES = ["a", "b", "c"] as const;
const REGION = "us-east-1";

/** A load balancer with an address in each of the first zones, and what else needs a patch of moto to plan empty. */
function stack(zones: 2 | 3): object {
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
    provider: { aws: { region: REGION } },
    data: {
      aws_ec2_managed_prefix_list: { checkers: { name: `com.amazonaws.${REGION}.route53-healthchecks` } },
    },
    resource: {
      aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
      aws_internet_gateway: { gateway: { vpc_id: "${aws_vpc.vpc.id}" } },
      aws_subnet: Object.fromEntries(
        ZONES.map((zone, index) => [
          zone,
          {
            vpc_id: "${aws_vpc.vpc.id}",
            cidr_block: `10.0.${index}.0/24`,
            availability_zone: `${REGION}${zone}`,
          },
        ]),
      ),
      aws_eip: Object.fromEntries(ZONES.map((zone) => [zone, { domain: "vpc" }])),
      aws_security_group: {
        clients: { name: "clients", vpc_id: "${aws_vpc.vpc.id}" },
        nodes: { name: "nodes", vpc_id: "${aws_vpc.vpc.id}" },
      },
      aws_vpc_security_group_ingress_rule: {
        checkers: {
          ...rule("clients"),
          description: "from the health checkers",
          prefix_list_id: "${data.aws_ec2_managed_prefix_list.checkers.id}",
        },
        clients: {
          ...rule("nodes"),
          description: "from the load balancer",
          referenced_security_group_id: "${aws_security_group.clients.id}",
        },
      },
      aws_lb: {
        public: {
          name: "public",
          load_balancer_type: "network",
          security_groups: ["${aws_security_group.clients.id}"],
          enforce_security_group_inbound_rules_on_private_link_traffic: "on",
          subnet_mapping: ZONES.slice(0, zones).map((zone) => ({
            subnet_id: `\${aws_subnet.${zone}.id}`,
            allocation_id: `\${aws_eip.${zone}.id}`,
          })),
        },
        private: {
          name: "private",
          load_balancer_type: "network",
          internal: true,
          subnet_mapping: ZONES.slice(0, zones).map((zone, index) => ({
            subnet_id: `\${aws_subnet.${zone}.id}`,
            private_ipv4_address: `10.0.${index}.20`,
          })),
        },
      },
      aws_lb_target_group: {
        ldaps: { name: "ldaps", port: 636, protocol: "TCP", target_type: "ip", vpc_id: "${aws_vpc.vpc.id}" },
      },
      aws_lb_listener: {
        ldaps: {
          load_balancer_arn: "${aws_lb.public.arn}",
          port: 636,
          protocol: "TCP",
          default_action: { type: "forward", target_group_arn: "${aws_lb_target_group.ldaps.arn}" },
        },
      },
      aws_cloudwatch_metric_alarm: {
        healthy: {
          alarm_name: "healthy",
          comparison_operator: "LessThanThreshold",
          evaluation_periods: 1,
          metric_name: "HealthyHostCount",
          namespace: "AWS/NetworkELB",
          period: 60,
          statistic: "Minimum",
          threshold: 1,
          dimensions: { LoadBalancer: "${aws_lb.public.arn_suffix}" },
        },
      },
      aws_route53_health_check: {
        healthy: {
          type: "CLOUDWATCH_METRIC",
          cloudwatch_alarm_name: "${aws_cloudwatch_metric_alarm.healthy.alarm_name}",
          cloudwatch_alarm_region: REGION,
          insufficient_data_health_status: "Unhealthy",
        },
      },
      aws_acmpca_permission: {
        renewal: {
          certificate_authority_arn: "${aws_acmpca_certificate_authority.root.arn}",
          actions: ["IssueCertificate", "GetCertificate", "ListPermissions"],
          principal: "acm.amazonaws.com",
        },
      },
      aws_route53_zone: { private: { name: "example.com", vpc: { vpc_id: "${aws_vpc.vpc.id}" } } },
      aws_acmpca_certificate_authority: {
        root: {
          type: "ROOT",
          usage_mode: "GENERAL_PURPOSE",
          certificate_authority_configuration: {
            key_algorithm: "RSA_2048",
            signing_algorithm: "SHA256WITHRSA",
            subject: { common_name: "root" },
          },
        },
      },
    },
  };
}

function rule(securityGroup: string): object {
  return {
    security_group_id: `\${aws_security_group.${securityGroup}.id}`,
    ip_protocol: "tcp",
    from_port: 636,
    to_port: 636,
  };
}

describeWith({ terraform: true, emulator: true })("the emulated AWS", () => {
  let place: Workplace;
  let terraform: TerraformFolder;
  let state: TerraformState;

  function write(content: object): void {
    fs.writeFileSync(path.join(terraform.path, "main.tf.json"), JSON.stringify(content));
  }

  /** A resource's attributes, as the AWS provider read them from moto. */
  function valuesOf(address: string): Record<string, unknown> {
    const resources = state.values?.root_module.resources ?? [];
    const found = resources.find((resource) => resource.address === address);
    if (found === undefined) throw new Error(`${address} is not in the state`);
    return found.values;
  }

  beforeAll(async () => {
    place = await startWorkplace();
    terraform = new TerraformFolder(place.folder, place.emulator.env);
    write(stack(2));
    await terraform.init();
    await terraform.apply();
    state = await terraform.state();
  });

  afterAll(() => place.leave());

  test("names a network load balancer and its listeners as AWS does", () => {
    expect(valuesOf("aws_lb.public")).toMatchObject({
      arn: expect.stringContaining(":loadbalancer/net/public/"),
    });
    expect(valuesOf("aws_lb_listener.ldaps")).toMatchObject({
      arn: expect.stringContaining(":listener/net/public/"),
    });
  });

  test("keeps the addresses of a load balancer's subnet mappings", () => {
    const { id } = valuesOf("aws_eip.a");
    expect(valuesOf("aws_lb.public")).toMatchObject({
      subnet_mapping: expect.arrayContaining([expect.objectContaining({ allocation_id: id })]),
    });
    expect(valuesOf("aws_lb.private")).toMatchObject({
      subnet_mapping: expect.arrayContaining([
        expect.objectContaining({ private_ipv4_address: "10.0.0.20" }),
      ]),
    });
  });

  test("keeps what a health check of an alarm reports without data", () => {
    expect(valuesOf("aws_route53_health_check.healthy")).toMatchObject({
      insufficient_data_health_status: "Unhealthy",
    });
  });

  test("has the prefix list of Route 53's health checkers", () => {
    expect(valuesOf("data.aws_ec2_managed_prefix_list.checkers")).toMatchObject({
      id: expect.stringMatching(/^pl-/),
    });
  });

  test("plans nothing after an apply", async () => {
    expect(await terraform.changes()).toEqual([]);
  });

  test("adds an address to a load balancer in place, and plans nothing after that", async () => {
    write(stack(3));
    expect(await terraform.changes()).toEqual(["aws_lb.private: update", "aws_lb.public: update"]);

    await terraform.apply();
    state = await terraform.state();

    const { id } = valuesOf("aws_eip.c");
    expect(valuesOf("aws_lb.public")).toMatchObject({
      subnet_mapping: expect.arrayContaining([expect.objectContaining({ allocation_id: id })]),
    });
    expect(await terraform.changes()).toEqual([]);
  });

  test("answers a repeated attempt of a call as it answered the first", async () => {
    const allocate = async (call: string): Promise<string> => {
      const headers = { "amz-sdk-invocation-id": call };
      return (await allocateAddress(place.emulator.endpoint, REGION, headers)).answer;
    };
    const first = await allocate("first");
    expect(first).toContain("<allocationId>");
    expect(await allocate("first")).toBe(first);
    expect(await allocate("second")).not.toBe(first);
  });
});
