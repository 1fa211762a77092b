import { h, type ComponentChild, type ComponentChildren } from "preact";
import { printable } from "../printable";

/** Characters of a long name. */
const LONG = 44;

/** A name, an address or the like from a plan. */
export function mono(text: string): ComponentChild {
  const shown = printable(text);
  // Names and addresses stay on one line; what is longer than any of them may be broken.
  return h("code", shown.length > LONG ? { class: "long" } : {}, shown);
}

/** A short word that stands out. */
export function badge(tone: "error" | "warning" | "good" | "quiet", words: string): ComponentChild {
  return h("span", { class: `badge ${tone}` }, words);
}

/** What is wider than a phone scrolls by itself; the keyboard reaches it, too. */
export function scrolling(label: string, ...children: ComponentChildren[]): ComponentChild {
  return h("div", { class: "scroll", role: "region", "aria-label": label, tabIndex: 0 }, ...children);
}

/** A part of the page with a title of its own. */
export function card(title: string, ...children: ComponentChildren[]): ComponentChild {
  return h("div", { class: "card" }, h("h3", {}, title), ...children);
}

/** A card that opens on a click. */
export function foldedCard(title: string, ...children: ComponentChildren[]): ComponentChild {
  return h("details", { class: "card" }, h("summary", {}, title), ...children);
}

/** Parts of a whole beside each other, by their size; words elsewhere say the same. */
export function bar(parts: readonly { readonly size: number; readonly className: string }[]): ComponentChild {
  return h(
    "div",
    { class: "bar", "aria-hidden": "true" },
    parts
      .filter(({ size }) => size > 0)
      .map(({ size, className }) => h("span", { class: className, style: { flex: `${size} 0 0` } })),
  );
}

/** Class of the colour of one of several parts. */
export function partColour(place: number): string {
  return place < 0 ? "" : `part-${place % 6}`;
}
