import type { Graph, Resource } from "../terraform/resource-graph";
import { isList, isValues, Unknown, type Value } from "../terraform/value";
import type { Rule, Violation } from "./rule";

/** No private key is in the plan, in the state, in an output or in a file. */
export const noSecrets: Rule = {
  id: "AWS-SEC-1",
  level: "error",
  isLocal: true,
  source: "Terraform documentation, sensitive data in state",
  violations: ({ graph, services, privateKeys = [] }) => {
    if (services.length === 0) return [];
    const known = [
      ...graph.all("tls_private_key").map(generated),
      ...IMPORTS.flatMap((type) => graph.all(type).filter(holdsKey).map(imported)),
      ...graph.all("aws_instance").filter(writesKey).map(written),
      ...outputs(graph),
    ];
    const others = privateKeys.filter((holder) => known.every(({ address }) => address !== holder));
    return [...known, ...others.map(held)];
  },
};

/** Resources that take a private key. */
const IMPORTS = ["aws_acm_certificate", "aws_iam_server_certificate"] as const;

/** Arguments of an instance that are handed to it when it starts. */
const STARTUP = ["user_data", "user_data_base64"] as const;

const KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/** The same in Base64, whose first letters do not depend on what follows. */
const ENCODED = "LS0tLS1CRUdJTi";

const READERS = "Anyone who can read the state can impersonate the server";

const generated = ({ address }: Resource): Violation => ({
  address,
  message:
    `Terraform makes a private key here and keeps it in its state. ${READERS}: let ACM or the appliance make the key, ` +
    `and remove this resource.`,
});

const imported = ({ address, type }: Resource): Violation => ({
  address,
  message:
    `A private key is handed to ${type === "aws_acm_certificate" ? "ACM" : "IAM"} through Terraform, which keeps it in ` +
    `its state. ${READERS}: let ACM issue the certificate, or import it outside Terraform and name it by its ARN.`,
});

const written = ({ address }: Resource): Violation => ({
  address,
  message:
    `What the instance is started with holds a private key, which Terraform keeps in its state. ${READERS}: install ` +
    `the key by hand, or let the instance fetch it.`,
});

const held = (address: string): Violation => ({
  address,
  message:
    `A private key is stored here, and therefore in Terraform's files and state. ${READERS}: keep it outside Terraform, and let ` +
    `what needs it fetch it.`,
});

const holdsKey = (certificate: Resource): boolean => certificate.has("private_key");

const writesKey = (instance: Resource): boolean => STARTUP.some((name) => isKey(instance.known(name)));

const isKey = (text: string | undefined): boolean => text !== undefined && KEY.test(decoded(text));

const decoded = (text: string): string =>
  text.startsWith(ENCODED) ? Buffer.from(text, "base64").toString("latin1") : text;

function outputs(graph: Graph): Violation[] {
  return [...graph.outputs].flatMap(([name, value]) =>
    holdsSecret(graph, value, 0)
      ? [
          {
            address: `output.${name}`,
            message:
              `The output holds a private key, in the state and on the screen of whoever applies. ${READERS}: ` +
              `remove the output.`,
          },
        ]
      : [],
  );
}

/** Deeper than anybody nests what an output says. */
const DEEPEST = 50;

function holdsSecret(graph: Graph, value: Value, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (value instanceof Unknown && /private_key(?:_|$)/.test(value.attribute ?? "")) return true;
  const end = graph.follow(value);
  if (typeof end === "string") return isKey(end);
  const members = isList(end) || isValues(end) ? [...end.values()] : [];
  return members.some((member) => holdsSecret(graph, member, depth + 1));
}
