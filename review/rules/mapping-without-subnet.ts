import type { Rule } from "./rule";

/** Each subnet mapping of a load balancer names its subnet, and none changes in place. */
export const mappingWithoutSubnet: Rule = {
  id: "AWS-APPLY-5",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, SubnetMapping; hashicorp/terraform-provider-aws #40060",
  violations: ({ graph, diff }) => {
    return graph.all("aws_lb").flatMap((balancer) => {
      const { address } = balancer;
      const isUpdate =
        diff?.changes.some((one) => one.address === address && one.action === "update") === true;
      const mappings = balancer.blocks("subnet_mapping");
      const empty = mappings.filter((mapping) => !mapping.has("subnet_id")).length;
      const deployed = isUpdate
        ? diff.before.graph.all("aws_lb").filter((old) => diff.next(old)?.address === address)
        : [];
      const subnets = new Set(
        deployed.flatMap((old) => old.blocks("subnet_mapping")).map((mapping) => mapping.known("subnet_id")),
      );
      const changed = mappings.filter(
        (mapping) => mapping.isUnknown("allocation_id") && subnets.has(mapping.known("subnet_id")),
      ).length;
      if (empty === 0 && changed === 0) return [];
      const what =
        empty > 0
          ? `${empty} of ${mappings.length} subnet mappings ${empty === 1 ? "has" : "have"} no subnet: AWS refuses the load ` +
            `balancer (${isUpdate ? "SetSubnets" : "CreateLoadBalancer"}: ValidationError).`
          : `A subnet of the load balancer gets an Elastic IP that does not exist yet: the provider stops (inconsistent final plan).`;
      const instead = isUpdate
        ? `The provider cannot change a subnet mapping, or subnets to mappings, in place: replace the load balancer ` +
          `(terraform apply -replace), or keep what it has.`
        : `Set subnet_id in each subnet_mapping.`;
      const isWritten = diff?.order.writes(address) === true;
      return [
        { address, message: what, instead, ...(isWritten ? { refused: ["write", address] as const } : {}) },
      ];
    });
  },
};
