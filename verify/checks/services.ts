import type { Finding } from "sems-review/reporting";
import type { ObservedAccess } from "../model";
import { finding } from "../rules";
import { answers, inWords, nodesOf, type SeenNode } from "./nodes";

/** Every node answers on every service: backups, too (VERIFY-NODE-1). */
export function checkServices(access: ObservedAccess): Finding[] {
  const nodes = nodesOf(access);
  if (nodes.every(isOutOfReach)) {
    const [first] = nodes.flatMap(({ observed }) => observed.services.map(reasonOf));
    return [
      finding(
        "VERIFY-NODE-1",
        "error",
        access.clientFqdn,
        `No node can be reached from here (${first ?? "no endpoint"}). Run this where clients are; if it runs there, ` +
          "none of them is served.",
      ),
    ];
  }
  return nodes.flatMap(checkNode);
}

const isOutOfReach = ({ observed }: SeenNode): boolean =>
  observed.services.every(({ outcome }) => outcome.kind === "unreachable");

function checkNode({ node, maintenance, addresses, observed }: SeenNode, place: number): Finding[] {
  const silent = observed.services.filter((service) => !answers(service));
  const level = maintenance ? "warning" : "error";
  const consequence = maintenance
    ? "It is in maintenance; end that once it answers."
    : place === 0
      ? "It is the first in the order: clients have failed over, or are without a server."
      : "It is a backup: clients that fail over to it are without a server.";
  const address = addresses[0] ?? "no address";
  if (silent.length === observed.services.length && silent.length > 1) {
    const why = silent.map((service) => `${service.name} ${reasonOf(service)}`).join("; ");
    return [
      finding(
        "VERIFY-NODE-1",
        level,
        node,
        `No service of ${node} (${address}) answers: ${why}. ${consequence}`,
      ),
    ];
  }
  return silent.map((service) =>
    finding(
      "VERIFY-NODE-1",
      level,
      `${node} ${service.name}`,
      `${node} does not answer ${service.name} (${address}:${service.port}): ${reasonOf(service)}. ${consequence}`,
    ),
  );
}

const reasonOf = ({ outcome }: SeenNode["observed"]["services"][number]): string =>
  "detail" in outcome ? inWords(outcome.detail) : "";
