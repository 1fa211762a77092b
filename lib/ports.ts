import ports from "sems-review/ports.json";

/*
 * The TCP ports of SEMS and what they are for: the table of the review, so that constructs and review cannot disagree.
 */

/** A service that SEMS offers to clients on Interface 2. */
export interface StandardPort {
  readonly port: number;
  /** SEMS-LB-8: SEMS distinguishes outbound from inbound mail by the source address. */
  readonly isMail?: boolean;
}

/** Client-facing services by name. */
export const CLIENT_SERVICES = ports.clientServices;

/** SEMS-LB-8: ports on which SEMS distinguishes outbound from inbound mail by the source address. */
export const MAIL_PORTS: readonly number[] = Object.values<StandardPort>(ports.clientServices)
  .filter(({ isMail }) => isMail === true)
  .map(({ port }) => port);

/** Ports of client-facing services that speak neither HTTP nor HTTPS, with their use. */
export const NON_WEB_PORTS: ReadonlyMap<number, string> = new Map(
  Object.entries<{ readonly port: number; readonly use: string }>(ports.clientServices)
    .filter(([name]) => name !== "http" && name !== "https")
    .map(([, { port, use }]) => [port, use]),
);

/** SEMS-LB-6: ports that must not be exposed through a load balancer, with their use. */
export const NODE_ONLY_PORTS: ReadonlyMap<number, string> = new Map(
  Object.values(ports.nodeOnly).map(({ port, use }) => [port, use]),
);

/** KB 154069: the members of a cluster replicate over this port, in both directions. */
export const REPLICATION_PORT = ports.nodeOnly.replication.port;

/** Ports of administration on Interface 1, by the id of their rules. */
export const ADMIN_PORTS = { Console: ports.nodeOnly.console.port, Ssh: ports.nodeOnly.ssh.port };
