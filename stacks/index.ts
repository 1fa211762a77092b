export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export { parseConfig, readConfig, type ClusterConfig } from "./config";
export { InvalidConfigError } from "./config-error";
export type { RemoteState, SemsStack, SemsStackProps } from "./sems-stack";
