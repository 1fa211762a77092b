import { ClientAccess, type ClientAccessProps } from "../../../lib";
import { accessProps, synth } from "../../support/cluster";
import { describeDocument } from "../terraform/describe";
import type { Description } from "../description";

/** The synthesized document of a client access of `nodes` nodes. */
export const documentOf = (nodes: number, changes: Partial<ClientAccessProps> = {}): unknown =>
  synth((stack) => new ClientAccess(stack, "Clients", accessProps(nodes, changes))).json;

/** What the data plane reads out of it. */
export const described = (nodes: number, changes: Partial<ClientAccessProps> = {}): Description =>
  describeDocument(documentOf(nodes, changes));
