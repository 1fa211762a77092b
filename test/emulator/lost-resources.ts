import { z } from "zod";
import { ofPort, only, recordId, type PlannedResource, type RunCommand } from "./lost-state";

/** An error of Terraform's: its text, and the resource that it is about. */
export interface Failure {
  readonly text: string;
  readonly address: string;
}

/** The errors in what Terraform prints, as far as they are about a resource. */
export const failuresIn = (output: string): Failure[] =>
  // Warnings are about resources, too, such as one that is gone when Terraform looks.
  output.split(/(?=^(?:Error|Warning): )/m).flatMap((text) => {
    const address = /^Error: [^]*?\n *with (\S+),/.exec(text)?.[1];
    return address === undefined ? [] : [{ text, address }];
  });

/** What the plan says of a resource, and by which the runbook finds the one that exists. */
const Planned = z.looseObject({
  zone_id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  set_identifier: z.string().nullish(),
  subnet_mapping: z
    .array(z.looseObject({ allocation_id: z.string().nullish(), private_ipv4_address: z.string().nullish() }))
    .default([]),
  load_balancer_arn: z.string().optional(),
  port: z.number().optional(),
  security_group_id: z.string().optional(),
  from_port: z.number().nullish(),
  referenced_security_group_id: z.string().nullish(),
  cidr_ipv4: z.string().nullish(),
  prefix_list_id: z.string().nullish(),
});

/** The ID, by the runbook's commands, of a resource that AWS refuses to make because it exists already. */
export async function idOfExisting(
  { address, type, change }: PlannedResource,
  run: RunCommand,
): Promise<string> {
  const planned = Planned.parse(change.after);
  switch (type) {
    case "aws_route53_record":
      return recordId(planned);
    case "aws_lb": {
      const fixed = planned.subnet_mapping
        .flatMap((one) => [one.allocation_id, one.private_ipv4_address])
        .filter((one) => one !== undefined && one !== null && one !== "");
      return only(
        address,
        (await run("describe-load-balancers")).filter(([, addresses = ""]) =>
          addresses.split(",").some((one) => fixed.includes(one)),
        ),
      );
    }
    case "aws_lb_listener": {
      const ofLoadBalancer = { LOAD_BALANCER: planned.load_balancer_arn ?? "" };
      return only(address, ofPort(await run("describe-listeners", ofLoadBalancer), planned.port));
    }
    case "aws_vpc_security_group_ingress_rule":
    case "aws_vpc_security_group_egress_rule": {
      const isEgress = String(type === "aws_vpc_security_group_egress_rule");
      const peer = planned.referenced_security_group_id ?? planned.cidr_ipv4 ?? planned.prefix_list_id ?? "";
      const rules = await run("describe-security-group-rules", { GROUP: planned.security_group_id ?? "" });
      return only(
        address,
        rules.filter(
          ([, egress = "", port, ...peers]) =>
            egress.toLowerCase() === isEgress && port === String(planned.from_port) && peers.includes(peer),
        ),
      );
    }
    default:
      throw new Error(`the runbook has nothing on ${address}`);
  }
}
