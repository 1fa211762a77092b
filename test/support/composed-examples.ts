import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AppliancesOnEc2Stack } from "../../examples/appliances-on-ec2";
import { DataCenterStack } from "../../examples/data-center";
import { ExistingNetworkStack } from "../../examples/existing-network";
import { MonitoringStack } from "../../examples/monitoring";
import { SplitHorizonStack } from "../../examples/split-horizon";
import { TwoClustersStack } from "../../examples/two-clusters";

/** The stacks in `examples`, by file, with each way in: name, port, method, and the nodes in their order. */
export const COMPOSED_EXAMPLES: readonly [
  file: string,
  Example: new (scope: Construct, id: string) => TerraformStack,
  waysIn: readonly string[],
][] = [
  ["appliances-on-ec2.ts", AppliancesOnEc2Stack, ["keys.example.com:443 fail-over sems1 sems2"]],
  [
    "data-center.ts",
    DataCenterStack,
    ["keys.example.com:443 fail-over sems1 sems2", "keys.example.com:636 fail-over sems1 sems2"],
  ],
  ["existing-network.ts", ExistingNetworkStack, ["keys.example.com:443 fail-over sems1 sems2"]],
  ["monitoring.ts", MonitoringStack, ["keys.example.com:443 fail-over sems1 sems2"]],
  [
    "split-horizon.ts",
    SplitHorizonStack,
    [
      "keys.example.com:443 ordered-list sems1 sems2 sems3",
      "keys.example.com:443 ordered-list sems1 sems2 sems3",
    ],
  ],
  [
    "two-clusters.ts",
    TwoClustersStack,
    [
      "keys.example.com:443 fail-over keys1 keys2",
      "test-keys.example.com:443 fail-over test-keys1 test-keys2",
    ],
  ],
];
