import type { Diagram, Service } from "../report-model";

/** A name at all the ports for which there is the same to say. */
export interface ServiceAtPorts extends Omit<Service, "port"> {
  readonly ports: readonly number[];
}

/** Stands for the port where a diagram names it. */
const PORT = "\0port";

/** Services that differ in their port alone become one: a reader wants to read about them once. */
export function atPorts(services: readonly Service[]): ServiceAtPorts[] {
  const same = new Map<string, ServiceAtPorts>();
  for (const { port, ...rest } of services) {
    const general = { ...rest, diagram: relabelled(rest.diagram, String(port), PORT) };
    const key = JSON.stringify(general);
    same.set(key, { ...general, ports: [...(same.get(key)?.ports ?? []), port] });
  }
  return [...same.values()].map((service) => ({
    ...service,
    diagram: relabelled(service.diagram, PORT, service.ports.join(", ")),
  }));
}

/** `port 443`, or `ports 389 and 443`. */
export function portWords(ports: readonly number[]): string {
  const [last, ...others] = ports.toReversed();
  return others.length === 0
    ? `port ${last ?? ""}`
    : `ports ${others.toReversed().join(", ")} and ${last ?? ""}`;
}

function relabelled(diagram: Diagram, from: string, to: string): Diagram {
  const arrows = diagram.arrows.map((arrow) => (arrow.label === from ? { ...arrow, label: to } : arrow));
  return { ...diagram, arrows };
}
