import { append } from "../collections";
import type { ClientService } from "../aws/services";
import { listed } from "../wording";
import type { Violation } from "./rule";

/** Placeholder of the name and its ports until all ports of a violation are known. */
const SERVICE = "\0service";

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
  const same = new Map<string, { readonly violation: Violation; readonly service: ClientService }[]>();
  for (const service of services) {
    const { clientFqdn, tree } = service;
    for (const violation of violationsOf(service, SERVICE)) {
      append(same, JSON.stringify([clientFqdn, tree.root.zone.key, violation]), { violation, service });
    }
  }
  return [...same.values()].flatMap((found) => {
    const [first] = found;
    if (first === undefined) return [];
    const ports = found.map(({ service }) => service.port);
    const { violation, service } = first;
    return [{ ...violation, message: violation.message.replaceAll(SERVICE, wordsOf(service, ports)) }];
  });
}

/** Such as `keys.example.com:443`, and `keys.example.com (ports 443 and 636)`. */
const wordsOf = ({ clientFqdn, port }: ClientService, ports: readonly number[]): string =>
  ports.length === 1 ? `${clientFqdn}:${port}` : `${clientFqdn} (ports ${listed(ports.map(String))})`;
