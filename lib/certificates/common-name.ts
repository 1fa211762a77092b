import { wrongForm } from "../validation/errors";
import type { Problem } from "../validation/problem";
import { isKnown } from "../known";
import type { CertificateRequest } from "./certificate";

/** Checks that ACM can put the names into certificates: X.509 gives a common name 64 characters. */
export function checkCommonNames(where: string, requests: readonly Partial<CertificateRequest>[]): Problem[] {
  return requests.flatMap(({ commonName }) =>
    isKnown(commonName) && commonName.length > 64
      ? [wrongForm(where, commonName, "common names of 64 characters at most")]
      : [],
  );
}
