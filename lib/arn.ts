import { Fn, Token } from "cdktf";
import { invalidValue } from "./validation/errors";
import type { Problem } from "./validation/problem";
import { isResolved } from "./tokens";

/** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; nothing that a shell evaluates, as commands for people contain ARNs. */
const ARN = /^arn:[\w-]+:(?<service>[\w-]+):(?<region>[\w-]*):\d*:(?<resource>[\w+=,.@:/-]+)$/;

/** Checks the ARN of something of a service in the stack's region; a resource begins with its kind. */
export function checkArn(
  path: string,
  arn: string | undefined,
  {
    service,
    kind,
    region,
  }: { readonly service: string; readonly kind: string; readonly region: string | undefined },
): Problem[] {
  if (!isResolved(arn)) return [];
  const found = ARN.exec(arn)?.groups;
  const resource = found?.["resource"] ?? "";
  const fits = found?.["service"] === service && resource.startsWith(kind) && resource.length > kind.length;
  if (fits && (!isResolved(region) || found["region"] === region)) return [];
  const place = isResolved(region) ? region : "REGION";
  return [
    invalidValue(
      path,
      arn,
      `the ARN of an object of this region, arn:aws:${service}:${place}:ACCOUNT:${kind}…`,
    ),
  ];
}

/** The region of an ARN: its fourth part. */
export const regionOfArn = (arn: string): string =>
  isResolved(arn) ? (arn.split(":")[3] ?? "") : Token.asString(Fn.element(Fn.split(":", arn), 3));
