/** What CDK Terrain's line needs in place of CDKTF's; the tests run with the versions in package.json beside this file. */
const PEERS = {
  "@cdktn/provider-aws": "^25.7.0",
  cdktn: "^0.24.0",
  // The range that cdktn 0.24 itself asks for.
  constructs: ">=10.6.0 <10.8.0",
};

interface PackageJson {
  readonly [member: string]: unknown;
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
}

/** The package.json of the second line, made of that of the first: name, keywords, Node and peers are its own. */
export function packageJsonFor(text: string): string {
  // The repository's own file: its shape is known.
  const first = JSON.parse(text) as PackageJson;
  const command = first.bin[first.name];
  if (command === undefined) throw new Error(`package.json: no command of the name ${first.name}`);
  // What only the repository needs is left out.
  const {
    scripts: _scripts,
    devDependencies: _dev,
    workspaces: _workspaces,
    overrides: _overrides,
    ...rest
  } = first;
  const second = {
    ...rest,
    name: "cdktn-sems",
    description: `${first.description} (CDK Terrain)`,
    keywords: ["cdk-terrain", ...first.keywords.map((keyword) => (keyword === "cdktf" ? "cdktn" : keyword))],
    engines: { node: ">=22.11" },
    bin: { "cdktn-sems": command },
    peerDependencies: PEERS,
  };
  return `${JSON.stringify(second, null, 2)}\n`;
}
