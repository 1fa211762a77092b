import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { TargetGroup } from "../aws/elb/target-group";
import { eligible } from "../aws/elb/traffic";
import { oncePerName } from "../facts/client-trees";
import type { Block } from "../terraform/resource-graph";
import { balancersInUse, groupsInUse, listenersInUse } from "../facts/in-use";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

const COOKIES: readonly string[] = ["lb_cookie", "app_cookie"];

/** Where connections may go to more than one node, a client stays on its node by its source address, never by a cookie. */
export const persistenceBySource: Rule = {
  id: "SEMS-LB-4",
  level: "error",
  source: "KB 156803, notes 2 and 3; EPG-24107",
  violations: (subject) => [
    ...groupsInUse(subject).flatMap(cookieViolation),
    ...balancersInUse(subject).flatMap(choiceViolations),
    ...listenersInUse(subject).flatMap(({ resource, port, forwards }) => {
      const weighty = forwards.filter(({ weight }) => weight > 0);
      const forwarding = resource.blocks("default_action").flatMap((action) => action.blocks("forward"));
      if (weighty.length < 2 || forwarding.some(mayKeepClients)) return [];
      return [
        {
          address: resource.address,
          message:
            `The listener on port ${port} chooses one of ${weighty.length} target groups again for each connection: a ` +
            `user may change nodes in mid-session. Enable stickiness in the forward action, and in its groups.`,
        },
      ];
    }),
    ...recordViolations(subject),
  ],
};

/** Whether the target groups of a forward action may keep clients in their group; the provider's default is that they do not. */
const mayKeepClients = (forward: Block): boolean =>
  (forward.has("stickiness") && forward.isOpen("stickiness")) ||
  forward.blocks("stickiness").some((block) => block.flag("enabled") ?? block.has("enabled"));

/** Whether a target group keeps clients on their nodes; undefined where the document does not specify. */
function isSticky({ resource }: TargetGroup): boolean | undefined {
  const [block] = resource.blocks("stickiness");
  if (block !== undefined) return isOn(block);
  // A plan leaves to AWS what the author did not write: and AWS's default is none.
  return resource.has("stickiness") && resource.written("stickiness") === undefined ? undefined : false;
}

const isOn = (stickiness: Block): boolean => stickiness.flag("enabled") ?? true;

const cookieViolation = ({ resource }: TargetGroup): Violation[] =>
  resource
    .blocks("stickiness")
    .filter(isOn)
    .map((block) => block.known("type") ?? "")
    .filter((type) => COOKIES.includes(type))
    .map((type) => ({
      address: resource.address,
      message:
        `Clients are to stay on their node by a cookie (${type}): an additional cookie breaks the enrollment of ` +
        `clients, and a Network Load Balancer refuses it. Set the type of stickiness to source_ip.`,
    }));

const choiceViolations = (balancer: LoadBalancer): Violation[] =>
  balancer.groups.flatMap((group) => {
    const nodes = choiceOf(balancer, group);
    if (nodes < 2 || isSticky(group) !== false) return [];
    return [
      {
        address: group.resource.address,
        message:
          `Each new connection of a client may go to another one of ${nodes} nodes: a user who changes nodes in ` +
          `mid-session sees an error. Enable stickiness of type source_ip.`,
      },
    ];
  });

/** The most nodes that one address may send connections to, as far as the document specifies. */
function choiceOf({ zones }: LoadBalancer, group: TargetGroup): number {
  const targets = group.targets.filter(({ zone }) => group.crossZone || zone !== undefined);
  const resolved = { ...group, targets };
  return Math.max(0, ...zones.map((zone) => new Set(eligible(resolved, zone).map(({ node }) => node)).size));
}

/** Route 53 forgets whom it answered; where weights are no declared method, SEMS-LB-3 says all about them. */
const recordViolations = (subject: Subject): Violation[] =>
  oncePerName(subject)
    .filter(({ intent }) => intent?.method === "weighted")
    .flatMap(({ tree }) =>
      tree.sets.flatMap(({ shownName, entries }) => {
        const weighty = entries.filter(({ policy, weight }) => policy === "weighted" && weight > 0);
        if (weighty.length < 2) return [];
        return weighty.slice(0, 1).map(({ resource: { address } }) => ({
          address,
          message:
            `Route 53 chooses one of ${weighty.length} answers for ${shownName} by weight, whoever asks: a client ` +
            `changes nodes when its answer expires. Weigh target groups of one listener, with stickiness, instead.`,
        }));
      }),
    );
