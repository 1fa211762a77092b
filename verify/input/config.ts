import { z } from "zod";
import { CLIENT_PORTS, UnreadableInputError } from "sems-review/reporting";
import type { Access, Endpoint, Service } from "../model";
import { askedFor } from "./asked";
import { firstIssue } from "./outputs";

/*
 * What of the config file says how a cluster is deployed. All else in it is for the constructs, which check it whole.
 */

const service = z.union([
  z.string().refine((name) => CLIENT_PORTS.has(name), { error: "no service of this name" }),
  z.object({ name: z.string(), port: z.number().int() }),
]);

const configFile = z.object({
  clientFqdn: z.string(),
  nodes: z.array(
    z.object({
      name: z.string(),
      interface1: z.object({ fqdn: z.string(), address: z.string() }),
      interface2: z.object({ availabilityZone: z.string() }),
      maintenance: z.boolean().default(false),
    }),
  ),
  clientAccess: z.array(
    z.object({
      name: z.string().default("clients"),
      hostedZone: z.object({ name: z.string() }),
      scheme: z.enum(["internet-facing", "internal"]),
      topology: z.enum(["zonal", "per-node"]).default("zonal"),
      method: z
        .object({
          type: z.enum(["fail-over", "ordered-list", "weighted", "manual"]),
          activeNode: z.string().optional(),
        })
        .optional(),
      subnets: z.array(z.object({ availabilityZone: z.string(), privateAddress: z.string().optional() })),
      services: z.array(service).default(["https"]),
    }),
  ),
});

type ConfigFile = z.infer<typeof configFile>;
type AccessConfig = ConfigFile["clientAccess"][number];
type NodeConfig = ConfigFile["nodes"][number];

/** Addresses that the config file does not hold, by `NODE` or `ACCESS/NODE`; of a weighted load balancer by `ACCESS`. */
export interface KnownAddresses {
  readonly endpoints: ReadonlyMap<string, string>;
  readonly weighted: ReadonlyMap<string, string>;
}

/**
 * The client accesses of a config file, with the addresses that only the deployment knows.
 *
 * @param only names of the accesses that are asked for; all without any
 * @throws UnreadableInputError where the file is no config file, or an address is missing
 */
export function accessesOfConfig(
  source: string,
  json: unknown,
  addresses: KnownAddresses,
  only: readonly string[],
): Access[] {
  const parsed = configFile.safeParse(json);
  if (!parsed.success) throw new UnreadableInputError(source, firstIssue(parsed.error));
  const config = parsed.data;
  const asked = askedFor(source, config.clientAccess, only);
  const accesses = asked.map((access) => accessOf(source, config, access, addresses));
  refuseUnknown(source, config, addresses);
  return accesses;
}

function accessOf(
  source: string,
  { clientFqdn, nodes }: ConfigFile,
  access: AccessConfig,
  addresses: KnownAddresses,
): Access {
  const { name, scheme, hostedZone, services } = access;
  const method = access.method?.type ?? (nodes.length === 2 ? "fail-over" : "ordered-list");
  const weightedAddress = addresses.weighted.get(name);
  if (method === "weighted" && weightedAddress === undefined) {
    throw new UnreadableInputError(
      source,
      `no address of the weighted load balancer of ${name}; give --weighted-address ${name}=NAME`,
    );
  }
  const serving = [...nodes.filter((n) => !n.maintenance), ...nodes.filter((n) => n.maintenance)];
  return {
    name,
    clientFqdn,
    scheme,
    zone: hostedZone.name,
    method,
    activeNode: access.method?.activeNode,
    services: services.map(serviceOf),
    endpoints: serving.map((node) => endpointOf(source, access, node, addresses)),
    weightedAddress: method === "weighted" ? weightedAddress : undefined,
  };
}

function serviceOf(written: string | Service): Service {
  return typeof written === "string" ? { name: written, port: CLIENT_PORTS.get(written) ?? 0 } : written;
}

function endpointOf(
  source: string,
  { name: accessName, topology, subnets }: AccessConfig,
  { name: node, interface1, interface2, maintenance }: NodeConfig,
  { endpoints }: KnownAddresses,
): Endpoint {
  const subnet = subnets.find(({ availabilityZone }) => availabilityZone === interface2.availabilityZone);
  // Zonal and internal, the file itself fixes the load balancer's address in each zone.
  const fixed = topology === "zonal" ? subnet?.privateAddress : undefined;
  const address = endpoints.get(`${accessName}/${node}`) ?? endpoints.get(node) ?? fixed;
  if (address === undefined) {
    throw new UnreadableInputError(
      source,
      `no address that reaches ${node} by ${accessName}; give --address ${accessName}/${node}=ADDRESS`,
    );
  }
  return { node, address, maintenance, interface1 };
}

function refuseUnknown(source: string, config: ConfigFile, { endpoints, weighted }: KnownAddresses): void {
  const accesses = config.clientAccess.map(({ name }) => name);
  const nodes = config.nodes.map(({ name }) => name);
  const known = [...nodes, ...accesses.flatMap((access) => nodes.map((node) => `${access}/${node}`))];
  for (const name of endpoints.keys()) {
    if (!known.includes(name)) throw new UnreadableInputError(source, `--address names no node: ${name}`);
  }
  for (const name of weighted.keys()) {
    if (!accesses.includes(name))
      throw new UnreadableInputError(source, `--weighted-address names no client access: ${name}`);
  }
}
