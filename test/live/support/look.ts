import { accessesOfOutputs } from "../../../verify/input/outputs";
import type { Verification } from "../../../verify/model";
import { trustContext } from "../../../verify/tls/trust";
import { CLOSED_PORTS, SNMP_PORT, verifyCluster } from "../../../verify/verify-cluster";
import type { DataPlane } from "../data-plane";
import { localOutputs } from "./local-outputs";

const SSH = 22;

/**
 * Looks at a data plane with `sems-verify`, as at a deployed cluster: with the outputs of the document that it was built
 * from, and its name servers and root in place of this machine's.
 */
export function look(document: unknown, plane: DataPlane, timeoutMs = 10_000): Promise<Verification> {
  const accesses = accessesOfOutputs("outputs", localOutputs(document, plane));
  const [name] = plane.description.names;
  if (name === undefined) throw new Error("no name");
  const { host, port } = plane.nameServer(name.zoneId);
  const server = { address: host, port };
  return verifyCluster(
    { source: "outputs", accesses },
    {
      timeoutMs,
      secureContext: trustContext([plane.authorityPem]),
      resolvers: [server],
      nameservers: [server],
      replication: true,
      replicationPort: plane.portOf(444),
      // A machine may have SSH on all its addresses, those of the data plane included.
      closedPorts: CLOSED_PORTS.filter((closed) => closed !== SSH).map((closed) => plane.portOf(closed)),
      snmpPort: plane.portOf(SNMP_PORT),
    },
    { now: new Date(), expiryDays: 7, acknowledge: new Map() },
  );
}
