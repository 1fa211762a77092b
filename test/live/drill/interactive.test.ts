import { PassThrough } from "node:stream";
import type { Clock } from "../clock";
import type { DrillStep } from "./script";
import { interactive } from "./interactive";

/** A clock on which a second takes no time; some seconds begin with a call. */
class CountingClock implements Clock {
  private seconds = 0;

  public constructor(private readonly calls: ReadonlyMap<number, () => void> = new Map()) {}

  public now(): number {
    return this.seconds;
  }

  public after(): never {
    throw new Error("nothing is due later");
  }

  public hold(): never {
    throw new Error("nothing is under way");
  }

  public async pass(seconds: number): Promise<void> {
    this.calls.get(this.seconds)?.();
    this.seconds += seconds;
    // Lets what was typed arrive.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const description = {
  nodes: [{ name: "sems1", address: "10.0.1.10", zone: "us-east-1a", ports: [443], interface1: undefined }],
};

/** Types lines at some seconds into a drill whose terminal stays open; returns its end and what it printed and did. */
async function drill(speed: number, lines: Readonly<Record<number, string>> = {}) {
  const typed = new PassThrough();
  const calls = Object.entries(lines).map(
    ([second, line]) => [Number(second), () => void typed.write(`${line}\n`)] as const,
  );
  const clock = new CountingClock(new Map(calls));
  const taken: string[] = [];
  const take = ({ title }: DrillStep): Promise<void> => {
    taken.push(title);
    return Promise.resolve();
  };
  await interactive({ clock, description }, { take }, speed, typed);
  return { ended: clock.now(), taken };
}

describe("An interactive drill", () => {
  let printed: string[];
  beforeEach(() => {
    printed = [];
    jest.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const END = "No command for 30 minutes: the drill ends.";

  test.each([1, 20])(
    "ends after half an hour of the wall clock without a command, at speed %i",
    async (speed) => {
      expect(await drill(speed)).toEqual({ ended: 30 * 60 * speed, taken: [] });
      expect(printed.at(-1)).toBe(END);
    },
  );

  test("goes on for as long after each command, whether it knows it or not", async () => {
    const { ended, taken } = await drill(1, { 1000: "down sems1", 2700: "down sems9" });
    expect(taken).toEqual(["down sems1"]);
    // What is typed in one second is read in the next.
    expect(ended).toBeGreaterThanOrEqual(2700 + 30 * 60);
    expect(ended).toBeLessThanOrEqual(2702 + 30 * 60);
    expect(printed.filter((line) => line.startsWith("Commands: "))).toHaveLength(2);
    expect(printed.at(-1)).toBe(END);
  });

  test("ends at once where it is asked to", async () => {
    const { ended } = await drill(1, { 10: "quit" });
    expect(ended).toBeLessThanOrEqual(12);
    expect(printed).not.toContain(END);
  });
});
