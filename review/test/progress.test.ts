import { crossZoneOn } from "./support/faults";
import { handWritten } from "./support/hand-written";
import { configurationOf } from "./support/review";
import { Progress } from "../progress";
import { reviewDocuments } from "../review";
import { RULES } from "../rules/index";
import { graphOf } from "../terraform/document";

const progressTo = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, progress: new Progress({ isTTY, write: (text: string) => written.push(text) > 0 }) };
};

test("long work is announced at once at a terminal, and its line is cleared", () => {
  const { written, progress } = progressTo(true);
  progress.next("reading", true);
  progress.done();
  expect(written).toEqual(["\r\u001b[Ksems-review: reading …", "\r\u001b[K"]);
});

test("short work and anything but a terminal get no line", () => {
  const terminal = progressTo(true);
  terminal.progress.next("reading");
  const file = progressTo(false);
  file.progress.next("reading", true);
  for (const { progress, written } of [terminal, file]) {
    progress.done();
    expect(written).toEqual([]);
  }
});

test("a review announces each step that may take long: every rule among them", () => {
  const steps: string[] = [];
  const document = configurationOf(graphOf(crossZoneOn(handWritten(2)), "stack"));
  reviewDocuments("stack", [document], new Map(), { isSems: true, onStep: (step) => steps.push(step) });
  expect(steps).toEqual([
    "stack: computing the failure scenarios",
    ...RULES.map(({ id }) => `stack: checking ${id}`),
    "stack: computing what the change does",
  ]);
});
