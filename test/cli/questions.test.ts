import { PassThrough, Writable } from "node:stream";
import fc from "fast-check";
import { askAll, nextQuestion, refusal, starterConfig } from "../../cli/questions";
import { problemsOf } from "../../stacks/config";

/** Every question in its order, with the suggestion as its answer unless another is given. */
function asked(answers: Readonly<Record<string, string>>): Map<string, string> {
  const given = new Map<string, string>();
  for (let question = nextQuestion(given); question !== undefined; question = nextQuestion(given)) {
    given.set(question.path, answers[question.path] ?? question.suggestion);
  }
  return given;
}

describe("what init asks", () => {
  test("has suggestions that make a valid config file, whatever size, region and scheme are chosen", () => {
    const scheme = fc.constantFrom("internet-facing", "internal");
    const region = fc.constantFrom("us-east-1", "eu-west-1", "ap-southeast-2");
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), scheme, region, (nodes, scheme, region) => {
        const answers = { nodes: `${nodes}`, "clientAccess[0].scheme": scheme, region };
        const config = starterConfig(new Map(Object.entries(answers)));
        expect(problemsOf(config)).toEqual([]);
        expect(config.nodes).toHaveLength(nodes);
        expect(config.clientAccess[0]).toMatchObject({ scheme });
      }),
      { numRuns: 20 },
    );
  });

  test("suggests names in the zone of the client FQDN", () => {
    const questions = asked({ clientFqdn: "sems.corp.example" });
    expect(questions.get("clientAccess[0].hostedZone.name")).toBe("corp.example");
    expect(questions.get("nodes[0].interface1.fqdn")).toBe("sems1.corp.example");
  });

  test("asks for fixed addresses only where clients are internal", () => {
    const path = "clientAccess[0].subnets[0].privateAddress";
    expect(asked({}).has(path)).toBe(false);
    expect(asked({ "clientAccess[0].scheme": "internal" }).has(path)).toBe(true);
  });

  test.each([
    ["clientFqdn", "no name", /domain name|FQDN/i],
    ["nodes", "7", /^2, 3, 4, 5, 6$/],
    ["nodes", "two", /^2, 3, 4, 5, 6$/],
    ["nodes[0].interface2.address", "198.51.100.1", /address/],
    ["clientAccess[0].scheme", "public", /internal/],
  ])("refuses for %s the answer %s", (path, answer, allowed) => {
    const answers = new Map<string, string>();
    let question = nextQuestion(answers);
    while (question !== undefined && question.path !== path) {
      answers.set(question.path, question.suggestion);
      question = nextQuestion(answers);
    }
    expect(question && refusal(answers, question, answer)).toMatch(allowed);
  });
});

describe("a terminal", () => {
  test("is asked again until the answer is a good one, and an empty answer takes what is suggested", async () => {
    const input = new PassThrough();
    const lines = ["no name", "sems.corp.example"];
    let shown = "";
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        const text = chunk.toString();
        shown += text;
        if (text.endsWith("]: ")) input.write(`${lines.shift() ?? ""}\n`);
        done();
      },
    });
    const config = await askAll(input, output);
    expect(config.clientFqdn).toBe("sems.corp.example");
    expect(config).toEqual(starterConfig(new Map([["clientFqdn", "sems.corp.example"]])));
    expect(shown).toContain("  allowed: ");
  });
});
