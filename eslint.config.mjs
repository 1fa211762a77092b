import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const BARREL = {
  group: ["@cdktf/provider-aws"],
  message: "Import provider resources by sub-path: the barrel costs up to 1.7 GB.",
};

export default tseslint.config(
  { ignores: ["**/dist/", "cdktf.out/", "coverage/", "reference/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-imports": ["error", { paths: [{ name: BARREL.group[0], message: BARREL.message }] }],
      // A construct enters its scope when it is made.
      "no-new": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-member-accessibility": "error",
      "@typescript-eslint/member-ordering": "error",
      "@typescript-eslint/no-extraneous-class": ["error", { allowStaticOnly: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/dot-notation": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
  {
    files: ["test/**/*.ts", "review/test/**/*.ts", "verify/test/**/*.ts"],
    // Jest's asymmetric matchers and parsed JSON are of type any.
    rules: { "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  {
    files: ["lib/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [{ name: BARREL.group[0], message: BARREL.message }],
          patterns: [{ group: ["**/stacks/**"], message: "lib never imports stacks." }],
        },
      ],
    },
  },
  {
    // The review is a package of its own: it installs without CDKTF and starts fast.
    files: ["review/**/*.ts", "review/**/*.tsx"],
    ignores: ["review/test/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["cdktf", "@cdktf/*", "constructs"], message: "The review imports no CDKTF." },
            {
              group: ["**/lib/**", "**/stacks/**", "**/test/**"],
              message: "The review imports no construct.",
            },
          ],
        },
      ],
    },
  },
  {
    // The same is true of the command that looks at a deployed cluster; of the review it has the reports' look.
    files: ["verify/**/*.ts", "verify/**/*.tsx"],
    ignores: ["verify/test/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["cdktf", "@cdktf/*", "constructs"], message: "sems-verify imports no CDKTF." },
            {
              group: ["**/lib/**", "**/stacks/**", "**/test/**", "**/review/**"],
              message: "sems-verify imports no construct, and of the review sems-review/reporting only.",
            },
          ],
        },
      ],
    },
  },
);
