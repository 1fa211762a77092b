import type { ClientService } from "../aws/services";
import { listed } from "../wording";
import type { Violation } from "./rule";

/** Placeholder of the name and its ports until all ports of a violation are known. */
const SERVICE = "\0service";

/** What is wrong at some ports of a name. */
interface Same {
  readonly violation: Violation;
  readonly clientFqdn: string;
  readonly ports: number[];
}

/**
 * What is wrong with services, once for all ports of a name at which the same is wrong: a load balancer has a listener for
 * each port, and a fault of its records is a fault of all of them.
 *
 * @param violationsOf finds what is wrong at one port; messages mention the service by the words that it is given
 */
export function acrossPorts(
  services: readonly ClientService[],
  violationsOf: (service: ClientService, words: string) => readonly Violation[],
): Violation[] {
  const same = new Map<string, Same>();
  for (const service of services) {
    const { clientFqdn, tree } = service;
    for (const violation of violationsOf(service, SERVICE)) {
      const key = JSON.stringify([clientFqdn, tree.root.zone.key, violation]);
      const found = same.get(key) ?? { violation, clientFqdn, ports: [] };
      found.ports.push(service.port);
      same.set(key, found);
    }
  }
  return [...same.values()].map(({ violation, ...name }) => ({
    ...violation,
    message: violation.message.replaceAll(SERVICE, wordsOf(name)),
  }));
}

/** Such as `keys.example.com:443`, and `keys.example.com (ports 443 and 636)`. */
const wordsOf = ({ clientFqdn, ports }: Omit<Same, "violation">): string =>
  ports.length === 1 ? `${clientFqdn}:${ports.join()}` : `${clientFqdn} (ports ${listed(ports.map(String))})`;
