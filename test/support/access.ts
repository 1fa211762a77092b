import { Testing, TerraformVariable, type TerraformStack } from "cdktf";
import { ClientAccess, type ClientAccessProps } from "../../lib";
import { accessProps, newStack, problemsOf, synth } from "./cluster";
import type { Block, Template } from "./template";

/** A client access for `nodes` nodes, called Access, synthesized. */
export const accessTemplate = (nodes = 2, changes: Partial<ClientAccessProps> = {}): Template =>
  synth((stack) => new ClientAccess(stack, "Access", accessProps(nodes, changes)));

/** What a client access for `nodes` nodes is refused for. */
export const accessProblems = (nodes = 2, changes: Partial<ClientAccessProps> = {}): string[] =>
  problemsOf((stack) => new ClientAccess(stack, "Access", accessProps(nodes, changes)));

/** A text that is known only after deployment; synthesizes to `${var.<name>}`. */
export const textToken = (stack: TerraformStack, name: string): string =>
  new TerraformVariable(stack, name, { type: "string" }).stringValue;

/** A number that is known only after deployment; synthesizes to `${var.<name>}`. */
export const numberToken = (stack: TerraformStack, name: string): number =>
  new TerraformVariable(stack, name, { type: "number" }).numberValue;

/** The resources of a client access by their addresses. */
export function resourcesByAddress(props: ClientAccessProps): Map<string, Block> {
  const stack = newStack();
  new ClientAccess(stack, "Access", props);
  const document: { readonly resource: Record<string, Record<string, Block>> } = JSON.parse(
    Testing.synth(stack),
  );
  return new Map(
    Object.entries(document.resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]) => [`${type}.${name}`, block] as const),
    ),
  );
}
