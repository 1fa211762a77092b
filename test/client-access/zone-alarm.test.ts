import { ClientAccess, ClientService, type ClientAccessProps } from "../../lib";
import { accessProblems, accessTemplate } from "../support/access";
import { accessProps, newStack, subnet, upTo } from "../support/cluster";

const subnets = upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` }));

const internal = (changes: Partial<ClientAccessProps> = {}): Partial<ClientAccessProps> => ({
  scheme: "internal",
  subnets,
  ...changes,
});

const ref = (type: string, name: string, attribute: string): string =>
  `\\$\\{${type}\\.${name}_[0-9A-F]{8}\\.${attribute}\\}`;
const is = (pattern: string): unknown => expect.stringMatching(`^${pattern}$`);

const BALANCER = ref("aws_lb", "Access_LoadBalancer", "arn_suffix");
const GROUP = ref("aws_lb_target_group", "Access_Services_443_TargetGroup", "arn_suffix");

describe("The alarm of a zone", () => {
  test("is on the highest count of healthy nodes that the zone has reported for a minute, or on its silence", () => {
    const alarms = accessTemplate(2, internal()).resources("aws_cloudwatch_metric_alarm");
    expect(Object.keys(alarms)).toEqual([
      "Access_Zones_us-east-1a_Alarm-443",
      "Access_Zones_us-east-1b_Alarm-443",
    ]);
    expect(alarms["Access_Zones_us-east-1b_Alarm-443"]).toEqual({
      alarm_name: is(`SEMS keys.example.com 443 us-east-1b ${ref("aws_lb", "Access_LoadBalancer", "name")}`),
      alarm_description: expect.stringContaining(
        "No healthy node for port 443 of keys.example.com in us-east-1b",
      ),
      namespace: "AWS/NetworkELB",
      metric_name: "HealthyHostCount",
      dimensions: { AvailabilityZone: "us-east-1b", LoadBalancer: is(BALANCER), TargetGroup: is(GROUP) },
      statistic: "Maximum",
      period: 60,
      evaluation_periods: 1,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
  });

  test("is followed by a Route 53 check, which a zone that reports nothing makes unhealthy", () => {
    const template = accessTemplate(2, internal());
    const alarm = (attribute: string) =>
      ref("aws_cloudwatch_metric_alarm", "Access_Zones_us-east-1a_Alarm-443", attribute);
    expect(
      template.resources("aws_route53_health_check")["Access_Zones_us-east-1a_HealthCheck-Alarm"],
    ).toEqual({
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: is(alarm("alarm_name")),
      cloudwatch_alarm_region: expect.stringMatching(
        /^\$\{element\(split\(":", aws_cloudwatch_metric_alarm\./,
      ),
      insufficient_data_health_status: "Unhealthy",
      // Route 53 keeps a copy of the alarm's metric: another load balancer or group must renew it.
      triggers: { metric: is(`us-east-1a ${BALANCER} ${GROUP}`), condition: "1 LessThanThreshold 1" },
      // Of another load balancer or group, Terraform learns the name too late to update a check.
      lifecycle: {
        replace_triggered_by: [
          expect.stringMatching(/^aws_lb\.Access_LoadBalancer_\w+\.arn_suffix$/),
          expect.stringMatching(/^aws_lb_target_group\.Access_\w+\.arn_suffix$/),
        ],
      },
      tags: { Name: "keys.example.com us-east-1a" },
    });
    expect(template.resources("aws_route53_record")).toMatchObject({
      Access_Records_Tier1_Primary: {
        ttl: 10,
        records: ["10.0.1.5"],
        health_check_id: is(
          ref("aws_route53_health_check", "Access_Zones_us-east-1a_HealthCheck-Alarm", "id"),
        ),
      },
    });
  });

  test("is followed by a check that is never the one that connects to an address: Terraform would find a cycle", () => {
    const checksOf = (by: "cloudwatch-alarm" | "route53-checkers") =>
      Object.keys(accessTemplate(2, { endpointHealth: { by } }).resources("aws_route53_health_check"));
    const ofCheckers = checksOf("route53-checkers");
    expect(ofCheckers).toHaveLength(2);
    expect(checksOf("cloudwatch-alarm").filter((name) => ofCheckers.includes(name))).toEqual([]);
  });

  test("is made for each service, and one failed service fails the node over", () => {
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    const template = accessTemplate(2, internal({ services }));
    const zone = "Access_Zones_us-east-1a";
    expect(template.resources("aws_route53_health_check")).toMatchObject({
      [`${zone}_HealthCheck-Alarm`]: { type: "CLOUDWATCH_METRIC" },
      [`${zone}_HealthCheck-Alarm-636`]: { type: "CLOUDWATCH_METRIC" },
      [`${zone}_HealthCheck-All`]: { type: "CALCULATED", child_health_threshold: 2 },
    });
    expect(template.all("aws_cloudwatch_metric_alarm")).toHaveLength(4);
  });

  test("watches only the service that `port` names", () => {
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    const template = accessTemplate(2, internal({ services, endpointHealth: { port: 636 } }));
    expect(Object.keys(template.resources("aws_cloudwatch_metric_alarm"))).toEqual([
      "Access_Zones_us-east-1a_Alarm-636",
      "Access_Zones_us-east-1b_Alarm-636",
    ]);
    expect(template.all("aws_route53_health_check")).toHaveLength(2);
  });

  test("AWS-R53-1: takes the checkers' place where clients from the internet are restricted, and admits no other network", () => {
    const template = accessTemplate(2, {
      allowedClients: ["203.0.113.0/24"],
      endpointHealth: { by: "cloudwatch-alarm" },
    });
    expect(template.all("aws_cloudwatch_metric_alarm")).toHaveLength(2);
    expect(template.dataSources("aws_ec2_managed_prefix_list")).toEqual({});
    expect(template.all("aws_eip")).toHaveLength(2);
  });

  test("is exposed", () => {
    const { alarms, healthChecks } = new ClientAccess(newStack(), "Access", accessProps(2, internal()));
    expect(alarms.map(({ node: { path } }) => path)).toEqual([
      "test/Access/Default/Zones/us-east-1a/Alarm-443",
      "test/Access/Default/Zones/us-east-1b/Alarm-443",
    ]);
    expect(healthChecks).toHaveLength(2);
  });

  test.each(["protocol", "path", "intervalSeconds", "failureThreshold"] as const)("has no %s", (key) => {
    const value = { protocol: "TCP", path: "/", intervalSeconds: 10, failureThreshold: 3 }[key];
    expect(accessProblems(2, internal({ endpointHealth: { [key]: value } }))).toEqual([
      `endpointHealth.${key}: found ${JSON.stringify(value)}; allowed: omit: an alarm follows the load balancer's \`healthCheck\``,
    ]);
  });
});

describe("An internal load balancer", () => {
  test("has a private address in each zone, and no Elastic IP", () => {
    const template = accessTemplate(2, internal());
    expect(template.only("aws_lb")).toMatchObject({
      internal: true,
      subnet_mapping: [
        { subnet_id: "subnet-1", private_ipv4_address: "10.0.1.5" },
        { subnet_id: "subnet-2", private_ipv4_address: "10.0.2.5" },
      ],
    });
    expect(template.all("aws_eip")).toEqual([]);
  });

  test("lets private networks in unless clients are named", () => {
    const networks = (changes: Partial<ClientAccessProps>) =>
      accessTemplate(2, internal(changes))
        .all("aws_vpc_security_group_ingress_rule")
        .flatMap((rule) => ("cidr_ipv4" in rule ? [rule["cidr_ipv4"]] : []));
    expect(networks({})).toEqual(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);
    expect(networks({ allowedClients: ["10.1.0.0/16"] })).toEqual(["10.1.0.0/16"]);
  });

  test("exposes its addresses, none of which is an Elastic IP", () => {
    const { staticAddresses } = new ClientAccess(newStack(), "Access", accessProps(2, internal()));
    const none = { allocationId: undefined, elasticIp: undefined };
    expect(staticAddresses).toEqual([
      { availabilityZone: "us-east-1a", address: "10.0.1.5", ...none },
      { availabilityZone: "us-east-1b", address: "10.0.2.5", ...none },
    ]);
  });

  test("is refused without a private address, with an Elastic IP, and with Route 53's checkers", () => {
    const found = accessProblems(
      2,
      internal({
        subnets: [subnet(1), { ...subnet(2), privateAddress: "10.0.2.5", allocationId: "eipalloc-2" }],
        endpointHealth: { by: "route53-checkers" },
      }),
    );
    expect(found).toEqual([
      "subnets[0].privateAddress: found nothing; allowed: an unused address of the subnet: required for zonal internal access; omit with per-node",
      'subnets[1].allocationId: found "eipalloc-2"; allowed: omit: an internal load balancer has no Elastic IPs',
      'endpointHealth.by: found "route53-checkers"; allowed: "cloudwatch-alarm": Route 53\'s health checkers cannot reach an internal address [AWS-R53-1]',
    ]);
  });
});
