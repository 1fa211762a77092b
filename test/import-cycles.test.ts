import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { importCycles, sourceFiles } from "./support/import-cycles";

const ROOT = resolve(__dirname, "..");

test("no source file imports itself by way of others, types included", () => {
  const files = sourceFiles(ROOT, ["lib", "review", "cli", "stacks", "verify"]);

  expect(files.length).toBeGreaterThan(100);
  expect(importCycles(ROOT, files)).toEqual([]);
});

test("a cycle of type imports is found", () => {
  // GIVEN
  const folder = mkdtempSync(join(tmpdir(), "import-cycles-"));
  try {
    writeFileSync(join(folder, "a.ts"), `import type { B } from "./b";\nexport type A = B;`);
    writeFileSync(join(folder, "b.ts"), `export { C } from "./c";\nexport type B = string;`);
    writeFileSync(join(folder, "c.ts"), `import { type A } from "./a";\nexport const C: A = "";`);

    // WHEN
    const cycles = importCycles(folder, sourceFiles(folder, ["."]));

    // THEN
    expect(cycles).toEqual([["a.ts", "b.ts", "c.ts", "a.ts"]]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
