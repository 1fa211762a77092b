#!/usr/bin/env bash
# Installs the packed packages beside a project's own CDKTF, type-checks and synthesizes a stack that uses them, and runs
# the review. The folder of the package files is the only argument.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
package=$(ls "$1"/cdktf-sems-*.tgz)
review=$(ls "$1"/sems-review-*.tgz)
project=$1/project
mkdir "$project"
cp "$repository/test/package/main.ts" "$project"
cd "$project"

echo '{ "name": "project", "private": true }' > package.json
npm install --no-save "$review" "$package" --omit=peer --ignore-scripts
# The peers are the repository's own, so that nothing is fetched twice.
for peer in cdktf constructs @cdktf/provider-aws; do
  rm -rf "node_modules/$peer"
  mkdir -p "$(dirname "node_modules/$peer")"
  ln -s "$repository/node_modules/$peer" "node_modules/$peer"
done

"$repository/node_modules/.bin/tsc" --noEmit --strict --skipLibCheck --module node16 --moduleResolution node16 \
  --target es2022 --types node --typeRoots "$repository/node_modules/@types" main.ts
"$repository/node_modules/.bin/tsx" main.ts
npx --no-install sems-review cdktf.out | tee review.txt
grep -q "^1  sems1 " review.txt
