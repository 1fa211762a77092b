import { REPORTS } from "../../report/index";
import { replacing } from "./support/reviews";

const { changes } = replacing;
if (changes === null) throw new Error("no changes");

/** The disruptive changes of a report, in its order: the place of each is that of its resource's first mention. */
const orderIn = (report: string): string[] =>
  changes.disruptive
    .map(({ address }) => ({ address, place: report.indexOf(address) }))
    .sort((one, other) => one.place - other.place)
    .map(({ address }) => address);

describe.each(Object.entries(REPORTS))("The report as %s", (_format, load) => {
  test.each([
    ["the worst first", changes.disruptive],
    ["any other", [...changes.disruptive].reverse()],
  ])("lists disruptive changes in the order that the review gives: %s", async (_order, disruptive) => {
    const print = await load();
    const report = await print({
      ...replacing,
      services: [],
      findings: [],
      changes: { ...changes, disruptive },
    });
    expect(orderIn(report)).toEqual(disruptive.map(({ address }) => address));
  });
});
