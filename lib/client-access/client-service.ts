import { emptyList, forbiddenPort, duplicatePort, mailNeedsClientIp } from "../errors";
import type { Problem } from "../problem";
import { isKnown, type Loose } from "../known";
import { checkLabel, checkRange, checkUnique, earlierPlaces, PORT } from "../values";

/** A TCP service that SEMS offers to clients on Interface 2; it listens on the same port everywhere. */
export class ClientService {
  /** Policy, keys, Web Email Protection: TCP 443. */
  public static readonly HTTPS = new ClientService("https", 443);
  /** Keyserver: TCP 389. */
  public static readonly LDAP = new ClientService("ldap", 389);
  /** Keyserver over TLS: TCP 636. */
  public static readonly LDAPS = new ClientService("ldaps", 636);
  /** Verified Directory, redirect to HTTPS: TCP 80. */
  public static readonly HTTP = new ClientService("http", 80);
  /** Mail: TCP 25; needs `preserveClientIp` (SEMS-LB-8). */
  public static readonly SMTP = new ClientService("smtp", 25);
  /** Mail over TLS: TCP 465; needs `preserveClientIp` (SEMS-LB-8). */
  public static readonly SMTPS = new ClientService("smtps", 465);

  /** The services that have a name of their own, by name. */
  public static readonly STANDARD: ReadonlyMap<string, ClientService> = new Map(
    [this.HTTPS, this.LDAP, this.LDAPS, this.HTTP, this.SMTP, this.SMTPS].map((service) => [
      service.name,
      service,
    ]),
  );

  private constructor(
    /** Name, unique within a client access. */
    public readonly name: string,
    /** TCP port of the listener and of the nodes. */
    public readonly port: number,
  ) {}

  /**
   * Another client-facing service.
   *
   * @param name letters, digits and hyphens
   * @param port 1 to 65535, but for 444, 9000, 22 and 161 (SEMS-LB-6); 25 and 465 need `preserveClientIp`
   */
  public static custom(name: string, port: number): ClientService {
    return new ClientService(name, port);
  }
}

/** SEMS-LB-6: ports that no load balancer carries, and what they are for. */
const NODE_PORTS: ReadonlyMap<number, string> = new Map([
  [444, "replication"],
  [9000, "administration console"],
  [22, "SSH"],
  [161, "SNMP"],
]);

/** SEMS-LB-8: ports on which SEMS judges a message by the address it comes from. */
const MAIL_PORTS = [25, 465];

/** Checks that a port may stand behind the load balancer (SEMS-LB-6). */
export function checkClientPort(where: string, port: number | undefined): Problem[] {
  const use = isKnown(port) ? NODE_PORTS.get(port) : undefined;
  if (isKnown(port) && use !== undefined) return [forbiddenPort(where, port, use)];
  return checkRange(where, port, PORT, "a TCP port");
}

/** Checks a client access's services, and that mail has the client's address. */
export function checkServices(
  where: string,
  services: Loose<readonly Pick<ClientService, "name" | "port">[]> | undefined,
  preserveClientIp: boolean | undefined,
): Problem[] {
  if (services === undefined) return [];
  if (services.length === 0) return [emptyList(where, "at least one service, such as https")];
  const earlierPorts = earlierPlaces(
    services.map((service, i) => ({ where: `${where}[${i}]`, value: service?.port })),
  );
  return [
    ...services.flatMap((service, i) => {
      const { name, port } = service ?? {};
      const [here, earlier] = [`${where}[${i}]`, earlierPorts[i]];
      const nameProblems = checkLabel(`${here}.name`, name);
      if (!isKnown(port)) return nameProblems;
      return [
        ...nameProblems,
        ...checkClientPort(here, port),
        ...(earlier === undefined ? [] : [duplicatePort(here, port, earlier)]),
        ...(MAIL_PORTS.includes(port) && preserveClientIp !== true ? [mailNeedsClientIp(here, port)] : []),
      ];
    }),
    ...checkUnique(
      services
        .map((service, i) => ({ where: `${where}[${i}].name`, value: service?.name, port: service?.port }))
        // The same service twice is reported once, for its port.
        .filter(({ port }, i) => services.findIndex((other) => other?.port === port) === i),
    ),
  ];
}
