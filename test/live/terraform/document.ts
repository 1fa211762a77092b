import { z } from "zod";

/** A resource or data source: `aws_lb.x`, its type, and its arguments with every reference followed. */
export interface LiveResource {
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

export type Values = Readonly<Record<string, unknown>>;

const Body = z.record(z.string(), z.unknown());
const Outputs = z.record(z.string(), z.object({ value: z.unknown() })).optional();
const Synthesized = z.object({
  output: Outputs,
  resource: z.record(z.string(), z.record(z.string(), Body)),
  data: z.record(z.string(), z.record(z.string(), Body)).optional(),
});
const State = z.object({
  values: z.object({
    outputs: Outputs,
    root_module: z.object({
      resources: z.array(
        z.object({ address: z.string(), type: z.string(), mode: z.string().optional(), values: Body }),
      ),
    }),
  }),
});

interface Document {
  readonly resources: LiveResource[];
  readonly outputs: Values;
}

/**
 * The resources of a `cdk.tf.json` or of a state as `terraform show -json` prints it. What is known after an apply only is
 * given by its own name, `aws_eip.x.public_ip`: equal names are equal values, which is all that the data plane needs.
 *
 * @throws for any other document
 */
export const resourcesOf = (document: unknown): LiveResource[] => documentOf(document).resources;

/** The values of its outputs, by name: with the same names for what is known after an apply only. */
export const outputsOf = (document: unknown): Values => documentOf(document).outputs;

function documentOf(document: unknown): Document {
  const state = State.safeParse(document);
  const { resources, outputs } = state.success ? fromState(state.data) : fromSynthesized(document);
  const resolver = new Resolver(new Map(resources.map((resource) => [resource.address, resource])));
  return {
    resources: resources.map((resource) => ({ ...resource, values: resolver.body(resource.values) })),
    outputs: resolver.body(outputs),
  };
}

const fromState = ({ values }: z.infer<typeof State>): Document => ({
  resources: values.root_module.resources.map(({ address, type, mode, values: body }) => ({
    address: mode === "data" && !address.startsWith("data.") ? `data.${address}` : address,
    type,
    values: body,
  })),
  outputs: valuesOf(values.outputs),
});

const valuesOf = (outputs: z.infer<typeof Outputs> = {}): Values =>
  Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));

function fromSynthesized(document: unknown): Document {
  const parsed = Synthesized.safeParse(document);
  if (!parsed.success) throw new Error("neither a synthesized cdk.tf.json nor the JSON of a state");
  const { resource, data = {}, output } = parsed.data;
  const list = (types: typeof resource, prefix: string): LiveResource[] =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, values]) => ({ address: `${prefix}${type}.${name}`, type, values })),
    );
  return { resources: [...list(resource, ""), ...list(data, "data.")], outputs: valuesOf(output) };
}

/** `type.name.attribute`, with `data.` before it or not, and nothing around it. */
const REFERENCE = /^((?:data\.)?[\w]+\.[\w-]+)\.(\w+)$/;

/** Follows references from argument to argument, to a literal or to the name of what is known after the apply. */
class Resolver {
  public constructor(private readonly resources: ReadonlyMap<string, LiveResource>) {}

  public body(values: Values): Values {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, this.value(value)]));
  }

  private value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item: unknown) => this.value(item));
    const nested = Body.safeParse(value);
    return nested.success ? this.body(nested.data) : value;
  }

  private text(text: string): unknown {
    const whole = /^\$\{([^{}]*)\}$/.exec(text)?.[1];
    if (whole !== undefined) return this.expression(whole);
    return text.replace(/\$\{([^{}]*)\}/g, (_, inner: string) => String(this.expression(inner)));
  }

  private expression(expression: string): unknown {
    const [, address, attribute] = REFERENCE.exec(expression) ?? [];
    const resource = address === undefined ? undefined : this.resources.get(address);
    // A function or the like: its text is as good a name.
    if (resource === undefined || attribute === undefined) return expression;
    const own = resource.values[attribute] ?? inferred(resource, attribute);
    return own === undefined ? expression : this.value(own);
  }
}

/** The address of a network interface is computed, from an argument of another name. */
function inferred({ type, values }: LiveResource, attribute: string): unknown {
  const addresses = values["private_ips"];
  return type === "aws_network_interface" && attribute === "private_ip" && Array.isArray(addresses)
    ? addresses[0]
    : undefined;
}

/** An attribute of a resource: its value, or the name that references to it resolve to. */
export function attribute({ address, values }: LiveResource, name: string): string {
  return text(values, name) ?? `${address}.${name}`;
}

/** An argument that is a string or a number, as text; undefined where it is absent or empty. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "number" || (typeof value === "string" && value !== "") ? String(value) : undefined;
}

/** An argument that is a number. */
export function number(values: Values, name: string): number | undefined {
  const found = text(values, name);
  return found === undefined || Number.isNaN(Number(found)) ? undefined : Number(found);
}

/** An argument that is true or false, also as the text that target groups have. */
export function flag(values: Values, name: string): boolean | undefined {
  const value = values[name];
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** The nested blocks of a name: a state lists them, a synthesized document may give one by itself. */
export function blocks(values: Values, name: string): Values[] {
  const value = values[name];
  const list: unknown[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.flatMap((item) => {
    const body = Body.safeParse(item);
    return body.success ? [body.data] : [];
  });
}

/** An argument that is a list of strings. */
export function texts(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value)
    ? value.flatMap((item: unknown) => (typeof item === "string" ? [item] : []))
    : [];
}
