import {
  CertificateSource,
  ClientService,
  LoadBalancingMethod,
  type ClientAccessOptions,
  type HostedZone,
  type ICertificateSource,
  type NotificationsOptions,
  type Problem,
  type SemsClusterProps,
} from "../lib";
import type { ClusterDescription } from "../lib/validation/validate-cluster";
import { noPublicZone } from "../lib/validation/errors";
import { isResolved, type DeepPartial } from "../lib/tokens";
import type { ConfigFile } from "./config-schema";

/*
 * From the config file's words to the constructs': once for the checks, whatever is missing, and once for the
 * constructs, when nothing is.
 */

type AccessConfig = ConfigFile["clientAccess"][number];
type ServiceConfig = NonNullable<AccessConfig["services"]>[number];
type CertificatesConfig = ConfigFile["certificates"];
type SourceConfig = CertificatesConfig["client"] | CertificatesConfig["replication"];

/** The cluster for the checks. */
export function describeCluster(config: DeepPartial<ConfigFile>): ClusterDescription {
  return {
    ...config,
    clientAccess: config.clientAccess?.map((access) => ({
      ...access,
      services: access?.services?.map((service) =>
        typeof service === "string" ? ClientService.STANDARD.get(service) : service,
      ),
      endpointHealth: withSource(access?.endpointHealth),
    })),
    certificates: {
      client: certificateSource(config.certificates?.client, config),
      replication: certificateSource(config.certificates?.replication, config),
    },
    notifications: readableNotifications(config.notifications),
  };
}

/** With an unreadable list of addresses, only the choice between the two can be checked. */
function readableNotifications(
  notifications: DeepPartial<ConfigFile>["notifications"],
): NotificationsOptions | undefined {
  if (notifications === undefined) return undefined;
  const { topicArn, emails } = notifications;
  if (emails === undefined && "emails" in notifications) return undefined;
  return { topicArn, emails: emails?.filter((email) => email !== undefined) };
}

/** The cluster for the constructs, of a config file in which the checks have found nothing. */
export function clusterProps(config: ConfigFile): SemsClusterProps {
  const { clientFqdn, vpcId, nodes, replication, notifications, monitoring } = config;
  const source = (kind: keyof CertificatesConfig): ICertificateSource => {
    const found = certificateSource(config.certificates[kind], config);
    if (found === undefined) throw new Error(`certificates.${kind} cannot be used`);
    return found;
  };
  return {
    clientFqdn,
    vpcId,
    nodes,
    clientAccess: config.clientAccess.map(accessOptions),
    certificates: { client: source("client"), replication: source("replication") },
    replication,
    notifications,
    monitoring,
  };
}

function accessOptions({ method, services, endpointHealth, ...access }: AccessConfig): ClientAccessOptions {
  return {
    ...access,
    method: method && loadBalancingMethod(method),
    services: services?.map(clientService),
    endpointHealth: typeof endpointHealth === "string" ? { by: endpointHealth } : endpointHealth,
  };
}

function loadBalancingMethod(method: NonNullable<AccessConfig["method"]>): LoadBalancingMethod {
  switch (method.type) {
    case "fail-over":
      return LoadBalancingMethod.failOver();
    case "ordered-list":
      return LoadBalancingMethod.orderedList();
    case "weighted":
      return LoadBalancingMethod.weighted(method);
    case "manual":
      return LoadBalancingMethod.manual(method.activeNode);
  }
}

function clientService(service: ServiceConfig): ClientService {
  if (typeof service !== "string") {
    const custom = ClientService.custom(service.name, service.port);
    return service.healthCheck === undefined ? custom : custom.withHealthCheck(service.healthCheck);
  }
  const standard = ClientService.STANDARD.get(service);
  if (standard === undefined) throw new Error(`No service ${service}`);
  return standard;
}

/** A plain string is short for `{ "by": … }`. */
function withSource<S extends string, T extends object>(
  health: S | T | undefined,
): T | { readonly by: S } | undefined {
  return typeof health === "string" ? { by: health } : health;
}

/** A source as far as it is specified; undefined where it is unknown. */
function certificateSource(
  source: DeepPartial<SourceConfig> | undefined,
  config: DeepPartial<ConfigFile>,
): ICertificateSource | undefined {
  switch (source?.source) {
    case "acm-public": {
      const { id, name } = source.hostedZone ?? publicZone(config) ?? {};
      return isResolved(id) && isResolved(name)
        ? CertificateSource.acmPublic({
            hostedZone: { id, name },
            validationRecord: source.validationRecord,
          })
        : undefined;
    }
    case "private-ca":
      return isResolved(source.authorityArn) ? CertificateSource.privateCa(source.authorityArn) : undefined;
    case "existing":
      if ("arn" in source) return isResolved(source.arn) ? CertificateSource.existing(source.arn) : undefined;
      return "arns" in source && isResolved(source.arns)
        ? CertificateSource.existingPerNode(knownArns(source.arns))
        : undefined;
    default:
      return undefined;
  }
}

const knownArns = (arns: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(arns).flatMap(([node, arn]) => (arn === undefined ? [] : [[node, arn]])));

/** The default zone for the validation of public certificates: that of the first internet-facing access. */
function publicZone({ clientAccess }: DeepPartial<ConfigFile>): DeepPartial<HostedZone> | undefined {
  return clientAccess?.find((access) => access?.scheme === "internet-facing")?.hostedZone;
}

/** A public certificate needs a public zone: its own, or that of an access, unless none is internet-facing. */
export function publicZoneProblems({ certificates, clientAccess }: DeepPartial<ConfigFile>): Problem[] {
  const schemes = clientAccess?.map((access) => access?.scheme) ?? [];
  const noneIsPublic =
    schemes.length > 0 && schemes.every((scheme) => isResolved(scheme) && scheme !== "internet-facing");
  const kinds = ["client", "replication"] as const;
  return kinds.flatMap((kind) => {
    const source = certificates?.[kind];
    const lacksZone = source?.source === "acm-public" && source.hostedZone === undefined;
    return lacksZone && noneIsPublic ? [noPublicZone(`certificates.${kind}`)] : [];
  });
}
