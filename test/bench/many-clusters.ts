import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";

/* Synthesizes as many clusters as the first argument says, each in a stack and under a name of its own. */

const EXAMPLE = readFileSync(resolve(__dirname, "../../docs/examples/fail-over.json"), "utf8");

const app = new App();
for (let i = 1; i <= Number(process.argv[2]); i++) {
  const own = EXAMPLE.replace('"name": "sems"', `"name": "sems-${i}"`)
    .replaceAll("keys.example.com", `keys.c${i}.example.com`)
    .replaceAll(/"(sems\d)\.example\.com"/g, `"$1.c${i}.example.com"`);
  const config = parseConfig(`cluster ${i}`, own);
  new ClusterStack(app, config.name, config);
}
app.synth();
