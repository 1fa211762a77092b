import { pointless, wrongForm } from "../validation/errors";
import { isKnown } from "../known";
import type { Problem } from "../validation/problem";

/** What load balancers and Route 53's health checkers both can probe with. */
export const PROBE_PROTOCOLS = ["TCP", "HTTP", "HTTPS"] as const;

/** One of `PROBE_PROTOCOLS`. */
export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/** Checks the path of a probe: HTTP and HTTPS have one, TCP has none. */
export function checkPath(where: string, path: string | undefined, protocol: string | undefined): Problem[] {
  if (!isKnown(path)) return [];
  if (protocol === undefined || protocol === "TCP")
    return [pointless(where, path, "a TCP probe asks for no path")];
  return /^\/\S{0,254}$/.test(path)
    ? []
    : [wrongForm(where, path, "a path that begins with /, 255 characters at most")];
}
