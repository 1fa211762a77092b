import { z } from "zod";

/** What Terraform cannot import: the apply makes it once more, and AWS changes nothing. */
export const NOT_IMPORTED: ReadonlySet<string> = new Set([
  "aws_lb_target_group_attachment",
  // Imported, it would be updated, and with that replace the load balancer.
  "terraform_data",
]);

/** What a plan says of a resource that it would create, and by which the runbook finds the one that exists. */
const Planned = z.looseObject({
  name: z.string().optional(),
  type: z.string().optional(),
  set_identifier: z.string().nullish(),
  port: z.number().optional(),
  description: z.string().optional(),
  domain_name: z.string().optional(),
  tags: z.record(z.string(), z.string()).nullish(),
});

/** A resource that a plan would create. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly after?: unknown };
}

/** Runs a command of the runbook with values in place of its names in capitals; returns lines of columns. */
export type RunCommand = (operation: string, values?: Record<string, string>) => Promise<string[][]>;

/** What the commands of the runbook on lost states print of a client access and its certificate. */
interface Found {
  readonly fqdn: string;
  readonly zone: string;
  readonly certificates: readonly string[][];
  readonly addresses: readonly string[][];
  readonly loadBalancer: string;
  readonly targetGroups: readonly string[][];
  readonly listeners: readonly string[][];
  readonly securityGroups: readonly string[][];
  /** Each with the description of its group. */
  readonly rules: readonly string[][];
  readonly records: readonly string[][];
}

/** The resources of a client access that no state has, and its certificate, by the runbook's commands. */
export class LostState {
  private constructor(private readonly found: Found) {}

  public static async find(
    { ZONE = "", FQDN = "" }: Record<string, string>,
    run: RunCommand,
  ): Promise<LostState> {
    const [[loadBalancer = ""] = []] = await run("get-resources");
    const ofLoadBalancer = { LOAD_BALANCER: loadBalancer };
    const securityGroups = (await run("describe-security-groups")).filter(([, , name]) =>
      name?.startsWith(FQDN),
    );
    const rules: string[][] = [];
    for (const [group = "", description = ""] of securityGroups) {
      const ofGroup = await run("describe-security-group-rules", { GROUP: group });
      rules.push(...ofGroup.map((rule) => [description, ...rule]));
    }
    return new LostState({
      fqdn: FQDN,
      zone: ZONE,
      certificates: await run("list-certificates"),
      addresses: await run("describe-addresses"),
      loadBalancer,
      targetGroups: await run("describe-target-groups", ofLoadBalancer),
      listeners: await run("describe-listeners", ofLoadBalancer),
      securityGroups,
      rules,
      records: await run("list-resource-record-sets"),
    });
  }

  /** The ID that the runbook's table has for a resource. */
  public idOf({ address, type, change }: PlannedResource): string {
    const planned = Planned.parse(change.after);
    const { found } = this;
    switch (type) {
      case "aws_acm_certificate":
        return only(
          address,
          found.certificates.filter(([name]) => name === planned.domain_name).map(([, arn = ""]) => [arn]),
        );
      case "aws_eip":
        return only(
          address,
          found.addresses.filter(([, , name]) => name === planned.tags?.["Name"]),
        );
      case "aws_lb":
        return found.loadBalancer;
      case "aws_lb_target_group":
        return only(address, ofPort(found.targetGroups, planned.port));
      case "aws_lb_listener":
        return only(address, ofPort(found.listeners, planned.port));
      case "aws_security_group":
        return only(
          address,
          found.securityGroups.filter(
            ([, description, name]) => description === planned.description && name === planned.tags?.["Name"],
          ),
        );
      case "aws_vpc_security_group_ingress_rule":
      case "aws_vpc_security_group_egress_rule":
        return this.ruleOf(address, type, planned.description);
      case "aws_route53_record":
        return recordId({ ...planned, zone_id: found.zone });
      case "aws_route53_health_check":
        return this.healthCheckOf(address);
      default:
        throw new Error(`the runbook has nothing on ${address}`);
    }
  }

  private ruleOf(address: string, type: string, description: string | undefined): string {
    const isEgress = String(type === "aws_vpc_security_group_egress_rule");
    const ofNodes = address.includes("Interface2");
    const rules = this.found.rules.filter(
      ([group = "", , egress = "", own]) =>
        group.includes("to Interface 2") === ofNodes &&
        egress.toLowerCase() === isEgress &&
        own === description,
    );
    return only(
      address,
      rules.map(([, ...rule]) => rule),
    );
  }

  /** By the Elastic IP of its zone, which a record has. */
  private healthCheckOf(address: string): string {
    const zone = /_Zones_([a-z\d-]+)_/.exec(address)?.[1] ?? "";
    const [, ip] = this.found.addresses.find(([, , name]) => name === `${this.found.fqdn} ${zone}`) ?? [];
    const records = this.found.records.filter(([, , , , value]) => value === ip);
    return only(
      address,
      records.map(([, , , healthCheck = ""]) => [healthCheck]),
    );
  }
}

/** The ID of a record: without an identifier for a plain one. */
export const recordId = (record: {
  readonly zone_id?: string | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly set_identifier?: string | null | undefined;
}): string =>
  [record.zone_id, record.name, record.type, record.set_identifier]
    .filter((part) => part !== undefined && part !== null)
    .join("_");

/** The ARNs in lines of a port and an ARN, of a port. */
export const ofPort = (lines: readonly string[][], port: number | undefined): string[][] =>
  lines.filter(([own]) => own === String(port)).map(([, arn = ""]) => [arn]);

/** The first column of the only line. */
export function only(address: string, lines: readonly string[][]): string {
  const [first, ...others] = lines;
  const id = first?.[0];
  if (id === undefined || others.length > 0)
    throw new Error(`the runbook finds ${lines.length} for ${address}`);
  return id;
}
