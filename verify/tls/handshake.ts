import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { connect, type SecureContext, type TLSSocket } from "node:tls";
import { withDeadline } from "../deadline";
import type { PresentedCertificate } from "../model";

/** Shakes hands on a connection, asking for a name (SNI), and returns what the server presented. The connection ends. */
export function handshake(
  socket: Socket,
  name: string,
  secureContext: SecureContext,
  timeoutMs: number,
): Promise<PresentedCertificate> {
  return withDeadline(
    timeoutMs,
    (signal) =>
      new Promise((resolve, reject) => {
        const secure = connect({
          socket,
          servername: name,
          secureContext,
          // Whatever is wrong with a certificate is a finding, and no reason not to look at it.
          rejectUnauthorized: false,
          checkServerIdentity: () => undefined,
        });
        signal.addEventListener("abort", () => {
          secure.destroy();
          socket.destroy();
        });
        secure.on("error", reject);
        secure.on("close", () => {
          reject(new Error("connection closed before the handshake"));
        });
        secure.once("secureConnect", () => {
          const certificate = secure.getPeerX509Certificate();
          if (certificate === undefined) reject(new Error("no certificate"));
          else resolve(presentedBy(secure, certificate, name));
        });
      }),
  );
}

function presentedBy(secure: TLSSocket, certificate: X509Certificate, name: string): PresentedCertificate {
  const { CN } = certificate.toLegacyObject().subject;
  return {
    protocol: secure.getProtocol() ?? "",
    commonNames: commonNames(CN),
    alternativeNames: certificate.subjectAltName ?? "",
    matchesName: certificate.checkHost(name, { subject: "never" }) !== undefined,
    issuer: certificate.issuer.replaceAll("\n", ", "),
    serialNumber: serialDigits(certificate.serialNumber),
    fingerprint256: hexadecimal(certificate.fingerprint256),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    untrusted: secure.authorized ? undefined : String(secure.authorizationError),
  };
}

/** A subject may have several, which the typings do not know. */
function commonNames(names: unknown): string[] {
  return (Array.isArray(names) ? names : [names]).filter((name) => typeof name === "string");
}

/** The digits in lower case, without what separates them: AWS, Node and OpenSSL differ in that. */
export function hexadecimal(digits: string): string {
  return digits.toLowerCase().replace(/[^\da-f]/g, "");
}

/** A serial number as its digits: some write a number with zeros in front. */
export function serialDigits(serialNumber: string): string {
  return hexadecimal(serialNumber).replace(/^0+/, "");
}
