import { parse, validate } from "@aws-sdk/util-arn-parser";
import { wrongForm, type Problem } from "./errors";
import { isKnown } from "./known";

/** Checks the ARN of something of a service in the stack's region: `arn:PARTITION:SERVICE:REGION:ACCOUNT:KIND/ID`. */
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
  const place = isKnown(region) ? region : "REGION";
  const allowed = `the ARN of an object of this region, arn:aws:${service}:${place}:ACCOUNT:${kind}…`;
  if (!validate(arn)) return [wrongForm(where, arn, allowed)];
  const found = parse(arn);
  const fits =
    found.service === service && found.resource.startsWith(kind) && found.resource.length > kind.length;
  return fits && (!isKnown(region) || found.region === region) ? [] : [wrongForm(where, arn, allowed)];
}
