import type { Document } from "../../support/document";
import type { HandWrittenNode } from "../../support/hand-written";

/** A certificate on an interface of a node, as our stacks list it. */
export interface Placed {
  readonly node: string;
  readonly interface: 1 | 2;
  readonly common_name: string;
  readonly certificate_arn: string;
}

/** A certificate of the hand-written stack, by reference. */
export const arnOf = (name: string): string => `\${aws_acm_certificate.${name}.arn}`;

/** Each node's own certificate on Interface 1, the clients' on Interface 2. */
export const placements = (nodes: readonly HandWrittenNode[]): Placed[] =>
  nodes.flatMap(({ name }): Placed[] => [
    { node: name, interface: 1, common_name: `${name}.example.com`, certificate_arn: arnOf(name) },
    { node: name, interface: 2, common_name: "keys.example.com", certificate_arn: arnOf("clients") },
  ]);

/** The document with an output. */
export const saying = (document: Document, name: string, value: unknown): Document => ({
  ...document,
  output: { ...document.output, [name]: { value } },
});

/** The document with the output that lists the certificates. */
export const positionOf = (document: Document, placed: readonly Placed[]): Document =>
  saying(document, "certificate_placements", placed);

/** The addresses of the nodes' Interface 1, as the outputs of our stacks list them. */
export const serving = (document: Document, nodes: readonly HandWrittenNode[]): Document =>
  saying(
    document,
    "clients_serving_order",
    nodes.map(({ name, inside, outside }) => ({
      node: name,
      interface1_address: inside,
      interface2_address: outside,
    })),
  );

/** A record that points a name to one address. */
export const record = (name: string, address: string) => ({
  zone_id: "${aws_route53_zone.example.zone_id}",
  name,
  type: "A",
  ttl: 60,
  records: [address],
});
