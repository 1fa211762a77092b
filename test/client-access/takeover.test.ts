import { TerraformOutput } from "cdktf";
import {
  ClientAccess,
  LoadBalancingMethod,
  type ClientAccessProps,
  type ExistingRecord,
  type Takeover,
} from "../../lib";
import { checkTakeover } from "../../lib/client-access/takeover";
import { accessProblems, accessTemplate } from "../support/access";
import { accessProps, hostedZone, synth } from "../support/cluster";

const record: ExistingRecord = { type: "A", ttlSeconds: 60, values: ["192.0.2.10", "192.0.2.11"] };

const recordsOf = (nodes: number, changes: Partial<ClientAccessProps>) =>
  Object.keys(accessTemplate(nodes, changes).resources("aws_route53_record"));

const batchOf = (nodes: number, changes: Partial<ClientAccessProps> = {}): string =>
  String(
    synth((stack) => {
      const access = new ClientAccess(
        stack,
        "Access",
        accessProps(nodes, { takeover: { record }, ...changes }),
      );
      new TerraformOutput(stack, "batch", { value: access.changeBatch });
    }).output("batch"),
  );

describe("The first step of a takeover", () => {
  test("leaves out the records of the name itself, and makes those below", () => {
    expect(recordsOf(2, { takeover: { record } })).toEqual([]);
    expect(recordsOf(3, { takeover: { record } })).toEqual([
      "Access_Records_Tier2_Primary",
      "Access_Records_Tier2_Secondary",
    ]);
    expect(recordsOf(2, { takeover: { record }, method: LoadBalancingMethod.manual("sems1") })).toEqual([]);
    expect(recordsOf(2, { takeover: { record }, method: LoadBalancingMethod.weighted() })).toEqual([
      "Access_Ordered_Tier1_Primary",
      "Access_Ordered_Tier1_Secondary",
    ]);
  });

  test("hands over a batch that deletes the record and creates both failover records", () => {
    const batch = batchOf(2);
    expect(batch).toMatch(/^\$\{jsonencode\(\{"Comment" = "Take over keys\.example\.com", "Changes" = \[/);
    expect(batch).toContain(
      '"Action" = "DELETE", "ResourceRecordSet" = {"Name" = "keys.example.com", "Type" = "A", "TTL" = 60, ' +
        '"ResourceRecords" = [{"Value" = "192.0.2.10"}, {"Value" = "192.0.2.11"}]}',
    );
    for (const [role, zone] of [
      ["primary", "us-east-1a"],
      ["secondary", "us-east-1b"],
    ]) {
      expect(batch).toMatch(
        new RegExp(
          `"Action" = "CREATE", "ResourceRecordSet" = \\{"Name" = "keys.example.com", "Type" = "A", ` +
            `"SetIdentifier" = "tier1-${role}", "Failover" = "${role?.toUpperCase()}", "TTL" = 10, ` +
            `"ResourceRecords" = \\[\\{"Value" = aws_eip.Access_Zones_${zone}_Address_\\w+.public_ip\\}\\], ` +
            `"HealthCheckId" = aws_route53_health_check.Access_Zones_${zone}_HealthCheck_\\w+.id\\}`,
        ),
      );
    }
  });

  test("hands over aliases where the name has them", () => {
    expect(batchOf(3)).toContain(
      '"SetIdentifier" = "tier1-secondary", "Failover" = "SECONDARY", "AliasTarget" = {"DNSName" = ' +
        `"tier2.keys.example.com", "HostedZoneId" = "${hostedZone.id}", "EvaluateTargetHealth" = true}`,
    );
    expect(batchOf(2, { method: LoadBalancingMethod.manual("sems2") })).not.toContain("SetIdentifier");
  });
});

describe("The second step of a takeover", () => {
  test.each<[string, Partial<ClientAccessProps>, string[]]>([
    ["failover", {}, ["_tier1-primary", "_tier1-secondary"]],
    ["manual", { method: LoadBalancingMethod.manual("sems1") }, [""]],
  ])("imports the records of the name, which are those of a new name: %s", (_which, changes, suffixes) => {
    const [adopted, made] = [{ ...changes, takeover: { adopt: true } }, changes].map((props) =>
      accessTemplate(2, props),
    );
    expect(adopted?.resources("aws_route53_record")).toEqual(made?.resources("aws_route53_record"));
    expect(adopted?.json["import"]).toEqual(
      suffixes.map((suffix) => ({
        to: expect.stringMatching(/^aws_route53_record\.Access_Records_Tier1_/),
        id: `${hostedZone.id}_keys.example.com_A${suffix}`,
      })),
    );
    expect(made?.json["import"]).toBeUndefined();
  });
});

test.each<[Takeover, string]>([
  [{}, "takeover: found neither record nor adopt; allowed: exactly one of them"],
  [{ record, adopt: true }, "takeover: found both record and adopt; allowed: exactly one of them"],
  [
    { record: { ...record, values: [] } },
    "takeover.record.values: found an empty list; allowed: the values that the record has",
  ],
  [
    { record: { ...record, values: ["192.0.2"] } },
    'takeover.record.values[0]: found "192.0.2"; allowed: an IPv4 address such as 10.0.1.10',
  ],
  [
    { record: { type: "CNAME", ttlSeconds: 60, values: ["a.example.com", "b.example.com."] } },
    'takeover.record.values: found ["a.example.com","b.example.com."]; allowed: one name: a CNAME has no more',
  ],
  [
    { record: { ...record, ttlSeconds: -1 } },
    "takeover.record.ttlSeconds: found -1; allowed: a whole number of seconds from 0 to 2147483647",
  ],
])("A takeover %j is refused", (takeover, line) => {
  expect(accessProblems(2, { takeover })).toEqual([line]);
});

test("A takeover's record is checked as far as it is there", () => {
  expect(checkTakeover("takeover", undefined)).toEqual([]);
  expect(checkTakeover("takeover", { record: { type: "CNAME", ttlSeconds: 60 } })).toEqual([]);
  const values = ["old.example.com."];
  expect(checkTakeover("takeover", { record: { type: "CNAME", ttlSeconds: 60, values } })).toEqual([]);
});

test.each([0, 2_147_483_647])("A takeover's record may have a TTL of %i seconds", (ttlSeconds) => {
  expect(checkTakeover("takeover", { record: { ...record, ttlSeconds } })).toEqual([]);
});
