import type { SecureContext } from "node:tls";
import { trustContext } from "../../tls/trust";

const contexts = new Map<string, SecureContext>();

/** The context that trusts authorities. Node takes long to read all its roots besides: once for the tests of a file. */
export function trusting(...authorities: readonly string[]): SecureContext {
  const key = authorities.join("\n");
  const context = contexts.get(key) ?? trustContext(authorities);
  contexts.set(key, context);
  return context;
}
