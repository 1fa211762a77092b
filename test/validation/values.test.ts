import { Lazy } from "cdktf";
import { PORT } from "../../lib/limits";
import fc from "fast-check";
import { formatProblem } from "../../lib/validation/problem";
import {
  checkAwsId,
  checkCidr,
  checkFqdn,
  checkHostAddress,
  checkInZone,
  checkIpv4,
  checkLabel,
  checkMembers,
  checkRange,
  checkUnique,
} from "../../lib/validation/values";

const lines = (problems: Parameters<typeof formatProblem>[0][]) => problems.map(formatProblem);

const octet = fc.nat(255);
const octets = fc.tuple(octet, octet, octet, octet);
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => [...labels, "com"].join("."));

describe("checkRange", () => {
  test("takes exactly the whole numbers within the bounds, both included", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 70_000 }), (port) => {
        expect(checkRange("port", port, PORT, "a TCP port")).toHaveLength(
          port >= 1 && port <= 65_535 ? 0 : 1,
        );
      }),
    );
  });

  test.each([1, 60])("takes the bound %d", (ttl) => {
    expect(checkRange("ttl", ttl, { min: 1, max: 60 }, "a whole number of seconds")).toEqual([]);
  });

  test.each([0, 61, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (ttl) => {
    expect(checkRange("ttl", ttl, { min: 1, max: 60 }, "a whole number of seconds")).toHaveLength(1);
  });

  test("says the bounds, the unit and the rule", () => {
    expect(
      lines(checkRange("ttl", 61, { min: 1, max: 60 }, "a whole number of seconds", "SEMS-DNS-2")),
    ).toEqual(["ttl: found 61; allowed: a whole number of seconds from 1 to 60 [SEMS-DNS-2]"]);
  });
});

describe("checkFqdn", () => {
  test("takes every name of two labels or more", () => {
    fc.assert(
      fc.property(domain, (name) => {
        expect(checkFqdn("fqdn", name)).toEqual([]);
      }),
    );
  });

  test.each([
    "",
    "keys",
    "*.example.com",
    "keys.example.com.",
    "keys..com",
    "-keys.example.com",
    "k_1.example.com",
    "schl\u00fcssel.example.com",
    `${"k".repeat(60)}.${"k".repeat(28)}.example.com`,
  ])("refuses %j", (name) => {
    expect(lines(checkFqdn("fqdn", name))).toEqual([
      expect.stringContaining(
        `fqdn: found ${JSON.stringify(name)}; allowed: a fully qualified domain name such as keys.example.com, without a wildcard or a trailing dot, 100 characters at most`,
      ),
    ]);
  });

  test("takes 100 characters and no more", () => {
    const name = (length: number): string => `${"k".repeat(60)}.${"k".repeat(length - 73)}.example.com`;
    expect([100, 101].map((length) => [name(length).length, checkFqdn("fqdn", name(length)).length])).toEqual(
      [
        [100, 0],
        [101, 1],
      ],
    );
  });

  test.each([
    ["keys.example.com.", "keys.example.com"],
    ["Schl\u00fcssel.Example.com", "xn--schlssel-95a.example.com"],
  ])("says in which form AWS stores %j", (name, stored) => {
    expect(lines(checkFqdn("fqdn", name))[0]).toMatch(`100 characters at most; here ${stored}`);
  });
});

describe("checkLabel", () => {
  test("takes letters, digits and hyphens, a letter first and no hyphen last, 63 of them at most", () => {
    const characters = fc.constantFrom("a", "Z", "0", "9", "-", "_", ".", " ", "/", "\u00fc", "\n");
    const texts = fc.array(characters, { maxLength: 70 }).map((parts) => parts.join(""));
    const good = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,68}[a-zA-Z0-9]$/);
    fc.assert(
      fc.property(fc.oneof(texts, good), (name) => {
        const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const fits =
          name.length >= 1 &&
          name.length <= 63 &&
          letters.includes(name.charAt(0)) &&
          !name.endsWith("-") &&
          Array.from(name).every((character) => `${letters}0123456789-`.includes(character));
        expect(checkLabel("name", name)).toHaveLength(fits ? 0 : 1);
      }),
    );
  });

  test("says what is allowed", () => {
    expect(lines(checkLabel("name", "data centre"))).toEqual([
      'name: found "data centre"; allowed: letters, digits and hyphens, a letter first, 63 at most',
    ]);
  });
});

describe("checkInZone", () => {
  test("takes the zone's own name and every name below it, in any case, with or without the zone's closing dot", () => {
    const cased = (text: string) => fc.mixedCase(fc.constant(text));
    const inZone = fc
      .tuple(fc.array(label, { maxLength: 3 }), domain, fc.constantFrom("", "."))
      .chain(([labels, zone, dot]) => fc.tuple(cased([...labels, zone].join(".")), cased(`${zone}${dot}`)));
    fc.assert(
      fc.property(inZone, ([name, zone]) => {
        expect(checkInZone("clientFqdn", name, zone)).toEqual([]);
      }),
    );
  });

  test("refuses a name that only ends in the same letters", () => {
    fc.assert(
      fc.property(label, domain, (prefix, zone) => {
        expect(checkInZone("clientFqdn", `${prefix}${zone}`, zone)).toHaveLength(1);
      }),
    );
  });

  test("says which zone cannot hold the name", () => {
    expect(lines(checkInZone("clientFqdn", "keys.example.org", "example.com"))).toEqual([
      'clientFqdn: found "keys.example.org"; allowed: a name in the hosted zone example.com',
    ]);
  });
});

describe("checkAwsId", () => {
  test.each(["vpc-", "subnet-1", "", "VPC-1", "vpc-!1", "vpc-1!"])(
    "refuses %j where a VPC's id is asked for",
    (id) => {
      expect(lines(checkAwsId("vpcId", id, "vpc-"))).toEqual([
        `vpcId: found ${JSON.stringify(id)}; allowed: an id that begins with vpc-`,
      ]);
    },
  );

  test("takes an id of the kind asked for", () => {
    expect(checkAwsId("vpcId", "vpc-0123456789abcdef0", "vpc-")).toEqual([]);
  });
});

describe("checkIpv4", () => {
  test("takes every address of four octets", () => {
    fc.assert(
      fc.property(octets, (parts) => {
        expect(checkIpv4("address", parts.join("."))).toEqual([]);
      }),
    );
  });

  test.each(["", "10.0.1", "10.0.1.256", "10.0.1.10/32", "010.0.1.10", "0x0a.0.1.10", "::1", "sems1"])(
    "refuses %j",
    (address) => {
      expect(lines(checkIpv4("address", address))).toEqual([
        `address: found ${JSON.stringify(address)}; allowed: an IPv4 address such as 10.0.1.10`,
      ]);
    },
  );
});

describe("checkHostAddress", () => {
  test.each(["0.0.0.0", "0.1.2.3", "127.0.0.1", "169.254.1.1", "224.0.0.1", "255.255.255.255"])(
    "refuses %s, which no host has",
    (address) => {
      expect(lines(checkHostAddress("address", address))).toEqual([
        `address: found "${address}"; allowed: the address of a host, such as 10.0.1.10`,
      ]);
    },
  );

  test.each(["1.0.0.1", "10.0.0.0", "100.64.0.1", "203.0.113.1", "223.255.255.254"])(
    "takes %s",
    (address) => {
      expect(checkHostAddress("address", address)).toEqual([]);
    },
  );

  test("says of what is no address what an address is", () => {
    expect(lines(checkHostAddress("address", "sems1"))).toEqual([
      'address: found "sems1"; allowed: an IPv4 address such as 10.0.1.10',
    ]);
  });
});

describe("checkCidr", () => {
  const networks = fc.tuple(octets, fc.nat(32)).map(([parts, length]) => {
    const bits = (octetIndex: number) => Math.min(8, Math.max(0, length - 8 * octetIndex));
    const masked = parts.map((part, i) => part & (0xff << (8 - bits(i))));
    return { given: `${parts.join(".")}/${length}`, network: `${masked.join(".")}/${length}` };
  });

  test("takes a network exactly where its host bits are zero, and else says which network was meant", () => {
    fc.assert(
      fc.property(networks, ({ given, network }) => {
        expect(checkCidr("clients", network)).toEqual([]);
        expect(lines(checkCidr("clients", given))).toEqual(
          given === network
            ? []
            : [
                `clients: found "${given}"; allowed: an IPv4 network in CIDR notation such as 10.0.0.0/8; here ${network}`,
              ],
        );
      }),
    );
  });

  test.each(["", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "2001:db8::/32", "world"])(
    "refuses %j",
    (network) => {
      expect(lines(checkCidr("clients", network))).toEqual([
        expect.stringMatching(
          /^clients: found ".*"; allowed: an IPv4 network in CIDR notation such as 10\.0\.0\.0\/8$/,
        ),
      ]);
    },
  );
});

describe("checkUnique", () => {
  const placesOf = (values: readonly string[]) => values.map((value, i) => ({ path: `list[${i}]`, value }));

  test("reports each value but the first of its kind, in any case", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "A", "b", "B", "c")), (values) => {
        const distinct = new Set(values.map((value) => value.toLowerCase())).size;
        expect(checkUnique(placesOf(values))).toHaveLength(values.length - distinct);
      }),
    );
  });

  test("names the first place of the value, and the rule", () => {
    expect(lines(checkUnique(placesOf(["sems1", "sems2", "SEMS1", "sems1"]), "SEMS-CLUSTER-1"))).toEqual([
      'list[2]: found "SEMS1"; allowed: a unique value; list[0] already uses it [SEMS-CLUSTER-1]',
      'list[3]: found "sems1"; allowed: a unique value; list[0] already uses it [SEMS-CLUSTER-1]',
    ]);
  });
});

describe("checkMembers", () => {
  test("checks each member at its place, and that none occurs twice", () => {
    expect(lines(checkMembers("list", ["10.0.0.1", "x", undefined, "10.0.0.1"], checkIpv4))).toEqual([
      'list[1]: found "x"; allowed: an IPv4 address such as 10.0.1.10',
      'list[3]: found "10.0.0.1"; allowed: a unique value; list[0] already uses it',
    ]);
  });

  test("asks for a list whose length is known", () => {
    const list = Lazy.listValue({ produce: () => [] });
    expect(checkMembers("list", list, checkIpv4).map(({ path }) => path)).toEqual(["list"]);
    expect(checkMembers("list", undefined, checkIpv4)).toEqual([]);
  });
});

describe("A value that cannot be checked yet", () => {
  const text = Lazy.stringValue({ produce: () => "x" });
  const number = Lazy.numberValue({ produce: () => 0 });
  const twice = (value: string | undefined) => [
    { path: "a", value },
    { path: "b", value },
  ];

  test.each<[string, (unknown: { text?: string; number?: number }) => unknown]>([
    ["checkRange", (unknown) => checkRange("n", unknown.number, PORT, "a TCP port")],
    ["checkFqdn", (unknown) => checkFqdn("s", unknown.text)],
    ["checkInZone, of the name", (unknown) => checkInZone("s", unknown.text, "example.com")],
    ["checkInZone, of the zone", (unknown) => checkInZone("s", "k.example.com", unknown.text)],
    ["checkAwsId", (unknown) => checkAwsId("s", unknown.text, "vpc-")],
    ["checkLabel", (unknown) => checkLabel("s", unknown.text)],
    ["checkIpv4", (unknown) => checkIpv4("s", unknown.text)],
    ["checkHostAddress", (unknown) => checkHostAddress("s", unknown.text)],
    ["checkCidr", (unknown) => checkCidr("s", unknown.text)],
    ["checkUnique", (unknown) => checkUnique(twice(unknown.text))],
  ])("passes %s, token or absent", (_check, problemsOf) => {
    expect([problemsOf({ text, number }), problemsOf({})]).toEqual([[], []]);
  });
});
