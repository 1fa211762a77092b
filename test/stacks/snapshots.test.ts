import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";
import { SandboxStack } from "../../stacks/sandbox-stack";
import { AWS_PROVIDER_SOURCE } from "../support/provider-source";
import { Template } from "../support/template";

const EXAMPLES = join(__dirname, "../../docs/examples");

const sandbox = () => new Template(new SandboxStack(Testing.app(), "sems-sandbox"));

/** The stack of an example config file. */
const example = (file: string) => {
  const config = parseConfig(file, readFileSync(join(EXAMPLES, file), "utf8"));
  return new Template(new ClusterStack(Testing.app(), config.name, config));
};

/**
 * Without what differs from machine to machine and from CDKTF to CDK Terrain: version and metadata, the path of the
 * local state, the long form of the provider's address.
 */
const normalised = (template: Template): unknown =>
  JSON.parse(JSON.stringify(template.json), (key, value: unknown) => {
    if (key === "//") return undefined;
    if (key === "path" && String(value).endsWith(".tfstate")) return "terraform.tfstate";
    return key === "source" && value === AWS_PROVIDER_SOURCE ? "aws" : value;
  });

describe("Synthesized stacks", () => {
  test("the sandbox", () => {
    expect(normalised(sandbox())).toMatchSnapshot();
  });

  test("a cluster that uses every key of the config file", () => {
    expect(normalised(example("complete.json"))).toMatchSnapshot();
  });

  test("public certificates, exportable and validated", () => {
    const { resource } = normalised(example("public-certificates.json")) as {
      resource: Record<string, unknown>;
    };
    expect(resource["aws_acm_certificate"]).toMatchSnapshot();
    expect(resource["aws_acm_certificate_validation"]).toMatchSnapshot();
  });
});

describe("Resource addresses, which are a public contract", () => {
  test("of the sandbox", () => {
    expect(sandbox().addresses()).toMatchSnapshot();
  });

  test.each(["fail-over.json", "complete.json", "public-certificates.json", "inside-and-outside.json"])(
    "of %s",
    (file) => {
      expect(example(file).addresses()).toMatchSnapshot();
    },
  );
});
