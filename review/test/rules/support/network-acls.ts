import { adding, changing, type Body, type Document } from "../../support/document";
import { plain } from "../../support/mended";

/** Every address. */
export const ANY = "0.0.0.0/0";
/** The zones, by letter. */
export const LETTERS = ["a", "b", "c"];
/** The network of a subnet of the load balancer's. */
export const frontNetwork = (i: number): string => `10.0.10${i}.0/24`;

/** The load balancer in subnets of its own: its connections to the nodes then cross the borders of two subnets. */
export const apart: Document = adding(
  changing(plain, "aws_lb.keys", {
    subnet_mapping: LETTERS.map((letter) => ({
      subnet_id: `\${aws_subnet.front_${letter}.id}`,
      allocation_id: `\${aws_eip.${letter}.allocation_id}`,
    })),
  }),
  Object.fromEntries(
    LETTERS.map((letter, i) => [
      `aws_subnet.front_${letter}`,
      {
        vpc_id: "${aws_vpc.main.id}",
        availability_zone: `us-east-1${letter}`,
        cidr_block: frontNetwork(i),
      },
    ]),
  ),
);

/** A rule: allows TCP, unless it is changed. */
export const rule = (
  rule_no: number,
  cidr_block: string,
  from_port: number,
  to_port = from_port,
  more: Body = {},
) => ({
  rule_no,
  action: "allow",
  protocol: "tcp",
  cidr_block,
  from_port,
  to_port,
  ...more,
});

/** The ports of answers. */
export const EPHEMERAL = [1024, 65535] as const;

/** A network ACL of the subnets of a side, with rules in it. */
export const withAcl = (
  side: "front" | "outside",
  ingress: readonly Body[],
  egress: readonly Body[],
  document = apart,
): Document =>
  adding(document, {
    [`aws_network_acl.${side}`]: {
      vpc_id: "${aws_vpc.main.id}",
      subnet_ids: LETTERS.map((letter) => `\${aws_subnet.${side}_${letter}.id}`),
      ingress,
      egress,
    },
  });

/** As AWS recommends it for a load balancer: clients in, to the nodes out, and the answers of both. */
export const front = (ingress: readonly Body[] = [], egress: readonly Body[] = []): Document =>
  withAcl(
    "front",
    [...ingress, rule(100, ANY, 443), rule(110, ANY, 636), rule(120, "10.0.0.0/16", ...EPHEMERAL)],
    [...egress, rule(100, "10.0.0.0/16", 443), rule(110, "10.0.0.0/16", 636), rule(120, ANY, ...EPHEMERAL)],
  );

/** The same for the nodes. */
export const nodes = (ingress: readonly Body[] = [], egress: readonly Body[] = []): Document =>
  withAcl(
    "outside",
    [...ingress, rule(100, "10.0.0.0/16", 443), rule(110, "10.0.0.0/16", 636)],
    [...egress, rule(100, "10.0.0.0/16", ...EPHEMERAL)],
  );

/** A rule that denies TCP. */
export const deny = (number: number, network: string, from: number, to = from): Body =>
  rule(number, network, from, to, { action: "deny" });
