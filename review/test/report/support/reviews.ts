import type { Assumption, Box, Disruption, Finding, Review, Service, State } from "../../../report-model";

/** A node's name: `sems1`, `sems2`, ... */
const nodeName = (i: number) => `sems${i + 1}`;

const zoneName = (i: number) => `us-east-1${"abcdef".charAt(i)}`;

/** Every set of some numbers, by size, then in their order. */
function subsets(count: number): number[][] {
  const all = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => (bits >> i) % 2 === 1),
  );
  return all.sort((a, b) => a.length - b.length || a.join().localeCompare(b.join()));
}

/** The first healthy node of an order serves. */
export function ordered(names: readonly string[], down: readonly string[]): State {
  const first = names.find((name) => !down.includes(name));
  return {
    down,
    servedBy: first === undefined ? [] : [{ node: first, share: 1 }],
    lost: first === undefined ? 1 : 0,
    assumptions: [],
  };
}

/** What a client meets on its path to nodes in nested failover records. */
function diagramOf(names: readonly string[]): Service["diagram"] {
  const boxes: Box[] = [];
  const arrows: Service["diagram"]["arrows"][number][] = [];
  names.forEach((name, i) => {
    const last = i === names.length - 1;
    const tier = last && i > 0 ? `tier${i}` : `tier${i + 1}`;
    if (!last || i === 0) {
      const fqdn = i === 0 ? "keys.example.com" : `${tier}.keys.example.com`;
      boxes.push({ id: tier, kind: "name", lines: [fqdn, "A, TTL 10 s"] });
      if (i > 0) arrows.push({ from: `tier${i}`, to: tier, label: "SECONDARY", taken: false });
    }
    boxes.push({ id: `ip${i}`, kind: "address", lines: [`198.51.100.${i + 1}`, zoneName(i)] });
    boxes.push({ id: name, kind: "node", lines: [name, `10.0.${i + 1}.10`] });
    arrows.push({ from: tier, to: `ip${i}`, label: last && i > 0 ? "SECONDARY" : "PRIMARY", taken: i === 0 });
    arrows.push({ from: `ip${i}`, to: "nlb", label: zoneName(i), taken: i === 0 });
    arrows.push({ from: "nlb", to: name, label: zoneName(i), taken: i === 0 });
  });
  return {
    boxes: [...boxes, { id: "nlb", kind: "load-balancer", lines: ["keys", "network, cross-zone off"] }],
    arrows,
  };
}

/** A service whose nodes serve in order, each in a zone of its own. */
export function service(count: number, props: Partial<Service> = {}): Service {
  const names = Array.from({ length: count }, (_, i) => nodeName(i));
  return {
    clientFqdn: "keys.example.com",
    zone: "example.com",
    port: 443,
    isSems: true,
    declared: { method: count === 2 ? "fail-over" : "ordered-list", order: names },
    nodes: names.map((name, i) => ({ name, address: `10.0.${i + 1}.10`, zone: zoneName(i) })),
    states: subsets(count).map((down) => ordered(names, down.map(nodeName))),
    zones: names.map((name, i) => ({ zone: zoneName(i), ...ordered(names, [name]) })),
    failover: {
      worstCaseSeconds: 55,
      steps: [
        { what: "Route 53 health check: 3 failures, 10 s apart", seconds: 30 },
        { what: "Route 53 answers with the next node", seconds: 15 },
        { what: "clients keep the old answer (TTL)", seconds: 10 },
      ],
      failback: {
        worstCaseSeconds: 45,
        steps: [{ what: "Route 53 health check: 3 successes, 10 s apart", seconds: 45 }],
      },
    },
    diagram: diagramOf(names),
    assumptions: [],
    ...props,
  };
}

/** A service of two nodes which has three now. */
export function shrinking(): Service {
  const { nodes, states, zones } = service(3);
  return { ...service(2), before: { nodes, states, zones } };
}

export const ASSUMPTION: Assumption = {
  id: "A-3",
  text: "A zone's static address answers nothing while its only target is unhealthy and another zone's is healthy.",
};

export function finding(props: Partial<Finding> = {}): Finding {
  return {
    rule: "SEMS-LB-2",
    level: "error",
    address: "aws_route53_record.keys",
    message:
      "With sems1 down, clients reach no node: the record has no SECONDARY. Add one that answers sems2.",
    source: "KB 156803",
    acknowledged: null,
    ...props,
  };
}

/** A change that people notice. */
export function disruption(props: Partial<Disruption> = {}): Disruption {
  return {
    address: "aws_lb.keys",
    why: "The load balancer is replaced.",
    effect: "outage",
    instead: "Keep the subnet.",
    runbook: "docs/operations.md#change-how-clients-are-directed",
    acknowledged: null,
    ...props,
  };
}

export function review(props: Partial<Review> = {}): Review {
  return { source: "plan.json", services: [service(2)], findings: [], changes: null, ...props };
}

/** A plan that replaces and destroys, with findings of every kind. */
export const replacing: Review = review({
  services: [
    service(3, {
      assumptions: [ASSUMPTION],
      zones: service(3).zones.map((zone) => ({ ...zone, assumptions: [ASSUMPTION.id] })),
    }),
  ],
  findings: [
    finding({
      rule: "SEMS-DNS-2",
      level: "warning",
      message: "Clients may keep an answer for 300 s: write 60 or less.",
    }),
    finding(),
    finding({
      rule: "AWS-SEC-2",
      address: "aws_security_group.keys",
      acknowledged: "The port is closed on the firewall.",
    }),
  ],
  changes: {
    create: 1,
    update: 2,
    replace: 1,
    delete: 1,
    import: 0,
    move: 0,
    forget: 0,
    drift: [],
    effect: "outage",
    removed: [],
    disruptive: [
      disruption({
        address: "aws_lb.keys",
        why: "The load balancer is replaced: every address that clients have is gone.",
        action: "replace",
      }),
      disruption({
        address: "aws_route53_record.keys",
        why: "Clients move from sems1 to sems2.",
        action: "update",
        effect: "clients-move",
      }),
      disruption({
        address: "aws_eip.b",
        why: "The address of us-east-1b is released.",
        action: "delete",
        effect: "redundancy-lost",
      }),
    ],
  },
});

/** What plans can hold and readers must not execute, follow or miss. */
export const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  "a | b",
  "`code` ``` fence",
  "![alt](https://evil.example/x.png)",
  "[text](javascript:alert(1))",
  "@octocat @org/team someone@example.com",
  "https://evil.example www.evil.example",
  "it's'www.evil.example of-gh-1 and/0123456",
  "x\n\n# heading\n- item",
  "\u001b[31mred\u001b[0m \u009b2J \u0007",
  "\u202Eright to left\u2066 z\u200Bero\uFEFF",
  '"]; click a "javascript:alert(1)" %%{init: {}}%%',
  "</details><details open>",
  "$x$ #1 GH-2 :tada: deadbeefcafe \\",
  "--> <!-- ]]> &lt; &#64;here",
] as const;

/** A review with the same hostile text wherever a plan can put one. */
export function hostile(text: string): Review {
  const base = service(2);
  return {
    source: text,
    services: [
      {
        ...base,
        stack: text,
        clientFqdn: text,
        zone: text,
        declared: { method: text, order: [text, text] },
        nodes: base.nodes.map(() => ({ name: text, address: text, zone: text })),
        states: base.states.map((state) => ({
          ...state,
          down: state.down.map(() => text),
          servedBy: state.servedBy.map(({ share }) => ({ node: text, share })),
          assumptions: [text],
        })),
        zones: base.zones.map((state) => ({ ...state, zone: text, assumptions: [text] })),
        failover: {
          worstCaseSeconds: 1,
          steps: [{ what: text, seconds: 1 }],
          failback: { worstCaseSeconds: 1, steps: [{ what: text, seconds: 1 }] },
        },
        diagram: {
          boxes: base.diagram.boxes.map((box) => ({ ...box, lines: [text, text] })),
          arrows: base.diagram.arrows.map((arrow) => ({ ...arrow, label: text })),
        },
        assumptions: [{ id: text, text }],
      },
    ],
    findings: [
      finding({ stack: text, rule: text, address: text, message: text, source: text }),
      finding({ level: "warning", address: text, message: text, source: text, acknowledged: text }),
    ],
    changes: {
      create: 0,
      update: 0,
      replace: 1,
      delete: 0,
      import: 0,
      move: 0,
      forget: 0,
      drift: [],
      effect: "outage",
      removed: [],
      disruptive: [
        disruption({ address: text, why: text, action: "replace", instead: text, runbook: text }),
        disruption({ address: text, why: text, instead: text, runbook: text, acknowledged: text }),
      ],
    },
  };
}
