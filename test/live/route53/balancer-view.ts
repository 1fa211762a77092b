import type { Clock } from "../clock";
import type { LoadBalancer } from "../elb/load-balancer";
import { normal } from "./answer";

/** How long Route 53 takes to see a load balancer's new state. AWS publishes no number: docs/assumptions.md. */
const BALANCER_STATE_SECONDS = 30;

interface Seen {
  readonly addresses: readonly string[];
  readonly healthy: boolean;
}

/** The load balancers as Route 53 sees them. */
export class BalancerView {
  private readonly seen = new Map<string, Seen>();

  public constructor(balancers: readonly LoadBalancer[], clock: Clock) {
    for (const { description, report } of balancers) {
      const name = normal(description.dnsName);
      // Until the first probes it is taken for healthy, as a deployed one is.
      this.seen.set(name, { addresses: description.zones.map(({ address }) => address), healthy: true });
      report.onChange(() => {
        const state = { addresses: report.addresses(), healthy: report.isHealthy() };
        clock.after(BALANCER_STATE_SECONDS, () => this.seen.set(name, state));
      });
    }
  }

  public of(dnsName: string): Seen | undefined {
    return this.seen.get(normal(dnsName));
  }
}
