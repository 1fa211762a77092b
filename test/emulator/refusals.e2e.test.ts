import { describeWith } from "../support/requires";
import { allocateAddress } from "./allocate-address";
import { acm, query, route53, valueIn, type Answer } from "./aws-call";
import { startEmulator, type Emulator } from "./emulator";

describeWith({ emulator: true })("The emulated AWS refuses what AWS refuses:", () => {
  let emulator: Emulator;
  let vpc: string;
  let subnet: string;
  let names = 0;

  const ec2 = (action: string, parameters: Record<string, string>): Promise<Answer> =>
    query(emulator.endpoint, "ec2", action, parameters);
  const elb = (action: string, parameters: Record<string, string>): Promise<Answer> =>
    query(emulator.endpoint, "elasticloadbalancing", action, parameters);
  const nextName = (): string => `n${++names}`;

  const createLoadBalancer = (parameters: Record<string, string> = {}): Promise<Answer> =>
    elb("CreateLoadBalancer", {
      Name: nextName(),
      Type: "network",
      "SubnetMappings.member.1.SubnetId": subnet,
      ...parameters,
    });
  const loadBalancer = async (parameters: Record<string, string> = {}): Promise<string> =>
    valueIn(await createLoadBalancer(parameters), "LoadBalancerArn");
  const targetGroup = async (): Promise<string> =>
    valueIn(
      await elb("CreateTargetGroup", {
        Name: nextName(),
        Protocol: "TCP",
        Port: "443",
        VpcId: vpc,
        TargetType: "ip",
      }),
      "TargetGroupArn",
    );
  const createListener = (balancer: string, group: string, port = "443"): Promise<Answer> =>
    elb("CreateListener", {
      LoadBalancerArn: balancer,
      Protocol: "TCP",
      Port: port,
      "DefaultActions.member.1.Type": "forward",
      "DefaultActions.member.1.TargetGroupArn": group,
    });
  const securityGroup = async (): Promise<string> =>
    valueIn(
      await ec2("CreateSecurityGroup", { GroupName: nextName(), GroupDescription: "any", VpcId: vpc }),
      "groupId",
    );
  const authorize = (
    direction: "Ingress" | "Egress",
    group: string,
    peer: Record<string, string>,
    port: number,
  ) =>
    ec2(`AuthorizeSecurityGroup${direction}`, {
      GroupId: group,
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": String(port),
      "IpPermissions.1.ToPort": String(port),
      ...Object.fromEntries(Object.entries(peer).map(([key, value]) => [`IpPermissions.1.${key}`, value])),
    });

  beforeAll(async () => {
    emulator = await startEmulator();
    vpc = valueIn(await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }), "vpcId");
    subnet = valueIn(
      await ec2("CreateSubnet", { VpcId: vpc, CidrBlock: "10.0.1.0/24", AvailabilityZone: "us-east-1a" }),
      "subnetId",
    );
  });

  afterAll(() => emulator.stop());

  describe("of load balancers,", () => {
    test("a target group in two of them, until the first one's listener has gone", async () => {
      const group = await targetGroup();
      const [first, second] = [await loadBalancer(), await loadBalancer()];
      const listener = valueIn(await createListener(first, group), "ListenerArn");
      expect((await createListener(first, group, "444")).refusal).toBeUndefined();
      expect((await createListener(second, group)).refusal).toBe("TargetGroupAssociationLimit");

      const other = valueIn(await createListener(second, await targetGroup()), "ListenerArn");
      const toGroup = {
        ListenerArn: other,
        "DefaultActions.member.1.Type": "forward",
        "DefaultActions.member.1.TargetGroupArn": group,
      };
      expect((await elb("ModifyListener", toGroup)).refusal).toBe("TargetGroupAssociationLimit");
      await elb("DeleteListener", { ListenerArn: listener });
      expect((await elb("ModifyListener", toGroup)).refusal).toBe("TargetGroupAssociationLimit");
      await elb("DeleteLoadBalancer", { LoadBalancerArn: first });
      expect((await elb("ModifyListener", toGroup)).refusal).toBeUndefined();
    });

    test("a second listener of a port, until the first one has gone", async () => {
      const balancer = await loadBalancer();
      const group = await targetGroup();
      const listener = valueIn(await createListener(balancer, group), "ListenerArn");
      expect((await createListener(balancer, group)).refusal).toBe("DuplicateListener");
      await elb("DeleteListener", { ListenerArn: listener });
      expect((await createListener(balancer, group)).refusal).toBeUndefined();
    });

    test("one Elastic IP for two, until the first one has gone", async () => {
      const { allocationId } = await allocateAddress(emulator.endpoint, "us-east-1");
      const address = { "SubnetMappings.member.1.AllocationId": allocationId };
      const first = await loadBalancer(address);
      expect((await createLoadBalancer(address)).refusal).toBe("ResourceInUse");
      await elb("DeleteLoadBalancer", { LoadBalancerArn: first });
      expect((await createLoadBalancer(address)).refusal).toBeUndefined();
    });

    test("one private address for two", async () => {
      const address = { Scheme: "internal", "SubnetMappings.member.1.PrivateIPv4Address": "10.0.1.9" };
      await loadBalancer(address);
      expect((await createLoadBalancer(address)).refusal).toBe("ResourceInUse");
    });

    test("but not a single zone: a Network Load Balancer may have one", async () => {
      const arn = await loadBalancer();
      const answer = await elb("SetSubnets", {
        LoadBalancerArn: arn,
        "SubnetMappings.member.1.SubnetId": subnet,
      });
      expect(answer.refusal).toBeUndefined();
      expect(valueIn(answer, "SubnetId")).toBe(subnet);
    });

    test("a subnet mapping without a subnet", async () => {
      const empty = { "SubnetMappings.member.2.AllocationId": "" };
      expect((await createLoadBalancer(empty)).refusal).toBe("ValidationError");
    });

    test("deletion of a protected one", async () => {
      const arn = await loadBalancer();
      const protect = (value: string): Promise<Answer> =>
        elb("ModifyLoadBalancerAttributes", {
          LoadBalancerArn: arn,
          "Attributes.member.1.Key": "deletion_protection.enabled",
          "Attributes.member.1.Value": value,
        });
      await protect("true");
      expect((await elb("DeleteLoadBalancer", { LoadBalancerArn: arn })).refusal).toBe(
        "OperationNotPermitted",
      );
      await protect("false");
      expect((await elb("DeleteLoadBalancer", { LoadBalancerArn: arn })).refusal).toBeUndefined();
    });
  });

  describe("of security groups,", () => {
    test("deletion of one that a load balancer has", async () => {
      const group = await securityGroup();
      const arn = await loadBalancer({ "SecurityGroups.member.1": group });
      expect((await ec2("DeleteSecurityGroup", { GroupId: group })).refusal).toBe("DependencyViolation");
      await elb("DeleteLoadBalancer", { LoadBalancerArn: arn });
      expect((await ec2("DeleteSecurityGroup", { GroupId: group })).refusal).toBeUndefined();
    });

    test("deletion of one that another's rule or a network interface refers to", async () => {
      const [group, other] = [await securityGroup(), await securityGroup()];
      await authorize("Ingress", other, { "Groups.1.GroupId": group }, 443);
      expect((await ec2("DeleteSecurityGroup", { GroupId: group })).refusal).toBe("DependencyViolation");
      await ec2("CreateNetworkInterface", { SubnetId: subnet, "SecurityGroupId.1": other });
      expect((await ec2("DeleteSecurityGroup", { GroupId: other })).refusal).toBe("DependencyViolation");
    });

    test("deletion of one that a rule refers to, until the rule refers to another", async () => {
      const [group, next, other] = [await securityGroup(), await securityGroup(), await securityGroup()];
      const rule = valueIn(
        await authorize("Ingress", other, { "Groups.1.GroupId": group }, 443),
        "securityGroupRuleId",
      );
      await ec2("ModifySecurityGroupRules", {
        GroupId: other,
        "SecurityGroupRule.1.SecurityGroupRuleId": rule,
        "SecurityGroupRule.1.SecurityGroupRule.IpProtocol": "tcp",
        "SecurityGroupRule.1.SecurityGroupRule.FromPort": "443",
        "SecurityGroupRule.1.SecurityGroupRule.ToPort": "443",
        "SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupId": next,
      });
      expect((await ec2("DeleteSecurityGroup", { GroupId: next })).refusal).toBe("DependencyViolation");
      expect((await ec2("DeleteSecurityGroup", { GroupId: group })).refusal).toBeUndefined();
    });

    test.each(["Ingress", "Egress"] as const)("the 61st rule (%s)", async (direction) => {
      const group = await securityGroup();
      // A new group has a rule that lets everything out.
      const count = direction === "Egress" ? 59 : 60;
      const add = (n: number): Promise<Answer> =>
        authorize(direction, group, { "IpRanges.1.CidrIp": `10.1.${n}.0/24` }, 443);
      const answers = [];
      for (let n = 0; n < count; n++) answers.push(await add(n));
      expect(answers.map(({ refusal }) => refusal)).toEqual(answers.map(() => undefined));
      expect((await add(count)).refusal).toBe("RulesPerSecurityGroupLimitExceeded");
    });

    test("a third prefix list of the health checkers: each counts as 25 rules", async () => {
      const group = await securityGroup();
      const lists = await ec2("DescribeManagedPrefixLists", {
        "Filter.1.Name": "prefix-list-name",
        "Filter.1.Value.1": "com.amazonaws.us-east-1.route53-healthchecks",
      });
      const peer = { "PrefixListIds.1.PrefixListId": valueIn(lists, "prefixListId") };
      const answers = [];
      for (const port of [443, 636, 389]) answers.push(await authorize("Ingress", group, peer, port));
      expect(answers.map(({ refusal }) => refusal)).toEqual([
        undefined,
        undefined,
        "RulesPerSecurityGroupLimitExceeded",
      ]);
    });
  });

  describe("of records,", () => {
    let zone: string;

    const RECORDS = {
      A: "<ResourceRecords><ResourceRecord><Value>198.51.100.1</Value></ResourceRecord></ResourceRecords>",
      CNAME: "<ResourceRecords><ResourceRecord><Value>example.net</Value></ResourceRecord></ResourceRecords>",
    };
    const set = (
      name: string,
      type: keyof typeof RECORDS,
      content: string,
      target = `<TTL>10</TTL>${RECORDS[type]}`,
    ): string =>
      `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type>${content}${target}</ResourceRecordSet>`;
    const failover = (identifier: string, role: string): string =>
      `<SetIdentifier>${identifier}</SetIdentifier><Failover>${role}</Failover>`;
    const aliasOf = (target: string): string =>
      `<AliasTarget><HostedZoneId>${zone}</HostedZoneId><DNSName>${target}</DNSName>` +
      "<EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>";
    const change = (...sets: string[]): Promise<Answer> => {
      const changes = sets.map((one) => `<Change><Action>CREATE</Action>${one}</Change>`).join("");
      return route53(
        emulator.endpoint,
        `hostedzone/${zone}/rrset`,
        `<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>${changes}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
      );
    };

    beforeAll(async () => {
      const made = await route53(
        emulator.endpoint,
        "hostedzone",
        '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>example.com</Name><CallerReference>any</CallerReference></CreateHostedZoneRequest>',
      );
      zone = valueIn(made, "Id").replace("/hostedzone/", "");
    });

    test("an alias to a name that is not there", async () => {
      const alias = set("alias.example.com", "A", "", aliasOf("target.example.com"));
      expect((await change(alias)).refusal).toBe("InvalidChangeBatch");
      expect((await change(set("target.example.com", "A", ""), alias)).refusal).toBeUndefined();
    });

    test("two of a name and type with one set identifier", async () => {
      const one = (role: string): string => set("twice.example.com", "A", failover("same", role));
      expect((await change(one("PRIMARY"))).refusal).toBeUndefined();
      expect((await change(one("SECONDARY"))).refusal).toBe("InvalidChangeBatch");
    });

    test("two of one failover role", async () => {
      const one = (identifier: string): string =>
        set("role.example.com", "A", failover(identifier, "PRIMARY"));
      expect((await change(one("first"), one("second"))).refusal).toBe("InvalidChangeBatch");
    });

    test("a plain one beside a failover one, and the other way round", async () => {
      const plain = (name: string): string => set(name, "A", "");
      const primary = (name: string): string => set(name, "A", failover("primary", "PRIMARY"));
      await change(plain("plain.example.com"), primary("failover.example.com"));
      expect((await change(primary("plain.example.com"))).refusal).toBe("InvalidChangeBatch");
      expect((await change(plain("failover.example.com"))).refusal).toBe("InvalidChangeBatch");
    });

    test("none for its capitals: it stores names in lower case", async () => {
      await change(set("Mixed.Example.com", "A", ""));
      const { text } = await route53(emulator.endpoint, `hostedzone/${zone}/rrset`);
      expect(text).toContain("<Name>mixed.example.com.</Name>");
      expect(text).not.toContain("Mixed");
    });

    test("a CNAME beside anything", async () => {
      await change(set("address.example.com", "A", ""));
      expect((await change(set("address.example.com", "CNAME", ""))).refusal).toBe("InvalidChangeBatch");
    });
  });

  describe("and it stores names in lower case:", () => {
    test("ACM", async () => {
      const parameters = { DomainName: "Keys.Example.com", SubjectAlternativeNames: ["Other.Example.com"] };
      const CertificateArn = valueIn(
        await acm(emulator.endpoint, "RequestCertificate", parameters),
        "CertificateArn",
      );
      const { text } = await acm(emulator.endpoint, "DescribeCertificate", { CertificateArn });
      expect(text).toContain('"keys.example.com"');
      expect(text).toContain('"other.example.com"');
      expect(text).not.toContain("Example");
    });
  });
});
