import type { DocumentKind } from "./document-kind";
import { entriesOf, fieldOf, isObject, textIn } from "./value";

/**
 * Whether all that a document describes belongs to one configuration of the AWS provider, and so to one account and, as far
 * as a resource names no other, to one Region. A state does not specify it.
 */
export function hasOneProvider(json: unknown, kind: DocumentKind): boolean {
  switch (kind) {
    case "configuration":
      return writtenProviders(json) <= 1;
    case "plan": {
      const configurations = fieldOf(fieldOf(json, "configuration"), "provider_config");
      const ofAws = entriesOf(configurations).filter(([, one]) => textIn(one, "name") === "aws");
      return isObject(configurations) && ofAws.length <= 1;
    }
    case "state":
      return false;
  }
}

/** Configurations of the AWS provider that a configuration has; with none, Terraform uses an empty one. */
function writtenProviders(json: unknown): number {
  const section = fieldOf(json, "provider");
  return (Array.isArray(section) ? section : [section])
    .flatMap((part) => fieldOf(part, "aws") ?? [])
    .flatMap((one: unknown) => one).length;
}
