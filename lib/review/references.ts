import type { TerraformDocument } from "./terraform-document";

/** `${aws_eip.address.public_ip}`, the only kind of expression that is followed; of a data source AWS alone knows. */
const REFERENCE = /\$\{(data\.[a-z0-9_]+|[a-z0-9_]+)\.([A-Za-z0-9_-]+)\.([a-z0-9_]+)\}/g;

/** Attributes that AWS derives from another one of the same resource. */
const DERIVED: Readonly<Record<string, string>> = { "aws_network_interface.private_ip": "private_ips" };

/** What a text is once its references are followed; what AWS alone knows is said to be known once deployed. */
export function follow(text: string, document: TerraformDocument): string {
  return text.replace(REFERENCE, (_reference, type: string, name: string, attribute: string) => {
    const resource = document.resource?.[type]?.[name];
    const derived = DERIVED[`${type}.${attribute}`];
    const value = resource?.[attribute] ?? (derived === undefined ? undefined : resource?.[derived]);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === "string" || typeof first === "number"
      ? follow(String(first), document)
      : "(known once deployed)";
  });
}
