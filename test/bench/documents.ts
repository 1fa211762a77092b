import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { handWritten } from "../../review/test/support/hand-written";
import { clusterResources, planOf } from "./large-plan";
import { measure } from "./measure";
import { CLI } from "./review";

interface Growing {
  readonly of: string;
  readonly sizes: readonly number[];
  readonly document: (size: number) => object;
}

/** A cluster beside certificates that the plan leaves unchanged. */
const certificates = (count: number): object =>
  planOf([
    ...clusterResources(),
    ...Array.from({ length: count }, (_, i) => ({
      address: `aws_acm_certificate.other${i}`,
      type: "aws_acm_certificate",
      name: `other${i}`,
      values: {
        id: `certificate-${i}`,
        arn: `arn:aws:acm:us-east-1:111122223333:certificate/${i}`,
        domain_name: `host${i}.example.com`,
        subject_alternative_names: [`host${i}.example.com`],
      },
    })),
  ]);

/** A cluster beside a security group whose name refers to an attribute many times. */
function attributes(count: number): object {
  const document = handWritten(3);
  const { aws_security_group: groups } = document.resource;
  const name = "${aws_lb.keys.arn}-".repeat(count);
  return {
    ...document,
    resource: { ...document.resource, aws_security_group: { ...groups, other: { name } } },
  };
}

const GROWING: readonly Growing[] = [
  { of: "unchanged certificates in a plan", sizes: [500, 1000, 2000], document: certificates },
  { of: "references in one expression", sizes: [10_000, 20_000, 40_000], document: attributes },
];

/** What documents of growing size cost to review. */
export async function benchDocuments(): Promise<string> {
  const table = new Table({
    head: ["document", "size", "review, CPU s", "peak memory, MB"],
    style: { head: [], border: [] },
  });
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  try {
    for (const { of, sizes, document } of GROWING) {
      for (const size of sizes) {
        const file = join(folder, "document.json");
        writeFileSync(file, JSON.stringify(document(size)));
        const { cpuSeconds, megabytes } = await measure({ program: CLI, args: [file, "--fail-on", "never"] });
        table.push([of, size, cpuSeconds.toFixed(2), megabytes.toFixed(0)]);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return `Documents of growing size; one run each, time of all threads\n${table.toString()}`;
}
