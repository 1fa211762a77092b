import { Fn, Token } from "cdktf";
import { wrongForm } from "./validation/errors";
import type { Problem } from "./validation/problem";
import { isKnown } from "./known";

/** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` */
const ARN = /^arn:[\w-]+:(?<service>[\w-]+):(?<region>[\w-]*):\d*:(?<resource>.+)$/;

/** Checks the ARN of something of a service in the stack's region; a resource begins with its kind. */
export function checkArn(
  where: string,
  arn: string | undefined,
  {
    service,
    kind,
    region,
  }: { readonly service: string; readonly kind: string; readonly region: string | undefined },
): Problem[] {
  if (!isKnown(arn)) return [];
  const found = ARN.exec(arn)?.groups;
  const resource = found?.["resource"] ?? "";
  const fits = found?.["service"] === service && resource.startsWith(kind) && resource.length > kind.length;
  if (fits && (!isKnown(region) || found["region"] === region)) return [];
  const place = isKnown(region) ? region : "REGION";
  return [
    wrongForm(
      where,
      arn,
      `the ARN of an object of this region, arn:aws:${service}:${place}:ACCOUNT:${kind}…`,
    ),
  ];
}

/** The region of an ARN: its fourth part. */
export const regionOfArn = (arn: string): string =>
  isKnown(arn) ? (arn.split(":")[3] ?? "") : Token.asString(Fn.element(Fn.split(":", arn), 3));
