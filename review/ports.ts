import ports from "./ports.json";

/*
 * The TCP ports of SEMS and what they are for. The table is a JSON file that the constructs read too, as
 * `sems-review/ports.json`: constructs, review and docs cannot disagree.
 */

const { clientServices, nodeOnly } = ports;

/** Ports of the services that have a name of their own, by name. */
export const CLIENT_PORTS: ReadonlyMap<string, number> = new Map(
  Object.entries(clientServices).map(([name, { port }]) => [name, port]),
);

/** SEMS-LB-8: ports on which SEMS tells outbound from inbound mail by the source address. */
export const MAIL_PORTS: readonly number[] = Object.values(clientServices)
  .filter((service) => "isMail" in service)
  .map(({ port }) => port);

/** SEMS-LB-6: ports that must not be exposed through a load balancer, with their use. */
export const NODE_ONLY_PORTS: ReadonlyMap<number, string> = new Map(
  Object.values(nodeOnly).map(({ port, use }) => [port, use]),
);

/** Whether a port must not be exposed through a load balancer. */
export const isNodeOnly = (port: number | undefined): port is number =>
  Object.values(nodeOnly).some((service) => service.port === port);

/** KB 154069: the members of a cluster replicate over this port, in both directions. */
export const REPLICATION_PORT = nodeOnly.replication.port;

/** AWS-SEC-2: ports that must not be open to the internet, each with its number and use. */
export const MANAGEMENT_PORTS: ReadonlyMap<number, string> = new Map(
  [nodeOnly.replication, nodeOnly.console, nodeOnly.ssh].map(({ port, use }) => [port, `${port} (${use})`]),
);

/** Management ports that only SEMS uses: a rule for one of them is for a node. */
export const SEMS_ONLY_PORTS: readonly number[] = [nodeOnly.replication.port, nodeOnly.console.port];
