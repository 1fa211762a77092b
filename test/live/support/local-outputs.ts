import { z } from "zod";
import type { DataPlane } from "../data-plane";
import { outputsOf } from "../terraform/document";

const Endpoint = z.looseObject({ address: z.string(), interface1_address: z.string().optional() });
const Access = z.looseObject({
  endpoints: z.array(Endpoint),
  services: z.array(z.looseObject({ port: z.number() })),
});

/** The output `clients_access` of a document, with the addresses and ports of the data plane. */
export function localOutputs(document: unknown, plane: DataPlane): ReadonlyMap<string, unknown> {
  const name = "clients_access";
  const { endpoints, services, ...rest } = Access.parse(outputsOf(document)[name]);
  const value = {
    ...rest,
    endpoints: endpoints.map(({ address, interface1_address: interface1, ...endpoint }) => ({
      ...endpoint,
      address: plane.addressOf(address),
      ...(interface1 && { interface1_address: plane.addressOf(interface1) }),
    })),
    services: services.map((service) => ({ ...service, port: plane.portOf(service.port) })),
  };
  return new Map([[name, value]]);
}
