import { rewriteSpecifiers } from "../../cdktn/rewrite-specifiers";

describe("the compiled files for CDK Terrain", () => {
  test.each([
    ["require", 'const cdktf_1 = require("cdktf");', 'const cdktf_1 = require("cdktn");'],
    ["a sub-path", 'require("@cdktf/provider-aws/lib/lb")', 'require("@cdktn/provider-aws/lib/lb")'],
    ["import", "import { App } from 'cdktf';", "import { App } from 'cdktn';"],
    ["export", 'export * from "cdktf/lib/app";', 'export * from "cdktn/lib/app";'],
    ["dynamic import", 'await import("cdktf")', 'await import("cdktn")'],
    ["import assignment", 'import cdktf = require("cdktf");', 'import cdktf = require("cdktn");'],
    [
      "an import type",
      'export declare const app: import("cdktf").App;',
      'export declare const app: import("cdktn").App;',
    ],
  ])("name the other module in %s", (_form, text, rewritten) => {
    expect(rewriteSpecifiers("file.ts", text)).toBe(rewritten);
  });

  test.each([
    ["data", 'const name = "cdktf";'],
    ["a comment", '// require("cdktf")\nconst a = 1;'],
    ["a template", 'const text = `require("cdktf")`;'],
    ["a module of a similar name", 'require("cdktf-cli"); require("@cdktf/commons");'],
    ["a relative module", 'require("./cdktf");'],
    ["a method of that name", 'loader.require("cdktf");'],
  ])("keep %s as it is", (_what, text) => {
    expect(rewriteSpecifiers("file.ts", text)).toBe(text);
  });

  test("keep everything between the specifiers, byte for byte", () => {
    const text =
      '#!/usr/bin/env node\n"use strict";\nconst a = require( "cdktf" ),\n\tb = require("constructs");\n';
    expect(rewriteSpecifiers("file.js", text)).toBe(text.replace('"cdktf"', '"cdktn"'));
  });
});
