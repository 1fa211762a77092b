import { findingsJson, jsonText } from "sems-review/reporting";
import { nodesOf } from "../checks/nodes";
import type { ObservedAccess, ObservedService, PresentedCertificate, Verification } from "../model";

/** Version of what {@link jsonReport} writes: a script that reads it may rely on every key of that version. */
const VERSION = 1;

/** Prints a verification for programs. */
export function jsonReport({ accesses, findings, unseen }: Verification): string {
  return jsonText({
    version: VERSION,
    accesses: accesses.map(accessJson),
    findings: findingsJson(findings),
    unseen,
  });
}

function accessJson(access: ObservedAccess) {
  const { name, clientFqdn, method, activeNode, dns } = access;
  return {
    name,
    clientFqdn,
    method,
    activeNode,
    dns: dns.map(({ role, server, addresses, ttl, failure }) => ({ role, server, addresses, ttl, failure })),
    nodes: nodesOf(access).map(({ node, addresses, maintenance, healthy, observed }) => ({
      node,
      addresses,
      maintenance,
      healthy,
      services: observed.services.map(serviceJson),
      closedPorts: observed.closed.map(({ port, transport, state }) => ({ port, transport, state })),
      replication: observed.replication && serviceJson(observed.replication),
    })),
  };
}

function serviceJson({ name, port, outcome }: ObservedService) {
  return outcome.kind === "tls"
    ? { name, port, outcome: outcome.kind, certificate: certificateJson(outcome.presented) }
    : { name, port, outcome: outcome.kind, detail: outcome.detail };
}

function certificateJson(presented: PresentedCertificate) {
  const { protocol, commonNames, alternativeNames, matchesName, issuer, untrusted } = presented;
  const { serialNumber, fingerprint256, validFrom, validTo } = presented;
  return {
    protocol,
    commonNames,
    alternativeNames,
    matchesName,
    issuer,
    serialNumber,
    fingerprint256,
    validFrom: dateJson(validFrom),
    validTo: dateJson(validTo),
    untrusted: untrusted ?? null,
  };
}

/** Null where the certificate's date cannot be read. */
const dateJson = (date: Date): string | null => (Number.isNaN(date.getTime()) ? null : date.toISOString());
