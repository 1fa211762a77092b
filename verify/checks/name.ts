import type { Finding } from "sems-review/reporting";
import type { DnsAnswer, ObservedAccess } from "../model";
import { finding } from "../rules";
import { listed, nodesOf, type SeenNode } from "./nodes";

/** SEMS-DNS-2: the longest that a client may cache an answer, seconds. */
const MOST_SECONDS = 60;

/** What the client FQDN must resolve to, and does. */
export function checkName(access: ObservedAccess, answers: readonly DnsAnswer[]): Finding[] {
  const given = answers.filter(({ failure }) => failure === undefined);
  const authoritative = given.filter(({ role }) => role === "authoritative");
  const resolvers = given.filter(({ role }) => role === "resolver");
  // The zone's own word, where it can be had: what resolvers say may be some seconds old.
  const judged = authoritative.length > 0 ? authoritative : resolvers;
  if (answers.length > 0 && given.length === 0) {
    const message = `${access.clientFqdn} cannot be resolved from here: no DNS server answers. Clients reach no server.`;
    return [finding("VERIFY-DNS-1", "error", access.clientFqdn, message)];
  }
  return [
    ...groups(judged).flatMap((group) => checkAnswer(access, group)),
    ...checkTtl(access, judged),
    ...checkAgreement(access, authoritative, resolvers),
  ];
}

/** Answers with the same addresses. */
interface AnswerGroup {
  readonly addresses: readonly string[];
  readonly servers: readonly string[];
}

function groups(answers: readonly DnsAnswer[]): AnswerGroup[] {
  const byAddresses = new Map<string, AnswerGroup>();
  for (const { addresses, server } of answers) {
    const key = addresses.toSorted().join();
    byAddresses.set(key, { addresses, servers: [...(byAddresses.get(key)?.servers ?? []), server] });
  }
  return [...byAddresses.values()];
}

function checkAnswer(access: ObservedAccess, { addresses, servers }: AnswerGroup): Finding[] {
  const { clientFqdn, weightedAddresses, method } = access;
  const from = `${listed(servers)} answer${servers.length === 1 ? "s" : ""}`;
  if (addresses.length === 0) {
    const message = `${clientFqdn} does not resolve: ${from} without an address. Clients reach no server.`;
    return [finding("VERIFY-DNS-1", "error", clientFqdn, message)];
  }
  const nodes = nodesOf(access);
  if (method === "weighted" && addresses.every((address) => weightedAddresses.includes(address))) {
    return checkWeighted(access, nodes);
  }
  const unknown = addresses.filter((address) => !nodes.some((node) => node.addresses.includes(address)));
  if (unknown.length > 0) {
    const message =
      `${clientFqdn} resolves to ${listed(unknown)}, which is no endpoint of this cluster: ${from} so. ` +
      "Clients end up elsewhere; look for another record of this name.";
    return [finding("VERIFY-DNS-1", "error", clientFqdn, message)];
  }
  const reached = nodes.filter((node) => node.addresses.some((address) => addresses.includes(address)));
  const [only, ...others] = reached;
  if (others.length > 0) {
    const names = reached.map(({ node }) => node);
    const message =
      `${clientFqdn} resolves to ${listed(names)} at once (${listed(addresses)}): ${from} so. Clients are spread over ` +
      "them, and users who are moved in mid-session meet errors.";
    return [finding("SEMS-LB-1", "error", clientFqdn, message)];
  }
  return only === undefined ? [] : checkReached(access, nodes, only);
}

function checkReached(access: ObservedAccess, nodes: readonly SeenNode[], reached: SeenNode): Finding[] {
  const { clientFqdn, method, activeNode } = access;
  if (method === "manual") {
    if (activeNode === undefined || reached.node === activeNode) return [];
    const message = `${clientFqdn} resolves to ${reached.node}, while the active node is ${activeNode}. Deploy again.`;
    return [finding("SEMS-INTENT-1", "error", clientFqdn, message)];
  }
  const healthy = nodes.filter((node) => node.healthy);
  const [first] = healthy;
  if (method === "weighted" && healthy.length === nodes.length) {
    const message =
      `${clientFqdn} resolves to ${reached.node} only, although all nodes answer: Route 53 considers the weighted load ` +
      "balancer unhealthy. Look at the health of its target groups.";
    return [finding("SEMS-INTENT-1", "warning", clientFqdn, message)];
  }
  if (first === undefined || first === reached) return [];
  const message = reached.healthy
    ? `${clientFqdn} resolves to ${reached.node}, while ${first.node} is the first node that answers. Within the failback ` +
      "delay that is normal; after it, look at the health check of its endpoint."
    : `${clientFqdn} resolves to ${reached.node}, which does not answer, while ${first.node} does. For the seconds that a ` +
      "failover takes that is normal; after them, look at the health checks: clients are without a server.";
  return [finding("SEMS-LB-2", "error", clientFqdn, message)];
}

function checkWeighted({ clientFqdn }: ObservedAccess, nodes: readonly SeenNode[]): Finding[] {
  const down = nodes.filter(({ healthy, maintenance }) => !healthy && !maintenance).map(({ node }) => node);
  if (down.length === 0) return [];
  const message =
    `${clientFqdn} resolves to the weighted load balancer, although ${listed(down)} does not answer: that share of new ` +
    "clients is lost. For the seconds that a failover takes that is normal; after them, look at its health in Route 53.";
  return [finding("SEMS-INTENT-1", "error", clientFqdn, message)];
}

function checkTtl({ clientFqdn }: ObservedAccess, answers: readonly DnsAnswer[]): Finding[] {
  const longest = Math.max(0, ...answers.map(({ ttl }) => ttl ?? 0));
  if (longest <= MOST_SECONDS) return [];
  const message =
    `Clients may cache ${clientFqdn} for ${longest} s, and keep connecting to a failed node that long; ` +
    `${MOST_SECONDS} s is the most. Lower the record's TTL.`;
  return [finding("SEMS-DNS-2", "error", clientFqdn, message)];
}

function checkAgreement(
  access: ObservedAccess,
  authoritative: readonly DnsAnswer[],
  resolvers: readonly DnsAnswer[],
): Finding[] {
  const { clientFqdn } = access;
  const said = groups(authoritative);
  const own = disagreements(clientFqdn, said);
  if (authoritative.length === 0) return [...own, ...disagreements(clientFqdn, groups(resolvers))];
  const ttl = Math.max(0, ...authoritative.map(({ ttl: seconds }) => seconds ?? 0));
  const others = groups(resolvers).filter(
    ({ addresses }) =>
      !said.some((group) => group.addresses.toSorted().join() === addresses.toSorted().join()),
  );
  const endpoints = [...nodesOf(access).flatMap(({ addresses }) => addresses), ...access.weightedAddresses];
  return [
    ...own,
    ...others.map(({ addresses, servers }) => {
      const isOfCluster = addresses.length > 0 && addresses.every((address) => endpoints.includes(address));
      return finding(
        "VERIFY-DNS-1",
        isOfCluster ? "warning" : "error",
        clientFqdn,
        `${listed(servers)}, which this machine asks, answers with ${listed(addresses) || "nothing"}; the zone's name servers ` +
          `with ${listed(said.flatMap((group) => group.addresses)) || "nothing"}. ` +
          (isOfCluster
            ? `After a change, that is normal for ${ttl} s.`
            : "Clients that ask it end up elsewhere: look for another zone or a fixed entry of this name."),
      );
    }),
  ];
}

function disagreements(name: string, said: readonly AnswerGroup[]): Finding[] {
  if (said.length < 2) return [];
  const answers = said.map(
    ({ addresses, servers }) => `${listed(servers)}: ${listed(addresses) || "nothing"}`,
  );
  const message = `DNS servers disagree about ${name} (${answers.join("; ")}). After a change, that is normal for seconds.`;
  return [finding("VERIFY-DNS-1", "warning", name, message)];
}
