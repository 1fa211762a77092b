import { columns } from "../../report/text-layout";

test("a cell of hundreds of nodes is cut, and says how much is left out", () => {
  const nodes = Array.from({ length: 300 }, (_, i) => `node${i}`).join(", ");
  const table = columns(["New clients reach"], [[nodes]]);
  expect(table.split("\n").length).toBeLessThan(15);
  expect(table.replace(/\s+/g, " ")).toMatch(/node0, node1, .*… \(\d+ more characters\)/);
});
