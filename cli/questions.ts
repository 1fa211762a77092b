import { createInterface } from "node:readline/promises";
import { problemsOf } from "../stacks/config";
import type { ConfigFile } from "../stacks/config-schema";

/*
 * What `init` asks. The questions are a generator: a terminal answers each, and whatever has no answer gets what is
 * suggested, so that there is a whole config file at any time, and each answer is validated as part of one.
 */

/** A question, whose answer is one value of the config file. */
export interface Question {
  /** Where the answer goes, as problems name it: `nodes[0].interface1.address`. */
  readonly path: string;
  readonly text: string;
  readonly suggestion: string;
  /** The only answers there are. */
  readonly choices?: readonly string[];
}

/** Answers by the path of their question. */
export type Answers = ReadonlyMap<string, string>;

type Asking<T> = Generator<Question, T, string>;

function* ask(path: string, text: string, suggestion: string, choices?: readonly string[]): Asking<string> {
  return yield { path, text, suggestion, ...(choices === undefined ? {} : { choices }) };
}

const SCHEMES = ["internet-facing", "internal"];
const NODE_COUNTS = ["2", "3", "4", "5", "6"];

const ZONE_LETTERS = ["a", "b", "c", "d", "e", "f"];

/** In the form of an id of AWS, such as subnet-0aaaaaaaaaaaaaaaa. */
const placeholder = (prefix: string, letter: string): string => `${prefix}-0${letter.repeat(16)}`;

const parentDomain = (name: string): string => name.split(".").slice(1).join(".") || "example.com";

function* questions(): Asking<ConfigFile> {
  const clientFqdn = yield* ask("clientFqdn", "The name that clients use", "keys.example.com");
  const region = yield* ask("region", "AWS region", "us-east-1");
  const vpcId = yield* ask("vpcId", "VPC", "vpc-0123456789abcdef0");
  const access = "clientAccess[0]";
  const scheme = yield* ask(`${access}.scheme`, "Where clients come from", "internet-facing", SCHEMES);
  const isInternal = scheme === "internal";
  const zone = {
    name: yield* ask(
      `${access}.hostedZone.name`,
      "Hosted zone that holds the name",
      parentDomain(clientFqdn),
    ),
    id: yield* ask(`${access}.hostedZone.id`, "Its id", "Z0123456789ABCDEFGHIJ"),
  };
  const count = Number(yield* ask("nodes", "Number of nodes", "2", NODE_COUNTS));
  const letters = ZONE_LETTERS.slice(0, count);
  const nodes: ConfigFile["nodes"][number][] = [];
  const subnets: ConfigFile["clientAccess"][number]["subnets"][number][] = [];
  for (const [i, letter] of letters.entries()) {
    const name = yield* ask(`nodes[${i}].name`, `Node ${i + 1} in order of preference`, `sems${i + 1}`);
    const fqdn = yield* ask(`nodes[${i}].interface1.fqdn`, "  its own FQDN", `${name}.${zone.name}`);
    const first = yield* ask(`nodes[${i}].interface1.address`, "  Interface 1 address", `10.0.1${i + 1}.10`);
    const second = yield* ask(`nodes[${i}].interface2.address`, "  Interface 2 address", `10.0.${i + 1}.10`);
    const availabilityZone = yield* ask(
      `nodes[${i}].interface2.availabilityZone`,
      "  Availability Zone",
      `${region}${letter}`,
    );
    const subnet = `${access}.subnets[${i}]`;
    const id = yield* ask(
      `${subnet}.id`,
      "  subnet of the load balancer there",
      placeholder("subnet", letter),
    );
    const own = isInternal
      ? {
          privateAddress: yield* ask(`${subnet}.privateAddress`, "  unused address in it", `10.0.${i + 1}.5`),
        }
      : {};
    nodes.push({
      name,
      interface1: { fqdn, address: first },
      interface2: { address: second, availabilityZone },
    });
    subnets.push({ id, availabilityZone, ...own });
  }
  const authorityArn = yield* ask(
    "certificates.replication.authorityArn",
    "ARN of the private CA for Interface 1",
    `arn:aws:acm-pca:${region}:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444`,
  );
  const privateCa = { source: "private-ca", authorityArn } as const;
  return {
    region,
    clientFqdn,
    vpcId,
    nodes,
    clientAccess: [{ hostedZone: zone, scheme: isInternal ? "internal" : "internet-facing", subnets }],
    certificates: { client: isInternal ? privateCa : { source: "acm-public" }, replication: privateCa },
  };
}

/** The config file of these answers, with what is suggested for every other question. */
export function starterConfig(answers: Answers): ConfigFile {
  const asking = questions();
  let next = asking.next("");
  while (next.done !== true) next = asking.next(answers.get(next.value.path) ?? next.value.suggestion);
  return next.value;
}

/** The first question that has no answer yet. */
export function nextQuestion(answers: Answers): Question | undefined {
  const asking = questions();
  let next = asking.next("");
  while (next.done !== true) {
    const answer = answers.get(next.value.path);
    if (answer === undefined) return next.value;
    next = asking.next(answer);
  }
  return undefined;
}

/** Why an answer is refused, in the words of the config file's problems; undefined where it is valid. */
export function refusal(answers: Answers, { path, choices }: Question, answer: string): string | undefined {
  if (choices !== undefined) return choices.includes(answer) ? undefined : choices.join(", ");
  const config = starterConfig(new Map([...answers, [path, answer]]));
  return problemsOf(config).find((problem) => problem.path === path)?.expected;
}

/** Asks every question at a terminal, and each again until its answer is a good one. */
export async function askAll(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<ConfigFile> {
  const terminal = createInterface({ input, output });
  const answers = new Map<string, string>();
  try {
    for (let question = nextQuestion(answers); question !== undefined; question = nextQuestion(answers)) {
      const { path, text, suggestion } = question;
      const answer = (await terminal.question(`${text} [${suggestion}]: `)).trim() || suggestion;
      const allowed = refusal(answers, question, answer);
      if (allowed === undefined) answers.set(path, answer);
      else output.write(`  allowed: ${allowed}\n`);
    }
  } finally {
    terminal.close();
  }
  return starterConfig(answers);
}
