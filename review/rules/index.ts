import { addressOfOneLoadBalancer } from "./address-of-one-load-balancer";
import { alarmThatACheckFollows } from "./alarm-that-a-check-follows";
import { aliasAfterItsTarget } from "./alias-after-its-target";
import { checkersReachEndpoints } from "./checkers-reach-endpoints";
import { clientPortsOnly } from "./client-ports-only";
import { clusterSize } from "./cluster-size";
import { clientsGetIn } from "./clients-get-in";
import { completeFailoverPair } from "./complete-failover-pair";
import { deletedWhileInUse } from "./deleted-while-in-use";
import { doesWhatIsDeclared } from "./does-what-is-declared";
import { firstHealthyNode } from "./first-healthy-node";
import { groupOfOneLoadBalancer } from "./group-of-one-load-balancer";
import { healthCheckWrittenOut } from "./health-check-written-out";
import { ipTargets } from "./ip-targets";
import { mailSeesTheClient } from "./mail-sees-the-client";
import { managementNeverOpen } from "./management-never-open";
import { mappingWithoutSubnet } from "./mapping-without-subnet";
import { nameOfOneResource } from "./name-of-one-resource";
import { neverRoundRobin } from "./never-round-robin";
import { networkAclsLetClientsIn } from "./network-acls-let-clients-in";
import { noEmptyGroup } from "./no-empty-group";
import { noSecrets } from "./no-secrets";
import { oneNodePerZone } from "./one-node-per-zone";
import { oneWeightIsHighest } from "./one-weight-is-highest";
import { oneSideOfTheNetwork } from "./one-side-of-the-network";
import { sourceAddressNeedsTheVpc } from "./source-address-needs-the-vpc";
import { ownCertificatePerNode } from "./own-certificate-per-node";
import { persistenceBySource } from "./persistence-by-source";
import { protectedLoadBalancer } from "./protected-load-balancer";
import { quotas } from "./quotas";
import { recordInTheWay } from "./record-in-the-way";
import { replicationAmongMembers } from "./replication-among-members";
import type { Rule } from "./rule";
import { securityGroupFromTheStart } from "./security-group-from-the-start";
import { setIdentifierNamesRole } from "./set-identifier-names-role";
import { sharedClientCertificate } from "./shared-client-certificate";
import { sharedNameIsNotANodes } from "./shared-name-is-not-a-nodes";
import { shortTtl } from "./short-ttl";
import { stickinessProtocol } from "./stickiness-protocol";
import { targetsAreInterface2 } from "./targets-are-interface-2";
import { tlsEndsOnTheNode } from "./tls-ends-on-the-node";
import { sufficientInput } from "./sufficient-input";

/** Every rule, in the order of docs/rules.md. */
export const RULES: readonly Rule[] = [
  clusterSize,
  replicationAmongMembers,
  ownCertificatePerNode,
  sharedClientCertificate,
  tlsEndsOnTheNode,
  neverRoundRobin,
  firstHealthyNode,
  oneWeightIsHighest,
  persistenceBySource,
  targetsAreInterface2,
  clientPortsOnly,
  sharedNameIsNotANodes,
  mailSeesTheClient,
  completeFailoverPair,
  shortTtl,
  doesWhatIsDeclared,
  securityGroupFromTheStart,
  ipTargets,
  healthCheckWrittenOut,
  oneNodePerZone,
  stickinessProtocol,
  noEmptyGroup,
  checkersReachEndpoints,
  setIdentifierNamesRole,
  alarmThatACheckFollows,
  oneSideOfTheNetwork,
  sourceAddressNeedsTheVpc,
  addressOfOneLoadBalancer,
  groupOfOneLoadBalancer,
  protectedLoadBalancer,
  recordInTheWay,
  mappingWithoutSubnet,
  deletedWhileInUse,
  nameOfOneResource,
  aliasAfterItsTarget,
  quotas,
  noSecrets,
  managementNeverOpen,
  clientsGetIn,
  networkAclsLetClientsIn,
  sufficientInput,
];
