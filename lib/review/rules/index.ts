import { clusterSize } from "./cluster-size";
import { firstHealthyNode } from "./first-healthy-node";
import { managementNeverOpen } from "./management-never-open";
import { neverRoundRobin } from "./never-round-robin";
import { noSecrets } from "./no-secrets";
import { ownCertificatePerNode } from "./own-certificate-per-node";
import { replicationAmongMembers } from "./replication-among-members";
import type { Rule } from "./rule";
import { sharedClientCertificate } from "./shared-client-certificate";
import { sharedNameIsNobodysOwn } from "./shared-name-is-nobodys-own";
import { targetsAreInterface2 } from "./targets-are-interface-2";

/** Every rule, in the order of docs/rules.md. */
export const RULES: readonly Rule[] = [
  clusterSize,
  replicationAmongMembers,
  ownCertificatePerNode,
  sharedClientCertificate,
  neverRoundRobin,
  firstHealthyNode,
  targetsAreInterface2,
  sharedNameIsNobodysOwn,
  noSecrets,
  managementNeverOpen,
];
