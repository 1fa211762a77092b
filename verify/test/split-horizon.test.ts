import { judge } from "../judge";
import { observeAccess } from "../observe";
import { LoopbackCluster, makeAuthorities } from "./support/loopback-cluster";

describe("A name with two client accesses, one outside and one inside", () => {
  test.each([
    ["inside", 21, "outside", 11],
    ["outside", 11, "inside", 21],
  ])("is judged, from %s, by what each access can be asked for", async (_here, own, elsewhere, other) => {
    const authorities = await makeAuthorities();
    const [outside, inside] = await Promise.all([
      LoopbackCluster.start(authorities, { firstHost: 11 }),
      LoopbackCluster.start(authorities, { firstHost: 21, scheme: "internal" }),
    ]);
    // A machine is in one place: its resolver knows one of the two.
    const resolvers = [own === 11 ? outside.resolver : inside.resolver];
    const accesses = await Promise.all([
      observeAccess({ ...outside.access, name: "outside" }, { ...outside.options, resolvers }),
      observeAccess({ ...inside.access, name: "inside" }, { ...inside.options, resolvers, nameservers: [] }),
    ]);
    outside.stop();
    inside.stop();
    const { findings, unseen } = judge("outputs.json", accesses, {
      now: new Date(),
      expiryDays: 30,
      acknowledge: new Map(),
    });
    expect(findings).toEqual([]);
    expect(unseen).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^${elsewhere}: What .* here: it resolves to another client access \\(127\\.0\\.0\\.${own}\\)\\.$`,
        ),
      ),
    );
    expect(unseen.join()).not.toContain(`(127.0.0.${other})`);
  });

  test("says of which access a finding is", async () => {
    const authorities = await makeAuthorities();
    const cluster = await LoopbackCluster.start(authorities, { resolvesTo: [2] });
    const observed = await observeAccess(cluster.access, cluster.options);
    cluster.stop();
    const options = { now: new Date(), expiryDays: 30, acknowledge: new Map() };
    const two = judge(
      "outputs.json",
      [observed, { ...observed, name: "second", clientFqdn: "other.test" }],
      options,
    );
    expect(two.findings.map(({ stack }) => stack)).toEqual(expect.arrayContaining(["clients", "second"]));
    expect(judge("outputs.json", [observed], options).findings[0]).not.toHaveProperty("stack");
  });
});
