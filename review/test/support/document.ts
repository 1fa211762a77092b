/** The arguments of a resource. */
export type Body = Readonly<Record<string, unknown>>;

/** Resources by address. */
export type Resources = Readonly<Record<string, Body>>;

/** Terraform's JSON configuration, as a person may write it. */
export interface Document {
  readonly terraform: Body;
  readonly provider: Body;
  /** By type and name. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly output?: Readonly<Record<string, Body>>;
}

/** The document with more resources, or with others at the same addresses. */
export function adding(document: Document, bodies: Resources): Document {
  const added: Record<string, Record<string, Body>> = {};
  for (const [address, body] of Object.entries(bodies)) {
    const [type, name] = partsOf(address);
    (added[type] ??= {})[name] = body;
  }
  const merged = Object.entries(added).map(([type, more]) => [type, { ...document.resource[type], ...more }]);
  return { ...document, resource: { ...document.resource, ...Object.fromEntries(merged) } };
}

/** The document without some resources. */
export function without(document: Document, ...addresses: readonly string[]): Document {
  return addresses.reduce((changed, address) => {
    const [type, name] = partsOf(address);
    bodyOf(changed, address);
    const names = Object.entries(changed.resource[type] ?? {}).filter(([other]) => other !== name);
    // Terraform reads no type without a resource.
    const { [type]: _gone, ...others } = changed.resource;
    return {
      ...changed,
      resource: names.length === 0 ? others : { ...others, [type]: Object.fromEntries(names) },
    };
  }, document);
}

/** The document with some arguments of a resource changed; those that become undefined are gone. */
export const changing = (document: Document, address: string, changes: Body): Document =>
  adding(document, { [address]: defined({ ...bodyOf(document, address), ...changes }) });

/** The arguments of a resource; throws where it is not there, for then a fault would change nothing. */
export function bodyOf(document: Document, address: string): Body {
  const [type, name] = partsOf(address);
  const body = document.resource[type]?.[name];
  if (body === undefined) throw new Error(`no ${address} in the document`);
  return body;
}

/** The addresses of all resources whose type and name match. */
export const addressesOf = (document: Document, pattern: RegExp): string[] =>
  Object.entries(document.resource)
    .flatMap(([type, bodies]) => Object.keys(bodies).map((name) => `${type}.${name}`))
    .filter((address) => pattern.test(address));

const defined = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

function partsOf(address: string): [string, string] {
  const [type = "", name = ""] = address.split(".");
  return [type, name];
}
