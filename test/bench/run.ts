import { benchReview } from "./review";
import { benchSynthesis } from "./synthesis";

/*
 * `npm run bench`: it measures and prints; it fails only where a program does.
 */
async function main(): Promise<void> {
  console.log(await benchSynthesis());
  console.log(await benchReview());
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
