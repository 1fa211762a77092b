import type { Body, Resources } from "./document";
import type { HandWrittenNode } from "./hand-written";

/** Nested failover records: keys, tier2.keys, tier3.keys, ... */
export function failoverRecords(nodes: readonly HandWrittenNode[]): Resources {
  const checks = nodes.flatMap(({ letter }) => [
    [`aws_route53_health_check.${letter}`, probe(letter)] as const,
    [`aws_route53_health_check.${letter}_ldaps`, { ...probe(letter), port: 636 }] as const,
    [`aws_route53_health_check.${letter}_services`, allOf(letter)] as const,
  ]);
  const tiers = nodes.slice(0, -1).flatMap((node, i): (readonly [string, Body])[] => {
    const [tier, below] = [i + 1, i + 2];
    const last = nodes[below - 1];
    const isLast = below === nodes.length && last !== undefined;
    return [
      [`aws_route53_record.tier${tier}_primary`, failover(tier, "PRIMARY", addressOf(node))],
      [
        `aws_route53_record.tier${tier}_secondary`,
        failover(tier, "SECONDARY", isLast ? addressOf(last) : aliasOf(below)),
      ],
    ];
  });
  const zone = { "aws_route53_zone.example": { name: "example.com" } };
  return { ...zone, ...Object.fromEntries(checks), ...Object.fromEntries(tiers) };
}

/** A probe by Route 53's checkers. */
export const probe = (letter: string): Body => ({
  type: "TCP",
  ip_address: `\${aws_eip.${letter}.public_ip}`,
  port: 443,
  request_interval: 10,
  failure_threshold: 3,
});

/** Healthy while every service of a node is. */
const allOf = (letter: string): Body => ({
  type: "CALCULATED",
  child_health_threshold: 2,
  child_healthchecks: [letter, `${letter}_ldaps`].map((name) => `\${aws_route53_health_check.${name}.id}`),
});

/** The name of a tier of records. */
export const tierName = (tier: number): string =>
  tier === 1 ? "keys.example.com" : `tier${tier}.keys.example.com`;

const failover = (tier: number, role: string, target: Body): Body => ({
  zone_id: "${aws_route53_zone.example.zone_id}",
  name: tierName(tier),
  type: "A",
  set_identifier: role.toLowerCase(),
  failover_routing_policy: { type: role },
  ...target,
});

const addressOf = ({ letter }: HandWrittenNode): Body => ({
  records: [`\${aws_eip.${letter}.public_ip}`],
  ttl: 30,
  health_check_id: `\${aws_route53_health_check.${letter}_services.id}`,
});

/** An alias to a tier below, which Route 53 wants to exist already. */
export const aliasOf = (tier: number): Body => ({
  alias: {
    name: tierName(tier),
    zone_id: "${aws_route53_zone.example.zone_id}",
    evaluate_target_health: true,
  },
  depends_on: [`aws_route53_record.tier${tier}_primary`, `aws_route53_record.tier${tier}_secondary`],
});
