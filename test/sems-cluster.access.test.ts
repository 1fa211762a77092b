import { App, Testing, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClientAccess, LoadBalancingMethod, SemsCluster, type ClientAccessOptions } from "../lib";
import { expressionOf } from "../lib/tokens";
import { accessProps, clusterProps, hostedZone, newStack, problemsOf, subnet, upTo } from "./support/cluster";
import { textToken } from "./support/access";
import { Template } from "./support/template";

const other: ClientAccessOptions = {
  hostedZone: { id: "Z9", name: "example.com" },
  scheme: "internet-facing",
  subnets: upTo(2).map(subnet),
};

describe("a client access that is added to a cluster", () => {
  test("is the same as one in the props", () => {
    const [added, listed] = [newStack(), newStack()];
    const cluster = new SemsCluster(added, "Keys", clusterProps(2));
    const access = cluster.addClientAccess("partners", other);
    const { clientAccess = [] } = clusterProps(2);
    new SemsCluster(
      listed,
      "Keys",
      clusterProps(2, { clientAccess: [...clientAccess, { ...other, name: "partners" }] }),
    );
    expect(new Template(added).addresses().sort()).toEqual(new Template(listed).addresses().sort());
    expect(cluster.clientAccess[1]).toBe(access);
  });

  test("is found by its name, as one in the props is", () => {
    const cluster = new SemsCluster(newStack(), "Keys", clusterProps(2));
    const access = cluster.addClientAccess("partners", other);
    expect(cluster.clientAccessNamed("partners")).toBe(access);
    expect(cluster.clientAccessNamed("clients")).toBe(cluster.clientAccess[0]);
    expect(access.servingOrder.map(({ name }) => name)).toEqual(["sems1", "sems2"]);
    expect(access.failoverTime?.worstCaseSeconds).toBeGreaterThan(0);
  });

  test("is refused under a name or in a hosted zone that another one has", () => {
    const problems = problemsOf((stack) => {
      new SemsCluster(stack, "Keys", clusterProps(2)).addClientAccess("clients", { ...other, hostedZone });
    });
    expect(problems.map((line) => line.split(": ")[0])).toEqual([
      "clientAccess[1].name",
      "clientAccess[1].hostedZone.id",
    ]);
  });

  test("is refused for everything that is wrong with it, and leaves the cluster as it was", () => {
    const cluster = new SemsCluster(newStack(), "Keys", clusterProps(2));
    const build = () => cluster.addClientAccess("partners", { ...other, ttlSeconds: 90, services: [] });
    expect(build).toThrow(/clientAccess\[1\]\.services: .*\n.*clientAccess\[1\]\.ttlSeconds: /);
    expect(cluster.clientAccess).toHaveLength(1);
  });

  test("may be the only one; a cluster without any is refused at synthesis", () => {
    const build = (stack: TerraformStack) =>
      new SemsCluster(stack, "Keys", clusterProps(2, { clientAccess: undefined }));
    const stack = newStack();
    build(stack);
    expect(() => Testing.synth(stack, true)).toThrow("found a cluster without a client access");
    const served = newStack();
    build(served).addClientAccess("clients", other);
    expect(Testing.synth(served, true)).toContain("aws_lb");
  });
});

test("a name that no client access has is refused with the names that there are", () => {
  const cluster = new SemsCluster(newStack(), "Keys", clusterProps(2));
  expect(() => cluster.clientAccessNamed("clinets")).toThrow(
    'name: found "clinets"; allowed: the name of a client access (clients)',
  );
});

describe("a cluster of another stack", () => {
  const attributes = {
    clientFqdn: "keys.example.com",
    interface1SecurityGroupId: "sg-1",
    clientAccess: { clients: { loadBalancerSecurityGroupId: "sg-2", interface2SecurityGroupId: "sg-3" } },
  };

  test("is referred to by its attributes, and makes no resource", () => {
    const stack = newStack();
    const cluster = SemsCluster.fromSemsClusterAttributes(stack, "Keys", attributes);
    expect(cluster.clientAccessNamed("clients")).toMatchObject({
      clientFqdn: "keys.example.com",
      interface2SecurityGroupId: "sg-3",
    });
    expect(() => cluster.clientAccessNamed("partners")).toThrow(
      "allowed: the name of a client access (clients)",
    );
    expect(new Template(stack).addresses()).toEqual([]);
  });

  test("has the attributes of the cluster itself", () => {
    const stack = newStack();
    const made = new SemsCluster(stack, "Keys", clusterProps(2));
    const access = made.clientAccessNamed("clients");
    expect(expressionOf(stack, made.interface1SecurityGroupId)).toBe(
      expressionOf(stack, made.replication.securityGroup.id),
    );
    expect(expressionOf(stack, access.interface2SecurityGroupId)).toBe(
      expressionOf(stack, access.securityGroups.interface2.id),
    );
    expect(expressionOf(stack, access.loadBalancerSecurityGroupId)).toBe(
      expressionOf(stack, access.securityGroups.loadBalancer.id),
    );
    const imported = ClientAccess.fromClientAccessAttributes(newStack(), "Access", access);
    expect(imported.clientFqdn).toBe("keys.example.com");
  });
});

describe("two clusters of one app", () => {
  const app = () => new App({ outdir: Testing.app().outdir });
  const stackOf = (scope: App, name: string) => {
    const stack = new TerraformStack(scope, name);
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    return stack;
  };

  test("SEMS-DNS-1: are refused at synthesis where they serve one name in one hosted zone", () => {
    const scope = app();
    new SemsCluster(stackOf(scope, "blue"), "Keys", clusterProps(2));
    new SemsCluster(stackOf(scope, "green"), "Keys", clusterProps(2, { clientFqdn: "KEYS.example.com" }));
    expect(() => {
      scope.synth();
    }).toThrow(/blue\/Keys\/ClientAccess\/clients already serves it.*\[SEMS-DNS-1\]/);
  });

  test("SEMS-DNS-1: are refused in one stack where name and zone are the same expressions", () => {
    const stack = newStack();
    const id = textToken(stack, "zone");
    for (const name of ["A", "B"])
      new ClientAccess(stack, name, accessProps(2, { hostedZone: { id, name: "example.com" } }));
    expect(() => Testing.synth(stack, true)).toThrow("test/A already serves it");
  });

  test("may serve one name in two zones, and two names in one zone", () => {
    const scope = app();
    const { clientAccess = [] } = clusterProps(2);
    const inZone = clientAccess.map((access) => ({ ...access, hostedZone: other.hostedZone }));
    new SemsCluster(stackOf(scope, "a"), "Keys", clusterProps(2));
    new SemsCluster(stackOf(scope, "b"), "Keys", clusterProps(2, { clientAccess: inZone }));
    new SemsCluster(stackOf(scope, "c"), "Keys", clusterProps(2, { clientFqdn: "other.example.com" }));
    expect(() => {
      scope.synth();
    }).not.toThrow();
  });
});

describe("a node may be called", () => {
  const METHODS = [LoadBalancingMethod.failOver(), LoadBalancingMethod.weighted()];
  const named = (name: string, topology: "zonal" | "per-node", method: LoadBalancingMethod) => {
    const { nodes, ...props } = accessProps(2, { topology, method });
    const stack = newStack();
    new ClientAccess(stack, "Access", {
      ...props,
      nodes: nodes.map((node, i) => (i === 0 ? { ...node, name } : node)),
    });
    return new Template(stack);
  };

  test.each([
    "Resource",
    "Records",
    "Listener",
    "Interface2",
    "Default",
    "constructor",
    "toString",
    "valueOf",
  ])("%s, in each topology and method", (name) => {
    for (const method of METHODS) {
      for (const topology of ["zonal", "per-node"] as const) {
        const count = named("sems1", topology, method).addresses().length;
        const template = named(name, topology, method);
        expect(template.addresses()).toHaveLength(count);
        expect(JSON.stringify(template.all("aws_lb"))).toContain(`"sems:interface2:${name}":"10.0.1.10"`);
      }
    }
  });
});
