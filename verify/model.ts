import type { Finding } from "sems-review/reporting";

/** What a look at a deployed cluster found, whatever it was found with: all that reports print. */
export interface Verification {
  /** What was read: a file's name, or `standard input`. */
  readonly source: string;
  /** One for each client access that was looked at. */
  readonly accesses: readonly ObservedAccess[];
  readonly findings: readonly Finding[];
  /** What could not be seen from here, one sentence each: nothing is said about it. */
  readonly unseen: readonly string[];
}

/** How clients are directed to the nodes. */
export type Method = "fail-over" | "ordered-list" | "weighted" | "manual";

/** A way for clients into the cluster, as it was deployed. */
export interface Access {
  /** Name, such as `clients`. */
  readonly name: string;
  readonly clientFqdn: string;
  /** Where clients come from: a zone for inside has no name servers that answer from outside. */
  readonly scheme: "internet-facing" | "internal";
  /** Name of the hosted zone that holds the client FQDN; undefined where the input does not specify it. */
  readonly zone?: string | undefined;
  readonly method: Method;
  /** Name of the node that serves; method manual only. */
  readonly activeNode?: string | undefined;
  readonly services: readonly Service[];
  /** One per node, in the order in which they serve. */
  readonly endpoints: readonly Endpoint[];
  /** What reaches all nodes at once: an address or a name; method weighted only. */
  readonly weightedAddress?: string | undefined;
  /** What ACM holds for the client FQDN; undefined where the input does not specify it. */
  readonly certificate?: ExpectedCertificate | undefined;
}

/** A TCP service that clients use. */
export interface Service {
  readonly name: string;
  readonly port: number;
}

/** What reaches exactly one node. */
export interface Endpoint {
  /** Name of the node. */
  readonly node: string;
  /** An IPv4 address, or a load balancer's name. */
  readonly address: string;
  /** True while the node is being worked on. */
  readonly maintenance: boolean;
  /** Replication and administration; undefined where the input does not specify it. */
  readonly interface1?: Interface1 | undefined;
}

/** Where a node replicates. */
export interface Interface1 {
  readonly fqdn: string;
  readonly address: string;
}

/** By what a certificate is known: only the hexadecimal digits, in lower case. */
export interface ExpectedCertificate {
  readonly serialNumber?: string | undefined;
  readonly fingerprint256?: string | undefined;
}

/** What was seen of one client access. */
export interface ObservedAccess extends Access {
  readonly dns: readonly DnsAnswer[];
  /** In the order of `endpoints`. */
  readonly observed: readonly ObservedEndpoint[];
  /** Addresses of `weightedAddress`. */
  readonly weightedAddresses: readonly string[];
}

/** What one server says about the client FQDN. */
export interface DnsAnswer {
  /** Authoritative for the zone, or what this machine asks. */
  readonly role: "authoritative" | "resolver";
  /** Such as `ns-1.example.net (198.51.100.53)`. */
  readonly server: string;
  readonly addresses: readonly string[];
  /** Seconds that the answer may be cached; undefined without an address. */
  readonly ttl?: number | undefined;
  /** Why there is no answer, such as `ETIMEOUT`; a name that does not exist is an answer without addresses. */
  readonly failure?: string | undefined;
}

/** What was seen of one node. */
export interface ObservedEndpoint {
  /** What the endpoint's name resolves to; the address itself where it is one. */
  readonly addresses: readonly string[];
  /** In the order of the services. */
  readonly services: readonly ObservedService[];
  /** The ports that must be closed. */
  readonly closed: readonly ObservedPort[];
  /** Interface 1's replication port; undefined unless it was asked for. */
  readonly replication?: ObservedService | undefined;
}

/** What a port did. */
export interface ObservedPort {
  readonly port: number;
  readonly transport: "tcp" | "udp";
  readonly state: "open" | "closed" | "silent";
}

/** What one attempt to use a service met. */
export interface ObservedService extends Service {
  readonly outcome: Outcome;
}

/**
 * - `unreachable`: no connection
 * - `failed`: a connection, but not what the protocol demands: no handshake, or no answer
 * - `plain`: a connection to a service that shows no certificate; `detail` says why
 * - `tls`: a handshake
 */
export type Outcome =
  | { readonly kind: "unreachable" | "failed" | "plain"; readonly detail: string }
  | { readonly kind: "tls"; readonly presented: PresentedCertificate };

/** The certificate that a server presented for a name. */
export interface PresentedCertificate {
  readonly protocol: string;
  /** Common names of the subject. */
  readonly commonNames: readonly string[];
  /** Subject alternative names as the certificate writes them; empty without any. */
  readonly alternativeNames: string;
  /** Whether a subject alternative name matches the name that was asked for. */
  readonly matchesName: boolean;
  readonly issuer: string;
  /** Hexadecimal digits in lower case. */
  readonly serialNumber: string;
  /** SHA-256 of the certificate, hexadecimal digits in lower case. */
  readonly fingerprint256: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Why the chain is not trusted, such as `SELF_SIGNED_CERT_IN_CHAIN`; undefined where it is. */
  readonly untrusted?: string | undefined;
}
