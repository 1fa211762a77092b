import type { ClientService, FailedService, ScenarioResult } from "../aws/services";

/** The scenarios in which one service fails that something watches. */
export const watchedFailures = (service: ClientService): ScenarioResult[] =>
  service.serviceStates.filter(({ failed }) => failed !== undefined && isWatched(service, failed));

/**
 * Whether a health check, an alarm or an alias on the clients' path watches a service: whoever lets one port represent
 * a whole node, as `endpointHealth.port` does, has chosen that the others fail unseen.
 */
function isWatched({ tree, routing, balancers }: ClientService, { node, port }: FailedService): boolean {
  const { checks, alarms } = routing;
  const groups = new Set(
    balancers
      .flatMap(({ listeners }) => listeners.filter((listener) => listener.port === port))
      .flatMap(({ forwards }) => forwards.flatMap(({ group }) => group ?? []))
      .filter(({ targets, probePort }) =>
        targets.some(
          (target) => target.node === node.key && (probePort === undefined || probePort === target.port),
        ),
      ),
  );
  return tree.records.some(({ entry, targets }) => {
    const isEvaluated = targets.some(
      (target) => target.kind === "balancer" && target.balancer.groups.some((group) => groups.has(group)),
    );
    if (entry.alias?.evaluatesHealth === true && isEvaluated) return true;
    if (entry.check === undefined) return false;
    return checks.behind(entry.check).some(({ check }) => {
      if (check.kind === "probe" || check.kind === "named-probe") return check.port === port;
      if (check.kind !== "metric" || check.alarm === undefined) return false;
      const resource = alarms.metricOf(check.alarm)?.group.resource;
      return [...groups].some((group) => group.resource === resource);
    });
  });
}
