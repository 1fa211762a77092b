import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { htmlReport } from "../../report/html/page";
import { STYLE } from "../../report/html/style";
import { anyText } from "./support/any-text";
import { ASSUMPTION, finding, HOSTILE, hostile, replacing, review, service } from "./support/reviews";

/** The elements of a page with their attributes' names, and its texts. */
function parse(html: string) {
  // Long names have a class that lets them break.
  const elements = html.replaceAll('<code class="long">', "<code>").match(/<[^>]*>/g) ?? [];
  return {
    elements: elements.map((element) => element.replace(/="[^"]*"/g, "")),
    text: new MarkdownIt().utils.unescapeAll(
      html.replace(/<style>[^]*<\/style>/, "").replace(/<[^>]*>/g, " "),
    ),
  };
}

const textOf = async (...props: Parameters<typeof review>) =>
  parse(await htmlReport(review(...props))).text.replace(/\s+/g, " ");

describe("the report as a page", () => {
  test("reports the verdict, then what the change breaks, then findings, then services", async () => {
    const { text } = parse(await htmlReport(replacing));
    const places = [
      "SEMS review: Outage: some clients get no service; 1 error, 1 warning, 1 acknowledged",
      "Rules: 1 error, 1 warning",
      "contains destroy: yes",
      "Disruptive changes",
      "aws_lb.keys",
      "aws_route53_record.keys",
      "aws_eip.b",
      "Findings",
      "SEMS-LB-2",
      "SEMS-DNS-2",
      "1 acknowledged finding",
      "The port is closed on the firewall.",
      "Failover table",
      "Order of the nodes",
      "Worst-case failover time",
      "Client path",
      "used during failover",
      "A zone's static address answers nothing",
      "All 8 health states",
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("needs nothing else, and forbids itself to load or run anything", async () => {
    const html = await htmlReport(replacing);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>`,
    );
    expect(html).not.toMatch(/<script|<link|<img|\b(src|href|on\w+)=|@import|url\((?!#)/i);
  });

  test("has every state of health in a table whose heads say what they head", async () => {
    const html = await htmlReport(review({ services: [service(6)] }));
    const [, all = ""] = html.split("All 64 health states");
    expect(all.match(/<th scope="row">/g)).toHaveLength(64);
    expect(all.match(/<th scope="col">[^<]+/g)).toHaveLength(3);
  });

  test("names the diagram for those who do not see it, and the boxes by more than a colour", async () => {
    const html = await htmlReport(review());
    expect(html).toMatch(/<svg[^>]* role="img"[^>]* aria-labelledby="service-1-title"/);
    expect(html).toContain(
      '<title id="service-1-title">Path of clients of keys.example.com, port 443, to the nodes</title>',
    );
    for (const kind of ["name", "address", "load balancer", "node"])
      expect(html).toContain(`>${kind}</text>`);
  });

  test("reports parts of clients, what is lost, and the states in which another serves", async () => {
    const states = service(2).states.map((state) => ({
      ...state,
      servedBy: [
        { node: "sems1", share: 0.6 },
        { node: "sems2", share: 0.3 },
      ],
      lost: 0.1,
    }));
    const text = await textOf({ services: [service(2, { states, stack: "east" })] });
    expect(text).toContain("east keys.example.com , port 443");
    expect(text).toContain("nothing sems1 60 %, sems2 30 % violates the declared method 10 %");
    expect(text).toContain(
      "In 3 of 5 scenarios with a healthy node, not all new clients reach the first healthy node in the order.",
    );
  });

  test("leaves out what is not known", async () => {
    const bare = service(2, { declared: null, failover: null, diagram: { boxes: [], arrows: [] } });
    const text = await textOf({ services: [bare] });
    expect(text).toContain("no method declared");
    expect(text).not.toMatch(/failover time|Client path|Assumptions|Findings|Disruptive|Plan:/);
  });

  test("says that no service is found", async () => {
    expect(await textOf({ services: [] })).toContain("No service found: no name with failover");
    expect(await htmlReport(review({ services: [] }))).not.toContain('<header class="verdict good">');
  });

  test.each(HOSTILE)("shows %j, and makes nothing of it", async (text) => {
    const { elements } = parse(await htmlReport(hostile(text)));
    expect(elements).toEqual(parse(await htmlReport(hostile("plain"))).elements);
  });

  test("makes the same elements of whatever texts a plan has", async () => {
    const plain = parse(await htmlReport(hostile("plain words"))).elements;
    // Diagrams leave out lines and labels without text.
    const text = anyText.map((words) => `x${words}`);
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        const html = await htmlReport(hostile(words));
        expect(parse(html).elements).toEqual(plain);
        expect(html.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 25 },
    );
  });

  test("copes with 10,000 findings", async () => {
    const findings = Array.from({ length: 10_000 }, (_, i) =>
      finding({ address: `aws_lb.keys[${i}]`, message: `Load balancer ${i}.` }),
    );
    const html = await htmlReport(review({ findings }));
    expect(html.match(/aws_lb\.keys\[\d+\]/g)).toHaveLength(10_000);
    expect(html).toContain("<h1>10,000 errors, 0 warnings</h1>");
  });

  test("marks rows that rest on an assumption, and says which", async () => {
    const zones = service(2).zones.map((zone) => ({ ...zone, assumptions: [ASSUMPTION.id] }));
    const text = await textOf({ services: [service(2, { assumptions: [ASSUMPTION], zones })] });
    expect(text).toMatch(/zone us-east-1a sems2 A-3/);
    expect(text).toContain(`Assumptions A-3 ${ASSUMPTION.text}`);
  });
});

describe("the page's colours", () => {
  /** Values of the variables in a part of the style sheet. */
  const colours = (css: string) =>
    new Map(
      Array.from(css.matchAll(/--([\w-]+): (#[\da-f]{6})/g), ([, name = "", value = ""]) => [name, value]),
    );
  const [light = "", dark = ""] = STYLE.split("@media screen and (prefers-color-scheme: dark)");

  /** Relative luminance, of WCAG 2. */
  function luminance(colour: string) {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const value = parseInt(colour.slice(start, start + 2), 16) / 255;
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one: string, other: string) {
    const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  }

  const texts = [
    ...["page", "surface", "code", "error-soft", "warning-soft", "good-soft"].map((ground) => [
      "text",
      ground,
    ]),
    ...["page", "surface", "code", "name", "address", "balancer", "node", "other"].map((ground) => [
      "muted",
      ground,
    ]),
    ...["error", "warning", "good"].flatMap((tone) => [
      [tone, "surface"],
      [tone, `${tone}-soft`],
    ]),
    ...["name", "address", "balancer", "node"].map((kind) => [`${kind}-line`, kind]),
    ["error", "warning-soft"],
    ["accent", "surface"],
  ];

  test.each([
    ["light", light],
    ["dark", dark],
  ])("can be read when it is %s (WCAG AA)", (_scheme, css) => {
    const values = colours(css);
    const weak = texts.filter(
      ([text = "", ground = ""]) => !(contrast(values.get(text) ?? "", values.get(ground) ?? "") >= 4.5),
    );
    expect(weak).toEqual([]);
  });
});
