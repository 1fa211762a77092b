import { duplicatePort, emptyList, mailNeedsClientIp } from "../validation/errors";
import type { Problem } from "../validation/problem";
import { CLIENT_SERVICES, MAIL_PORTS } from "../ports";
import { isResolved, type DeepPartial } from "../tokens";
import { checkLabel, checkUnique, earlierDuplicates } from "../validation/values";
import { checkClientPort, checkTargetHealthCheck, type TargetHealthCheckProps } from "./target-health-check";

/** A TCP service that SEMS offers to clients on Interface 2; it listens on the same port everywhere. */
export class ClientService {
  /** Policy, keys, Web Email Protection: TCP 443. */
  public static readonly HTTPS = new ClientService("https", CLIENT_SERVICES.https.port);
  /** Keyserver: TCP 389. */
  public static readonly LDAP = new ClientService("ldap", CLIENT_SERVICES.ldap.port);
  /** Keyserver over TLS: TCP 636. */
  public static readonly LDAPS = new ClientService("ldaps", CLIENT_SERVICES.ldaps.port);
  /** Verified Directory, redirect to HTTPS: TCP 80. */
  public static readonly HTTP = new ClientService("http", CLIENT_SERVICES.http.port);
  /** Mail: TCP 25; needs `preserveClientIp` (SEMS-LB-8). */
  public static readonly SMTP = new ClientService("smtp", CLIENT_SERVICES.smtp.port);
  /** Mail over TLS: TCP 465; needs `preserveClientIp` (SEMS-LB-8). */
  public static readonly SMTPS = new ClientService("smtps", CLIENT_SERVICES.smtps.port);

  /** Mail submission: TCP 587; needs `preserveClientIp` (SEMS-LB-8). */
  public static readonly SUBMISSION = new ClientService("submission", CLIENT_SERVICES.submission.port);

  /** The predefined services, by name. */
  public static readonly STANDARD: ReadonlyMap<string, ClientService> = new Map(
    [this.HTTPS, this.LDAP, this.LDAPS, this.HTTP, this.SMTP, this.SMTPS, this.SUBMISSION].map((service) => [
      service.name,
      service,
    ]),
  );

  private constructor(
    /** Name, unique within a client access. */
    public readonly name: string,
    /** TCP port of the listener and of the nodes. */
    public readonly port: number,
    /** Overrides the client access's health check field by field; undefined: nothing. */
    public readonly healthCheck?: TargetHealthCheckProps,
  ) {}

  /**
   * Another client-facing service.
   *
   * @param name letters, digits and hyphens
   * @param port 1 to 65535, but for 444, 9000, 22 and 161 (SEMS-LB-6); 25, 465 and 587 need `preserveClientIp`
   */
  public static custom(name: string, port: number): ClientService {
    return new ClientService(name, port);
  }

  /** The same service with its own health check, which overrides the client access's field by field. */
  public withHealthCheck(healthCheck: TargetHealthCheckProps): ClientService {
    return new ClientService(this.name, this.port, healthCheck);
  }
}

/** A service as a config file may write it. */
export type ServiceDescription = Pick<ClientService, "name" | "port" | "healthCheck">;

/** What a client access's services must fit. */
export interface ServiceContext {
  readonly preserveClientIp: boolean | undefined;
  /** The client access's health check, which a service's own overrides field by field. */
  readonly healthCheck: DeepPartial<TargetHealthCheckProps> | undefined;
}

/** Checks a client access's services, and that mail has the client's address. */
export function checkServices(
  path: string,
  services: DeepPartial<readonly ServiceDescription[]> | undefined,
  { preserveClientIp, healthCheck: inherited }: ServiceContext,
): Problem[] {
  if (services === undefined) return [];
  if (services.length === 0) return [emptyList(path, "at least one service, such as https")];
  const earlierPorts = earlierDuplicates(
    services.map((service, i) => ({ path: `${path}[${i}]`, value: service?.port })),
  );
  return [
    ...services.flatMap((service, i) => {
      const { name, port, healthCheck } = service ?? {};
      const [here, earlier] = [`${path}[${i}]`, earlierPorts[i]];
      const needsClientIp = isResolved(port) && MAIL_PORTS.includes(port) && preserveClientIp !== true;
      return [
        ...checkLabel(`${here}.name`, name),
        ...checkClientPort(here, port),
        ...(earlier === undefined || port === undefined ? [] : [duplicatePort(here, port, earlier)]),
        ...(needsClientIp ? [mailNeedsClientIp(here, port)] : []),
        ...checkTargetHealthCheck(`${here}.healthCheck`, healthCheck, inherited),
      ];
    }),
    ...checkUnique(
      services
        .map((service, i) => ({ path: `${path}[${i}].name`, value: service?.name, port: service?.port }))
        // The same service twice is reported once, for its port.
        .filter(({ port }, i) => services.findIndex((other) => other?.port === port) === i),
    ),
  ];
}
