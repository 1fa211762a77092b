import { connect } from "./connect";
import { every } from "./clock";
import { Loopback } from "./loopback";
import { VirtualClock } from "./virtual-clock";
import { Wire } from "./wire";

test("timers run in their order, at their second, and not at all once they are cancelled", async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const note = (what: string) => () => seen.push(`${what} at ${clock.now()}`);
  clock.after(20, note("late"));
  clock.after(10, note("early"));
  clock.after(15, note("never"))();
  const stop = every(clock, 8, 1, note("tick"));

  await clock.pass(18);
  stop();
  await clock.pass(100);

  expect(seen).toEqual(["tick at 1", "tick at 9", "early at 10", "tick at 17", "late at 20"]);
  expect(clock.now()).toBe(118);
});

test("no time passes while an operation is under way", async () => {
  const clock = new VirtualClock();
  const release = clock.hold();
  let passed = false;
  const end = clock.pass(5).then(() => {
    passed = true;
  });

  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(passed).toBe(false);
  release();
  await end;
  expect(clock.now()).toBe(5);
});

describe("Connections", () => {
  let loopback: Loopback;
  const clock = new VirtualClock();
  const wire = new Wire(clock);

  beforeAll(async () => {
    loopback = await Loopback.reserve();
  });
  afterAll(() => {
    wire.close();
    loopback.release();
  });

  const outcome = async (host: string): Promise<unknown> => {
    const start = clock.now();
    const connected = connect(wire, clock, { host, port: 4000 }, 10);
    const end = { reached: false };
    void connected.then(() => (end.reached = true));
    while (!end.reached) await clock.pass(1);
    const result = await connected;
    return [typeof result === "string" ? result : "established", clock.now() - start];
  };

  test("are made, refused or left without an answer, as the listening side says", async () => {
    const [made, refused, silent] = ["made", "refused", "silent"].map((name) => loopback.of(name));
    await wire.listen(made ?? "", 4000, (arrival) => {
      arrival.establish();
    });
    await wire.listen(refused ?? "", 4000, (arrival) => {
      arrival.refuse();
    });
    await wire.listen(silent ?? "", 4000, (arrival) => {
      arrival.ignore();
    });

    expect(await outcome(made ?? "")).toEqual(["established", 1]);
    expect(await outcome(refused ?? "")).toEqual(["refused", 1]);
    expect(await outcome(silent ?? "")).toEqual(["silent", 10]);
    expect(await outcome(loopback.of("nothing listens"))).toEqual(["refused", 1]);
  });

  test("of two runs have addresses of their own", async () => {
    const other = await Loopback.reserve();
    expect(other.of("a")).not.toBe(loopback.of("a"));
    expect(loopback.of("a")).toBe(loopback.of("a"));
    other.release();
  });
});
