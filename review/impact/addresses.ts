import { SEVERITY, shownServices, type Noticed, type Planned } from "./plan-diff";

/** Elastic IPs that go back to AWS: nobody gets the same address again. */
export const addresses = (planned: Planned): Noticed[] =>
  [...planned.balancers()].flatMap(([{ zones }, services]) =>
    zones.flatMap(({ elasticIp, name }): Noticed[] => {
      const end = elasticIp === undefined ? undefined : planned.endOf(elasticIp);
      if (elasticIp === undefined || end === undefined) return [];
      const address = elasticIp.known("public_ip") ?? elasticIp.address;
      const then = end.action === "replace" ? "another takes its place" : "none takes its place";
      const why =
        `${address}, the address of ${shownServices(services)} in ${name}, goes back to AWS, and ${then}: clients that ` +
        `know the old answer are led nowhere until it expires, and firewalls that let it through must be changed.`;
      return [{ address: end.address, action: end.action, why, severity: SEVERITY.address }];
    }),
  );
