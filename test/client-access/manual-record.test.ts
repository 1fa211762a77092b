import { Construct } from "constructs";
import { ClientAccess, LoadBalancingMethod, type ClientAccessProps, type Destination } from "../../lib";
import { addClientRecords, ManualRecord, type ManualRecordProps } from "../../lib/client-access/dns-records";
import { accessTemplate, resourcesByAddress, textToken } from "../support/access";
import { accessProps, hostedZone, newStack, node, problemsOf, synth } from "../support/cluster";
import { changed } from "../support/changes";

const manual = (activeNode: string, changes: Partial<ClientAccessProps> = {}) => ({
  method: LoadBalancingMethod.manual(activeNode),
  ...changes,
});

const zoneAddress = (zone: string): unknown =>
  expect.stringMatching(`^\\$\\{aws_eip\\.Access_Zones_${zone}_Address_[0-9A-F]{8}\\.public_ip\\}$`);

describe("The method manual", () => {
  test("is one plain record with the active node's address", () => {
    expect(accessTemplate(3, manual("sems2")).resources("aws_route53_record")).toEqual({
      Access_Records_Tier1_Primary: {
        name: "keys.example.com",
        type: "A",
        zone_id: "Z0123456789ABCDEFGHIJ",
        ttl: 10,
        records: [zoneAddress("us-east-1b")],
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  test("is an alias of a node's own load balancer, with topology per-node", () => {
    const record = accessTemplate(2, manual("sems2", { topology: "per-node" })).only("aws_route53_record");
    expect(record).toMatchObject({
      alias: {
        name: expect.stringMatching(/^\$\{aws_lb\.Access_Nodes_sems2_LoadBalancer_[0-9A-F]{8}\.dns_name\}$/),
        zone_id: expect.stringMatching(
          /^\$\{aws_lb\.Access_Nodes_sems2_LoadBalancer_[0-9A-F]{8}\.zone_id\}$/,
        ),
        evaluate_target_health: true,
      },
      // The load balancer answers when it listens.
      depends_on: [expect.stringMatching(/^aws_lb_listener\.Access_Nodes_sems2_443_Listener_/)],
    });
    expect(record).not.toHaveProperty("ttl");
  });

  test.each(["zonal", "per-node"] as const)("switches by one record, with topology %s", (topology) => {
    const resources = (activeNode: string) =>
      resourcesByAddress(accessProps(3, manual(activeNode, { topology })));
    const [before, after] = [resources("sems1"), resources("sems3")];
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(changed(before, after)).toEqual([
      expect.stringMatching(/^aws_route53_record\.Access_Records_Tier1_Primary_/),
    ]);
  });

  test("keeps Route 53's checks, for people to look at and for the way back", () => {
    const checks = accessTemplate(2, manual("sems1")).resources("aws_route53_health_check");
    expect(Object.keys(checks)).toHaveLength(2);
  });

  test("follows a node whose name is a token", () => {
    const template = synth((stack) => {
      const name = textToken(stack, "name");
      const nodes = [node(1), node(2, { name })];
      new ClientAccess(stack, "Access", accessProps(2, { nodes, ...manual(name) }));
    });
    expect(template.only("aws_route53_record")["records"]).toEqual([zoneAddress("us-east-1b")]);
  });

  test("does not guess which node a token names", () => {
    const problems = problemsOf((stack) => {
      new ClientAccess(stack, "Access", accessProps(2, manual(textToken(stack, "active"))));
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^method\.activeNode: found "\$\{/);
  });

  test("has a serving order of one node, and no failover time, since no node takes over by itself", () => {
    const access = new ClientAccess(newStack(), "Access", accessProps(3, manual("sems2")));
    expect(access.servingOrder.map(({ name }) => name)).toEqual(["sems2"]);
    expect(access.endpoints.map(({ nodeName }) => nodeName)).toEqual(["sems1", "sems2", "sems3"]);
    expect(access.failoverTime).toBeUndefined();
  });
});

describe("ManualRecord", () => {
  const destination: Destination = { answer: { records: ["192.0.2.1"], ttl: 10, healthCheckId: "check" } };
  const props = { fqdn: "keys.example.com", hostedZone, destination };
  const made = (changes: Partial<ManualRecordProps> = {}) =>
    synth((stack) => {
      new ManualRecord(stack, "Records", { ...props, ...changes });
    }).only("aws_route53_record");

  test("waits for nothing where its endpoint asks for nothing", () => {
    expect(made()).toMatchObject({ records: ["192.0.2.1"], lifecycle: { create_before_destroy: true } });
    expect(made()).not.toHaveProperty("depends_on");
  });

  test("is destroyed first where what it refers to cannot exist twice", () => {
    expect(made({ destination: { ...destination, hasFixedAddress: true } })).not.toHaveProperty("lifecycle");
  });

  test("is exposed where it is made, and handed over where a change batch makes it", () => {
    const madeRecord = new ManualRecord(newStack(), "Records", props);
    expect(madeRecord.records.map(({ nameInput }) => nameInput)).toEqual(["keys.example.com"]);
    expect(madeRecord.handedOver).toEqual([]);
    const takeover = { record: { type: "A", ttlSeconds: 60, values: ["192.0.2.10"] } } as const;
    const { records, handedOver } = new ManualRecord(newStack(), "Records", { ...props, takeover });
    expect(records).toEqual([]);
    expect(handedOver).toEqual([
      { zoneId: hostedZone.id, name: "keys.example.com", type: "A", records: ["192.0.2.1"], ttl: 10 },
    ]);
  });
});

test("Records of a node that is none of the endpoints are refused", () => {
  const problems = problemsOf((stack) => {
    const { endpoints } = new ClientAccess(stack, "Access", accessProps(2));
    addClientRecords(new Construct(stack, "Other"), {
      fqdn: "keys.example.com",
      hostedZone,
      method: LoadBalancingMethod.manual("sems9"),
      endpoints,
      weighted: undefined,
      takeover: undefined,
    });
  });
  expect(problems).toEqual([
    'method.activeNode: found "sems9"; allowed: the name of a node (sems1, sems2); if that is a token, the same token',
  ]);
});
