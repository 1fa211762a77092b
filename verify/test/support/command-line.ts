import { FQDN, type LoopbackCluster } from "./loopback-cluster";

/** A cluster as `terraform output -json` prints it. */
export function outputsOf({ access }: LoopbackCluster) {
  const { services, endpoints, method } = access;
  const value = {
    client_fqdn: FQDN,
    scheme: "internet-facing",
    hosted_zone: "example.com",
    method,
    services,
    endpoints: endpoints.map(({ node, address }) => ({ node, address, maintenance: false })),
  };
  return { clients_access: { sensitive: false, type: "dynamic", value } };
}

const server = ({ port }: { readonly port: number }): string => `127.0.0.1:${port}`;

/** Options with which sems-verify reaches a cluster. A machine may have SSH on all its addresses, those of the nodes included. */
export const optionsFor = ({ authoritative, resolver }: LoopbackCluster, caFile: string): string[] => [
  "--nameserver",
  server(authoritative),
  "--resolver",
  server(resolver),
  "--ca",
  caFile,
  "--acknowledge",
  "SEMS-LB-6=of this machine",
];
