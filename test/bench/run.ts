import { cpus } from "node:os";
import { benchClusters } from "./clusters";
import { benchDocuments } from "./documents";
import { benchReview, buildReview } from "./review";
import { benchSynthesis } from "./synthesis";
import { benchVerify } from "./verify";

/*
 * `npm run bench`: it measures and prints; it fails only where a program does.
 */
async function main(): Promise<void> {
  buildReview();
  console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`);
  for (const bench of [benchSynthesis, benchClusters, benchDocuments, benchReview, benchVerify])
    console.log(await bench());
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
