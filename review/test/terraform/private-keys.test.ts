import { decode } from "../../terraform/input";
import { privateKeysIn } from "../../terraform/private-keys";

const KEY = "-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----";

test("a configuration: resources of any type, data, locals, variables, providers and modules", () => {
  const json = {
    resource: { aws_ssm_parameter: { key: { value: KEY }, other: { value: "public" } } },
    data: { http: { key: { body: [{ text: KEY }] } } },
    locals: { key: KEY },
    variable: { key: { default: KEY } },
    provider: { tls: { key: KEY } },
    module: { cluster: { source: "./cluster", key: KEY } },
    output: { key: { value: KEY } },
  };
  expect(privateKeysIn(json)).toEqual([
    "aws_ssm_parameter.key",
    "data.http.key",
    "local.key",
    "module.cluster",
    "provider.tls",
    "var.key",
  ]);
});

test("a plan: resources in modules, and the variables; not what goes away, nor outputs", () => {
  const held = (address: string) => ({ address, type: "local_file", values: { content: `x${KEY}` } });
  const json = {
    planned_values: {
      outputs: { key: { value: KEY } },
      root_module: {
        resources: [held("local_file.a"), { ...held("local_file.b"), values: {} }],
        child_modules: [{ address: "module.m", resources: [held("module.m.local_file.c[0]")] }],
      },
    },
    variables: { key: { value: KEY } },
    resource_changes: [{ ...held("local_file.gone"), change: { before: { content: KEY } } }],
  };
  expect(privateKeysIn(json)).toEqual(["local_file.a", "module.m.local_file.c[0]", "var.key"]);
});

test.each(["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "SSH2 ENCRYPTED "])(
  "a %sPRIVATE KEY in PEM",
  (kind) => {
    expect(privateKeysIn({ locals: { key: `-----BEGIN ${kind}PRIVATE KEY-----\nMII` } })).toEqual([
      "local.key",
    ]);
  },
);

test("a private key of OpenPGP, in a file as in a value", () => {
  const key = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOY";
  expect(privateKeysIn({ resource: { aws_s3_object: { key: { content: key } } } })).toEqual([
    "aws_s3_object.key",
  ]);
  expect(decode(Buffer.from(JSON.stringify({ locals: { key } })), "file").mentionsKey).toBe(true);
  const publicKey = key.replace("PRIVATE", "PUBLIC");
  expect(decode(Buffer.from(JSON.stringify({ locals: { publicKey } })), "file").mentionsKey).toBe(false);
});

test("nothing where there is none, whatever is nested how deep", () => {
  let deep: unknown = "PRIVATE";
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(privateKeysIn({ locals: { deep, key: "-----BEGIN PUBLIC KEY-----" } })).toEqual([]);
  expect(privateKeysIn(null)).toEqual([]);
});
