import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../../../stacks/cluster-stack";
import { parseConfig } from "../../../stacks/config";
import { configText } from "../../../test/support/config";
import { readInput, type InputOptions } from "../../input/read";
import { hostCertificate, rootAuthority } from "../support/certificates";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sems-verify-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(document: unknown, options: Partial<InputOptions> = {}) {
  const file = join(folder, "input.json");
  writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
  const addresses = { endpoints: new Map<string, string>(), weighted: new Map<string, string>() };
  return readInput(file, { addresses, only: [], ...options }).accesses;
}

const messageOf = (document: unknown, options: Partial<InputOptions> = {}): string => {
  try {
    read(document, options);
  } catch (error) {
    return (error as Error).message.replace(join(folder, "input.json"), "FILE");
  }
  throw new Error("was read");
};

const addresses = (endpoints: Record<string, string>, weighted: Record<string, string> = {}) => ({
  addresses: { endpoints: new Map(Object.entries(endpoints)), weighted: new Map(Object.entries(weighted)) },
});

/** The outputs of the stack of a config file, every attribute of a resource with a value. */
function outputsOf(text: string): Record<string, { value: unknown }> {
  const config = parseConfig("sems.config.json", text);
  const stack = new ClusterStack(new App({ stackTraces: false }), config.name, config).toTerraform() as {
    output: Record<string, { value: unknown }>;
  };
  const outputs: Record<string, { value: unknown }> = JSON.parse(
    JSON.stringify(stack.output).replace(/\$\{[^}]+\}/g, "198.51.100.9"),
  );
  return outputs;
}

const ACCESS = {
  client_fqdn: "keys.example.com",
  scheme: "internet-facing",
  method: "fail-over",
  services: [{ name: "https", port: 443 }],
  endpoints: [
    { node: "sems1", address: "198.51.100.1" },
    { node: "sems2", address: "198.51.100.2" },
  ],
};
const OUTPUTS = { clients_access: { sensitive: false, type: ["object", {}], value: ACCESS } };

describe("The outputs of a stack", () => {
  test("describe its client access", () => {
    expect(read(outputsOf(configText()))).toEqual([
      {
        name: "clients",
        clientFqdn: "keys.example.com",
        scheme: "internet-facing",
        zone: "example.com",
        method: "ordered-list",
        activeNode: undefined,
        services: [
          { name: "https", port: 443 },
          { name: "portal", port: 8443 },
        ],
        endpoints: [1, 2, 3].map((n) => ({
          node: `sems${n}`,
          address: "198.51.100.9",
          maintenance: false,
          interface1: { fqdn: `sems${n}.example.com`, address: `10.0.1${n}.10` },
        })),
        weightedAddress: undefined,
        certificate: undefined,
      },
    ]);
  });

  test("describe every client access, each with its method", () => {
    const example = readFileSync(join(__dirname, "../../../docs/examples/inside-and-outside.json"), "utf8");
    const found = read(outputsOf(example)).map(({ name, method, activeNode, weightedAddress }) => [
      name,
      method,
      activeNode ?? weightedAddress,
    ]);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual([expect.any(String), "manual", "sems2"]);
    expect(found).toContainEqual([expect.any(String), "weighted", "198.51.100.9"]);
    expect(found).toContainEqual([expect.any(String), "ordered-list", undefined]);
  });

  test.each<[string, unknown]>([
    ["printed by `terraform output -json`", OUTPUTS],
    ["in a state that is shown", { format_version: "1.0", values: { outputs: OUTPUTS, root_module: {} } }],
    ["in a raw state", { version: 4, serial: 1, outputs: OUTPUTS, resources: [] }],
  ])("are read %s", (_case, document) => {
    expect(read(document)).toMatchObject([{ clientFqdn: "keys.example.com", endpoints: [{}, {}] }]);
  });

  test("may say which certificate ACM holds, by its text, serial number or fingerprint", async () => {
    const { pem, certificate, serialNumber } = await hostCertificate(
      await rootAuthority(),
      "keys.example.com",
    );
    const fingerprint256 = Buffer.from(await certificate.getThumbprint("SHA-256")).toString("hex");
    const withOutput = (name: string, value: string) =>
      read({ ...OUTPUTS, [name]: { value } })[0]?.certificate;
    const serial = serialNumber.replace(/^0+/, "");
    expect(withOutput("client_certificate_pem", pem)).toEqual({ serialNumber: serial, fingerprint256 });
    expect(withOutput("client_certificate_serial_number", "00:0A:1b")).toEqual({ serialNumber: "a1b" });
    expect(withOutput("client_certificate_sha256", "0A:1b")).toEqual({ fingerprint256: "0a1b" });
    expect(read(OUTPUTS, { certificate: { serialNumber: "1" } })).toMatchObject([
      { certificate: { serialNumber: "1" } },
    ]);
  });

  test("are looked at by name", () => {
    const two = { ...OUTPUTS, inside_access: { value: { ...ACCESS, scheme: "internal" } } };
    expect(read(two, { only: ["inside"] })).toMatchObject([{ name: "inside", scheme: "internal" }]);
    expect(messageOf(two, { only: ["outside"] })).toBe(
      "FILE: no client access named outside; the input has clients, inside",
    );
  });
});

describe("The config file", () => {
  test("needs the addresses that only the deployment knows", () => {
    expect(messageOf(configText())).toBe(
      "FILE: no address that reaches sems1 by clients; give --address clients/sems1=ADDRESS",
    );
    const known = addresses({
      sems1: "198.51.100.1",
      "clients/sems2": "198.51.100.2",
      sems3: "198.51.100.3",
    });
    expect(read(configText(), known)).toEqual(
      read(outputsOf(configText())).map((access) => ({
        ...access,
        endpoints: access.endpoints.map((endpoint, i) => ({ ...endpoint, address: `198.51.100.${i + 1}` })),
      })),
    );
  });

  test("holds them itself for an internal zonal load balancer", () => {
    const text = configText({
      "clientAccess[0].scheme": "internal",
      "clientAccess[0].subnets": ["a", "b", "c"].map((letter, i) => ({
        id: `subnet-${i}`,
        availabilityZone: `us-east-1${letter}`,
        privateAddress: `10.0.${i}.5`,
      })),
    });
    expect(read(text)[0]?.endpoints.map(({ address }) => address)).toEqual([
      "10.0.0.5",
      "10.0.1.5",
      "10.0.2.5",
    ]);
  });

  test("puts nodes in maintenance last, and may hold comments", () => {
    const known = addresses({ sems1: "198.51.100.1", sems2: "198.51.100.2", sems3: "198.51.100.3" });
    const text = `// ours\n${configText({ "nodes[0].maintenance": true })}`;
    expect(read(text, known)[0]?.endpoints.map(({ node }) => node)).toEqual(["sems2", "sems3", "sems1"]);
  });

  test("needs the address of a weighted load balancer", () => {
    const known = { sems1: "198.51.100.1", sems2: "198.51.100.2", sems3: "198.51.100.3" };
    const text = configText({ "clientAccess[0].method": { type: "weighted" } });
    expect(messageOf(text, addresses(known))).toBe(
      "FILE: no address of the weighted load balancer of clients; give --weighted-address clients=NAME",
    );
    expect(read(text, addresses(known, { clients: "nlb.example.net" }))).toMatchObject([
      { method: "weighted", weightedAddress: "nlb.example.net" },
    ]);
  });

  test("has a default method by the number of nodes", () => {
    const known = addresses({ sems1: "198.51.100.1", sems2: "198.51.100.2" });
    const text = configText({ "clientAccess[0].method": undefined }, 2);
    expect(read(text, known)).toMatchObject([{ method: "fail-over" }]);
  });
});

test.each<[string, unknown, Partial<InputOptions>, string]>([
  ["no JSON", "{", {}, "FILE: not JSON; expected what `terraform output -json` prints"],
  ["a list", [], {}, "FILE: JSON, but no object; expected"],
  ["an empty object", {}, {}, "FILE: JSON of another kind; expected"],
  ["a plan", { planned_values: { outputs: OUTPUTS } }, {}, "FILE: JSON of another kind; expected"],
  [
    "other outputs",
    { vpc_id: { value: "vpc-1" } },
    {},
    "FILE: no output named …_access; deploy the stack once",
  ],
  [
    "an address that is not known yet",
    { clients_access: { value: { ...ACCESS, endpoints: [{ node: "sems1", address: null }] } } },
    {},
    "FILE: output clients_access: endpoints.0.address: ",
  ],
  ["a config file that is none", { clientFqdn: 1 }, {}, "FILE: clientFqdn: "],
  [
    "addresses beside outputs",
    OUTPUTS,
    addresses({ sems1: "198.51.100.1" }),
    "FILE: --address and --weighted-address go with a config file only",
  ],
  [
    "a certificate that is none",
    { ...OUTPUTS, client_certificate_pem: { value: "x" } },
    {},
    "FILE: no certificate in PEM",
  ],
  [
    "an address of no node",
    configText(),
    addresses({ sems1: "198.51.100.1", sems2: "x", sems3: "x", sems4: "x" }),
    "FILE: --address names no node: sems4",
  ],
  [
    "a weighted address of no client access",
    configText(),
    addresses({ sems1: "198.51.100.1", sems2: "x", sems3: "x" }, { inside: "x" }),
    "FILE: --weighted-address names no client access: inside",
  ],
])("%s is refused in one line", (_case, document, options, message) => {
  const found = messageOf(document, options);
  expect(found.slice(0, message.length)).toBe(message);
  expect(found).not.toContain("\n");
});
