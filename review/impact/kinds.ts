import type { Effect } from "../report-model";

/** What a kind of impact does to clients, how it ranks among impacts of that effect, and how to avoid it. */
interface Kind {
  /** The worst is the highest. */
  readonly severity: number;
  /** Unless an impact knows better, because of the node that it is about. */
  readonly effect: Effect;
  /** What to do instead, or what to do about it. */
  readonly instead: string;
  /** The part of docs/operations.md that says how. */
  readonly runbook: string;
}

const CHANGE = "change-how-clients-are-directed";
const MEMBERS = "change-the-cluster";
const MAINTENANCE = "work-on-a-node";
const CERTIFICATES = "install-a-certificate";

/** Everything that people notice of a change. */
export const KINDS = {
  nameGone: {
    severity: 100,
    effect: "outage",
    instead: "Keep the name until no client uses it; then delete it last.",
    runbook: "take-the-cluster-down",
  },
  balancer: {
    severity: 90,
    effect: "outage",
    instead:
      "Keep what forces the replacement as it is: a subnet stays in the list when its node leaves. For another scheme or " +
      "topology, add a second load balancer, move the clients, and delete the old one last.",
    runbook: CHANGE,
  },
  machine: {
    severity: 85,
    effect: "clients-move",
    instead: "Set maintenance on the node first, wait until it serves no clients, and then change it.",
    runbook: MAINTENANCE,
  },
  address: {
    severity: 80,
    effect: "outage",
    instead: "Keep the Elastic IP and its subnet in the list.",
    runbook: CHANGE,
  },
  serviceGone: {
    severity: 75,
    effect: "outage",
    instead: "Add the service on its new port, move the clients, and delete the old one last.",
    runbook: CHANGE,
  },
  listener: {
    severity: 70,
    effect: "outage",
    instead:
      "Add a service with the new port or target group, move the clients, and delete the old one last.",
    runbook: CHANGE,
  },
  nodeOut: {
    severity: 60,
    effect: "clients-move",
    instead: "Set maintenance on the node and deploy before you remove it: clients leave it first.",
    runbook: MEMBERS,
  },
  target: {
    severity: 55,
    effect: "clients-move",
    instead: "Set maintenance on the node and deploy before you change its registration.",
    runbook: MAINTENANCE,
  },
  record: {
    severity: 52,
    effect: "outage",
    instead: "Move the record with a moved block, or change it in place.",
    runbook: CHANGE,
  },
  serving: {
    severity: 50,
    effect: "clients-move",
    instead: "Announce the move, and wait until the node that takes over has replicated everything.",
    runbook: MAINTENANCE,
  },
  order: {
    severity: 45,
    effect: "none",
    instead: "Nothing, if this order is intended.",
    runbook: CHANGE,
  },
  reach: {
    severity: 40,
    effect: "outage",
    instead: "Add the new rule in a deployment of its own before you remove the old one.",
    runbook: CHANGE,
  },
  notKnown: {
    severity: 35,
    effect: "unknown",
    instead: "Review the state after the apply, or apply what is not known yet in a deployment of its own.",
    runbook: CHANGE,
  },
  certificate: {
    severity: 30,
    effect: "none",
    instead: "Export the certificate and install it on the appliances.",
    runbook: CERTIFICATES,
  },
  nodeName: {
    severity: 25,
    effect: "redundancy-lost",
    instead: "Update the record in place.",
    runbook: MEMBERS,
  },
  health: {
    severity: 20,
    effect: "none",
    instead: "Change the check while the node that it probes is healthy.",
    runbook: CHANGE,
  },
  drift: {
    severity: 15,
    effect: "none",
    instead: "Apply the plan where it changes this back; else update the configuration, or undo it by hand.",
    runbook: CHANGE,
  },
  forgotten: {
    severity: 10,
    effect: "none",
    instead: "Import the resource into the configuration that manages it from now on.",
    runbook: MEMBERS,
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** A kind of impact. */
export type ImpactKind = keyof typeof KINDS;
