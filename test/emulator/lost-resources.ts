import * as path from "node:path";
import type { TerraformFolder } from "../terraform/terraform";
import type { RunCommand } from "./lost-state";

/** An error of Terraform's: its text, and the resource that it is about. */
export interface Failure {
  readonly text: string;
  readonly address: string;
}

/** The errors in what Terraform prints, as far as they are about a resource. */
export const failuresIn = (output: string): Failure[] =>
  // Warnings are about resources, too, such as one that is gone when Terraform looks.
  output.split(/(?=(?:Error|Warning): )/).flatMap((text) => {
    const address = /^Error: [^]*?\n *with (\S+),/.exec(text)?.[1];
    return address === undefined ? [] : [{ text, address }];
  });

/** What a deploy that was killed has made and the state does not have, found by the runbook's commands. */
export class LostResources {
  public constructor(
    private readonly stack: TerraformFolder,
    private readonly run: RunCommand,
    private readonly fqdn: string,
  ) {}

  /** The ID of the resource that AWS refuses to make because it exists already. */
  public async idOf({ text, address }: Failure): Promise<string> {
    const type = address.split(".")[0];
    switch (type) {
      case "aws_route53_record": {
        const [, name = "", recordType = "", identifier = ""] =
          /name='([^']*?)\.?', type='(\w+)'(?:, set identifier='([^']*)')?/.exec(text) ?? [];
        const zone = String((await this.valuesInState("aws_route53_zone"))[0]?.["zone_id"]);
        return [zone, name, recordType, identifier].filter((part) => part !== "").join("_");
      }
      case "aws_lb":
        return (await this.loadBalancers())[0] ?? "";
      case "aws_lb_listener": {
        const arn = String((await this.valuesInState("aws_lb"))[0]?.["arn"]);
        return (await this.run("describe-listeners", { LOAD_BALANCER: arn }))[0]?.[1] ?? "";
      }
      case "aws_vpc_security_group_ingress_rule":
      case "aws_vpc_security_group_egress_rule":
        return this.rule(address, type);
      default:
        throw new Error(`the runbook has nothing on ${address}: ${text}`);
    }
  }

  /** The ARNs of the load balancers of the client FQDN that the state does not have. */
  public async loadBalancers(): Promise<string[]> {
    const state = (await this.run("pull", { NAME: path.basename(this.stack.path) })).flat().join("\n");
    const arns = (await this.run("get-resources", { FQDN: this.fqdn })).flat();
    return arns.filter((arn) => !state.includes(`"${arn}"`));
  }

  private async rule(address: string, type: string): Promise<string> {
    const isEgress = String(type === "aws_vpc_security_group_egress_rule");
    const groups = await this.valuesInState("aws_security_group");
    const known = [
      ...(await this.valuesInState("aws_vpc_security_group_ingress_rule")),
      ...(await this.valuesInState("aws_vpc_security_group_egress_rule")),
    ];
    for (const { id, name_prefix: prefix } of groups) {
      if (address.includes("Interface2") !== String(prefix).includes("interface2")) continue;
      const rules = await this.run("describe-security-group-rules", { GROUP: String(id) });
      const found = rules.find(
        ([rule = "", egress = "", port]) =>
          egress.toLowerCase() === isEgress && port !== "-1" && !known.some((one) => one["id"] === rule),
      );
      if (found?.[0] !== undefined) return found[0];
    }
    return "";
  }

  private async valuesInState(type: string): Promise<Record<string, unknown>[]> {
    const resources = (await this.stack.state()).values?.root_module.resources ?? [];
    return resources.filter((resource) => resource.type === type).map(({ values }) => values);
  }
}
