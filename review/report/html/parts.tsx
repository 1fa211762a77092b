/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { printable } from "../printable";

/** Characters of a long name. */
const LONG = 44;

/** How serious something is, as the style sheet's colours have it. */
export type Tone = "error" | "warning" | "good" | "quiet";

/** A name, an address or the like from a plan. */
export function Mono({ text }: { readonly text: string }) {
  const shown = printable(text);
  // Names and addresses stay on one line; what is longer than any of them may be broken.
  return shown.length > LONG ? <code class="long">{shown}</code> : <code>{shown}</code>;
}

/** Several names, with commas between them. */
export function Names({ values }: { readonly values: readonly string[] }) {
  return (
    <>
      {values.map((value, i) => (
        <>
          {i === 0 ? null : ", "}
          <Mono text={value} />
        </>
      ))}
    </>
  );
}

/** A short emphasized word. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** What is wider than a phone scrolls by itself; the keyboard reaches it, too. */
export function Scrolling({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** A part of the page with a title of its own. */
export function Card({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="card">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** A card that opens on a click. */
export function FoldedCard({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <details class="card">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** Parts of a whole beside each other, by their size; words elsewhere say the same. */
export function Bar({
  parts,
}: {
  readonly parts: readonly { readonly size: number; readonly className: string }[];
}) {
  return (
    <div class="bar" aria-hidden="true">
      {parts
        .filter(({ size }) => size > 0)
        .map(({ size, className }) => (
          <span class={className} style={{ flex: `${size} 0 0` }} />
        ))}
    </div>
  );
}

/** The colour of one of several parts; words beside it say the same. */
export function Swatch({ place }: { readonly place: number }) {
  return <span class={`swatch ${partColour(place)}`} aria-hidden="true" />;
}

/** Class of the colour of one of several parts. */
export function partColour(place: number): string {
  return place < 0 ? "" : `part-${place % 6}`;
}
