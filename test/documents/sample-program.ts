import { join } from "node:path";
import ts from "typescript";
import type { Sample } from "./samples";

/** What the samples take for granted: the rest of the reader's stack. */
const SURROUNDINGS = `
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { DataAwsAcmpcaCertificateAuthority } from "@cdktf/provider-aws/lib/data-aws-acmpca-certificate-authority/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import * as sems from "cdktf-sems";

abstract class Surroundings extends TerraformStack {
  protected readonly vpc = new Vpc(this, "Vpc", { cidrBlock: "10.0.0.0/16" });
  protected readonly zone = new Route53Zone(this, "Zone", { name: "example.com" });
  protected readonly hostedZone = { id: this.zone.zoneId, name: "example.com" };
  protected readonly authority = new DataAwsAcmpcaCertificateAuthority(this, "Authority", {
    arn: "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1",
  });
  protected readonly subnetA = this.subnet("a", "10.0.1.0/24");
  protected readonly subnetB = this.subnet("b", "10.0.2.0/24");
  protected readonly subnets: sems.AccessSubnet[] = [
    { id: this.subnetA.id, availabilityZone: "us-east-1a" },
    { id: this.subnetB.id, availabilityZone: "us-east-1b" },
  ];
  protected readonly nodes: sems.SemsNode[] = ["a", "b"].map((letter, i) => ({
    name: \`sems\${i + 1}\`,
    interface1: { fqdn: \`sems\${i + 1}.example.com\`, address: \`10.0.1\${i + 1}.10\` },
    interface2: { address: \`10.0.\${i + 1}.10\`, availabilityZone: \`us-east-1\${letter}\` },
  }));
  protected readonly rest = {
    clientFqdn: "keys.example.com",
    vpcId: this.vpc.id,
    certificates: {
      client: sems.CertificateSource.privateCa(this.authority.arn),
      replication: sems.CertificateSource.privateCa(this.authority.arn),
    },
    clientAccess: [
      { name: "clients", hostedZone: this.hostedZone, scheme: "internet-facing", subnets: this.subnets },
    ],
  } satisfies Partial<sems.SemsClusterProps>;
  protected readonly amiId = "ami-0123456789abcdef0";
  protected readonly first = this.server("sems1", "us-east-1a");
  protected readonly second = this.server("sems2", "us-east-1b");

  public constructor(scope: Construct) {
    super(scope, "sample");
    new AwsProvider(this, "aws", { region: "us-east-1" });
  }

  private subnet(letter: string, cidrBlock: string): Subnet {
    return new Subnet(this, letter, { vpcId: this.vpc.id, cidrBlock, availabilityZone: \`us-east-1\${letter}\` });
  }

  private server(name: string, zone: string) {
    return { name, zone, subnets: { administration: this.subnetA.id, clients: this.subnetB.id } };
  }
}
`;

/** Names that samples use of their surroundings. */
const MEMBERS = [
  "vpc",
  "zone",
  "hostedZone",
  "authority",
  "subnetA",
  "subnetB",
  "subnets",
  "nodes",
  "rest",
  "amiId",
  "first",
  "second",
];

/** A module that exports a stack with the sample in it. */
export function moduleOf({ code }: Sample): string {
  const isImport = (line: string): boolean => line.startsWith("import ");
  const lines = code.split("\n");
  const body = lines.filter((line) => !isImport(line)).join("\n");
  const used = MEMBERS.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const access = /\baccess\./.test(body)
    ? 'const access = new sems.SemsCluster(this, "Keys", { ...this.rest, nodes: this.nodes }).clientAccessNamed("clients");'
    : "";
  return `${lines.filter(isImport).join("\n")}
${SURROUNDINGS}
export class Sample extends Surroundings {
  public constructor(scope: Construct) {
    super(scope);
    const { ${used.join(", ")} } = this;
    ${access}
    ${body}
  }
}
`;
}

/** The strictest options that a project of the reader's may have. */
const STRICTEST: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  isolatedModules: true,
  verbatimModuleSyntax: false,
  skipLibCheck: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: ["node"],
  rootDir: join(__dirname, "../.."),
  paths: { "cdktf-sems": [join(__dirname, "../../lib/index.ts")] },
};

/**
 * Compiles files together, since most of the time goes into the provider's declarations.
 *
 * @returns what the compiler reports about one of the files, each with its text
 */
export function compile(files: readonly string[]): (file: string) => string[] {
  const program = ts.createProgram([...files], STRICTEST);
  return (file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  };
}
