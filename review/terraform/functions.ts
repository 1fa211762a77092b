import { isList, isValues, keyOf, Template, textOf, Unknown, type Value } from "./value";

/** More members than any argument has; more would let a file of a few lines fill the memory. */
const MOST = 10_000;

const first = (args: readonly Value[]): Value => args[0];

function element([list, place]: readonly Value[]): Value {
  if (!isList(list) || list.length === 0 || typeof place !== "number") return undefined;
  return list[place % list.length];
}

function lookup([map, key, otherwise]: readonly Value[]): Value {
  if (!isValues(map) || typeof key !== "string") return undefined;
  return map.has(key) ? map.get(key) : otherwise;
}

function join([separator, list]: readonly Value[]): Value {
  if (typeof separator !== "string" || !isList(list)) return undefined;
  return templateOf(list.flatMap((member, i) => (i === 0 ? [member] : [separator, member])));
}

function concat(lists: readonly Value[]): Value {
  const members = lists.reduce<number>((sum, list) => sum + (isList(list) ? list.length : MOST), 0);
  return members < MOST ? lists.flatMap((list) => (isList(list) ? [...list] : [])) : undefined;
}

/** A function of one text that is known. */
const ofText =
  (change: (text: string) => string) =>
  ([text]: readonly Value[]): Value =>
    typeof text === "string" ? change(text) : undefined;

const merge = (maps: readonly Value[]): Value =>
  maps.every(isValues) ? new Map(maps.flatMap((map) => [...map])) : undefined;

/** The functions of Terraform that people write around references and names. */
const FUNCTIONS: ReadonlyMap<string, (args: readonly Value[]) => Value> = new Map([
  ["tolist", first],
  ["toset", first],
  ["tomap", first],
  ["tostring", first],
  ["tonumber", first],
  ["sensitive", first],
  ["nonsensitive", first],
  ["try", first],
  ["upper", ofText((text) => text.toUpperCase())],
  ["lower", ofText((text) => text.toLowerCase())],
  ["trimspace", ofText((text) => text.trim())],
  ["one", ([list]) => (isList(list) ? list[0] : list)],
  ["length", ([many]) => (isList(many) ? many.length : isValues(many) ? many.size : undefined)],
  ["element", element],
  ["lookup", lookup],
  ["join", join],
  ["concat", concat],
  ["merge", merge],
]);

/** What a function makes of its arguments; undefined where that is not known here. */
export const call = (name: string, args: readonly Value[]): Value => FUNCTIONS.get(name)?.(args);

/** Longer than any name, address or ARN. */
const LONGEST_TEXT = 4096;

/** Texts and values one after another: a text where all are known, else a template; undefined where one is no text. */
export function templateOf(parts: readonly Value[]): Value {
  if (parts.length === 1) return parts[0];
  const texts = parts.flatMap((part) => textOf(part) ?? []);
  if (texts.length < parts.length) return undefined;
  let expression = "";
  for (const text of texts) {
    expression += text instanceof Unknown ? keyOf(text) : text;
    // Texts of texts of texts may double with each line of a hostile file.
    if (expression.length > LONGEST_TEXT) return undefined;
  }
  return texts.some((text) => text instanceof Unknown) ? new Template(expression, parts) : expression;
}
