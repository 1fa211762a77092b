import { Construct } from "constructs";
import { constructId } from "../construct-id";
import type { SemsNode } from "../sems-node";
import type { Certificate, ICertificateSource } from "./certificate";

/** Props of `ReplicationCertificates`. */
export interface ReplicationCertificatesProps {
  /** The nodes, each of which gets a certificate. */
  readonly nodes: readonly SemsNode[];
  /** Where the certificates come from. */
  readonly source: ICertificateSource;
}

/** The certificate of one node's Interface 1. */
export interface NodeCertificate extends Certificate {
  /** Name of the node. */
  readonly nodeName: string;
}

/** A certificate for each node's Interface 1, which names that node (SEMS-CERT-1). */
export class ReplicationCertificates extends Construct {
  /** One per node, in the order of the nodes. */
  public readonly certificates: readonly NodeCertificate[];

  public constructor(scope: Construct, id: string, props: ReplicationCertificatesProps) {
    super(scope, id);
    this.certificates = props.nodes.map(({ name, interface1 }, i) => ({
      nodeName: name,
      ...props.source.provide(new Construct(this, constructId([interface1.fqdn, name], "Node", i)), {
        commonName: interface1.fqdn,
        nodeName: name,
      }),
    }));
  }
}
