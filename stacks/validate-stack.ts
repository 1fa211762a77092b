import { checkLabel } from "../lib/validation/values";
import { invalidValue } from "../lib/validation/errors";
import type { Problem } from "../lib/validation/problem";
import { isResolved, type DeepPartial } from "../lib/tokens";
import type { ConfigFile } from "./config-schema";

/* Checks of what a config file says of the stack itself: its name, region, tags and state. */

const REGION = "an AWS region such as us-east-1";

/** True for a name in the form of an AWS region's. */
export const isRegion = (region: string): boolean => /^[a-z]{2,}(-[a-z]+)+-[1-9]$/.test(region);

/** Resource tags, AWS's limits: "Tag naming limits and requirements" of the tagging guide. */
const TAG = { keyLength: 128, valueLength: 256, count: 50 } as const;
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags that a load balancer of a cluster has of its own: Name, three of the access, two per node, one per zone. */
const ownTags = ({ nodes, clientAccess }: DeepPartial<ConfigFile>): number => {
  const zones = Math.max(0, ...(clientAccess ?? []).map((access) => access?.subnets?.length ?? 0));
  const isWeighted = clientAccess?.some((access) => access?.method?.type === "weighted") === true;
  const count = nodes?.length ?? 0;
  return 4 + 2 * count + zones + (isWeighted ? count : 0);
};

/** Everything about the stack that AWS or Terraform would refuse. */
export function checkStack(config: DeepPartial<ConfigFile>): Problem[] {
  const { name, region } = config;
  return [
    ...checkLabel("name", name),
    ...(isResolved(region) && !isRegion(region) ? [invalidValue("region", region, REGION)] : []),
    ...checkTags(config),
    ...checkState(config.state),
  ];
}

function checkTags(config: DeepPartial<ConfigFile>): Problem[] {
  const tags = Object.entries(config.tags ?? {});
  const own = ownTags(config);
  return [
    ...tags.flatMap(([key, value]) => checkTag(key, value)),
    ...(tags.length + own > TAG.count
      ? [
          {
            path: "tags",
            actual: `${tags.length} tags, beside ${own} of each load balancer`,
            expected: `${TAG.count} tags in total`,
          },
        ]
      : []),
  ];
}

function checkTag(key: string, value: string | undefined): Problem[] {
  const path = `tags.${key}`;
  const fits = (text: string, length: number): boolean => text.length <= length && TAG_CHARACTERS.test(text);
  const characters = "letters, digits, spaces and _ . : / = + - @";
  return [
    ...(key === "" || !fits(key, TAG.keyLength)
      ? [invalidValue(path, key, `a key of 1 to ${TAG.keyLength} characters: ${characters}`)]
      : []),
    ...(/^aws:/i.test(key) ? [invalidValue(path, key, "a key that does not begin with aws:")] : []),
    ...(isResolved(value) && !fits(value, TAG.valueLength)
      ? [invalidValue(path, value, `a value of at most ${TAG.valueLength} characters: ${characters}`)]
      : []),
  ];
}

function checkState(state: DeepPartial<ConfigFile>["state"]): Problem[] {
  const { bucket, key, region } = state ?? {};
  const isBucket = (name: string): boolean =>
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|^\d+(\.\d+){3}$/.test(name);
  return [
    ...(isResolved(bucket) && !isBucket(bucket)
      ? [
          invalidValue(
            "state.bucket",
            bucket,
            "the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens and dots",
          ),
        ]
      : []),
    // The provider refuses a key that begins or ends with a slash.
    ...(isResolved(key) && (/^\/|\/$/.test(key) || Buffer.byteLength(key) > 1024)
      ? [invalidValue("state.key", key, "a key of at most 1024 bytes without a slash at either end")]
      : []),
    ...(isResolved(region) && !isRegion(region) ? [invalidValue("state.region", region, REGION)] : []),
  ];
}

/** Text from a file is text: what Terraform would evaluate is refused, wherever it is. */
export function checkTemplates(value: unknown, path = ""): Problem[] {
  if (typeof value === "string") return checkTemplate(path, value);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const inObject = path === "" ? key : `${path}.${key}`;
    const here = Array.isArray(value) ? `${path}[${key}]` : inObject;
    return [...(Array.isArray(value) ? [] : checkTemplate(here, key)), ...checkTemplates(member, here)];
  });
}

const checkTemplate = (path: string, text: string): Problem[] =>
  /[$%]\{/.test(text) ? [invalidValue(path, text, "text without ${ and %{, which Terraform evaluates")] : [];
