import { groupBy } from "../collections";
import type { Subject } from "../facts/subject";
import { forgottenIn } from "../impact/clash";
import { named } from "../impact/stopped-apply";
import type { Resource } from "../terraform/resource-graph";
import type { Violation } from "./rule";

/**
 * Listeners of one load balancer that have the same port in the end, of whatever protocols: a port has one listener (ELBv2 API,
 * DuplicateListener). Those that are deployed like this are left alone.
 */
export function listenersSideBySide(subject: Subject): Violation[] {
  const forgotten = forgottenIn(subject.diff);
  const listeners = subject.graph.all("aws_lb_listener").filter(({ address }) => !forgotten.has(address));
  const shared = [...groupBy(listeners, placeOf).values()].filter(({ length }) => length > 1);
  if (shared.length === 0) return [];
  const takesPort = portTakersOf(subject);
  return shared.flatMap((sharing): Violation[] => {
    const takers = sharing.filter(takesPort);
    const last = takers.at(-1);
    if (last === undefined) return [];
    const { address } = last;
    const isUpdate = subject.diff?.order.updates(address) === true;
    const message =
      `${named(sharing)} are listeners of one load balancer on port ${last.number("port")}: ` +
      (isUpdate
        ? `AWS refuses the second one (ModifyListener: ValidationError).`
        : `where all settings are the same, AWS takes them for one, which ends with any of them; otherwise it refuses the ` +
          `second one (CreateListener: DuplicateListener).`);
    const instead = `Give each its own port; TCP and UDP on one port need one listener, of TCP_UDP.`;
    const isBoundToFail = isUpdate && takers.length === 1;
    return [{ address, message, instead, ...(isBoundToFail ? { refused: ["write", address] } : {}) }];
  });
}

/** Whether a listener gets its port only now: by a plan, or from a document of what is still to be created. */
function portTakersOf({ diff, applyOrder }: Subject): (listener: Resource) => boolean {
  const order = applyOrder?.();
  if (order === undefined) return (listener) => listener.known("arn") === undefined;
  const deployed = diff?.before.graph.all("aws_lb_listener") ?? [];
  const before = new Map(deployed.map((old) => [diff?.next(old)?.address, placeOf(old)] as const));
  return (listener) =>
    order.updates(listener.address)
      ? before.get(listener.address) !== placeOf(listener)
      : order.writes(listener.address);
}

/** The load balancer and port of a listener; undefined where either is not known. */
function placeOf(listener: Resource): string | undefined {
  const balancer =
    listener.link("load_balancer_arn", "aws_lb")?.address ?? listener.known("load_balancer_arn");
  const port = listener.number("port");
  return balancer === undefined || port === undefined ? undefined : JSON.stringify([balancer, port]);
}
