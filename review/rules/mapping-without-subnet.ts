import type { Rule } from "./rule";

/** Each subnet mapping of a load balancer names its subnet. */
export const mappingWithoutSubnet: Rule = {
  id: "AWS-APPLY-5",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, SubnetMapping; hashicorp/terraform-provider-aws #40060",
  violations: ({ graph, diff }) => {
    return graph.all("aws_lb").flatMap((balancer) => {
      const mappings = balancer.blocks("subnet_mapping");
      const empty = mappings.filter((mapping) => !mapping.has("subnet_id")).length;
      if (empty === 0) return [];
      const { address } = balancer;
      const change = diff?.changes.find((one) => one.address === address);
      const isUpdate = change?.action === "update";
      const call = isUpdate ? "SetSubnets" : "CreateLoadBalancer";
      const instead = isUpdate
        ? `The provider cannot change subnets to subnet_mapping in place: replace the load balancer (terraform apply ` +
          `-replace), or keep what it has.`
        : `Set subnet_id in each subnet_mapping.`;
      const message =
        `${empty} of ${mappings.length} subnet mappings ${empty === 1 ? "has" : "have"} no subnet: AWS refuses the load ` +
        `balancer (${call}: ValidationError).`;
      const isWritten = diff?.order.writes(address) === true;
      return [{ address, message, instead, ...(isWritten ? { refused: ["write", address] as const } : {}) }];
    });
  },
};
