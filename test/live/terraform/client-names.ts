import type { ClientName, DnsRecord, HostedZone, NetworkLoadBalancer } from "../description";
import { normal } from "../route53/answer";

/** The names that clients use: those of records with a load balancer somewhere below, unless only other records use them. */
export function clientNames(
  zones: readonly HostedZone[],
  balancers: readonly NetworkLoadBalancer[],
): ClientName[] {
  return zones.flatMap((zone) => {
    const inner = new Set(
      zone.records.flatMap(({ answer }) => (answer.kind === "alias" ? [answer.target] : [])),
    );
    const names = [...new Set(zone.records.map(({ name }) => name))].filter((name) => !inner.has(name));
    return names.flatMap((name) => {
      const below = balancersBelow(name, zone, balancers);
      if (below.length === 0) return [];
      const listeners = below.flatMap((balancer) => balancer.listeners);
      const targets = listeners.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group.targets));
      return [
        {
          fqdn: name,
          zoneId: zone.id,
          ports: [...new Set(listeners.map(({ port }) => port))],
          nodes: [...new Set(targets.map(({ address }) => address))],
        },
      ];
    });
  });
}

function balancersBelow(
  name: string,
  zone: HostedZone,
  balancers: readonly NetworkLoadBalancer[],
  seen: ReadonlySet<string> = new Set(),
): NetworkLoadBalancer[] {
  if (seen.has(name)) return [];
  const next = new Set([...seen, name]);
  const found = zone.records
    .filter((record) => record.name === name)
    .flatMap(({ answer }: DnsRecord) =>
      answer.kind === "alias"
        ? [
            ...balancers.filter(({ dnsName }) => normal(dnsName) === answer.target),
            ...balancersBelow(answer.target, zone, balancers, next),
          ]
        : balancers.filter(({ zones }) => zones.some(({ address }) => answer.values.includes(address))),
    );
  return [...new Set(found)];
}
