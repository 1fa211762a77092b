import { htmlReport } from "../../report/html/page";
import { markdownReport } from "../../report/markdown";
import { atPorts } from "../../report/summary";
import { textReport } from "../../report/text";
import { review, service } from "./support/reviews";

/** A service whose diagram names its port. */
const at = (port: number) => {
  const { boxes, arrows } = service(2).diagram;
  const labelled = arrows.map((arrow) => (arrow.from === "nlb" ? { ...arrow, label: String(port) } : arrow));
  return service(2, { port, diagram: { boxes, arrows: labelled } });
};

describe("services at several ports", () => {
  test("are reported once where only the port differs, and the diagram names all ports", () => {
    const [joined, ...others] = atPorts([at(389), at(443), at(636)]);
    expect(others).toEqual([]);
    expect(joined?.ports).toEqual([389, 443, 636]);
    expect(joined?.diagram.arrows.filter(({ from }) => from === "nlb").map(({ label }) => label)).toEqual([
      "389, 443, 636",
      "389, 443, 636",
    ]);
  });

  test("are kept apart where anything else differs", () => {
    const services = [at(443), at(389), { ...at(636), failover: null }, { ...at(25), stack: "east" }];
    expect(atPorts(services).map(({ ports }) => ports)).toEqual([[443, 389], [636], [25]]);
  });

  test("have all their ports in every report's heading", async () => {
    const ports = review({ services: [at(389), at(443), at(636)] });
    expect(textReport(ports)).toMatch(/^keys\.example\.com:389, 443, 636 {2}in zone/);
    expect(markdownReport(ports)).toContain("### `keys.example.com`, ports 389, 443 and 636\n");
    expect(await htmlReport(ports)).toContain("<code>keys.example.com</code>, ports 389, 443 and 636</h2>");
  });
});
