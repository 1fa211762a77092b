import ts from "typescript";

/** Module names of CDKTF's line and what CDK Terrain's calls the same modules. */
const RENAMED: readonly (readonly [from: string, to: string])[] = [
  ["cdktf", "cdktn"],
  ["@cdktf/provider-aws", "@cdktn/provider-aws"],
  ["cdktf-sems", "cdktn-sems"],
];

/**
 * A compiled file, JavaScript or declarations, for CDK Terrain: every module specifier of CDKTF is replaced, and nothing
 * else changes. The specifiers are found by the compiler's parser, since a text such as "cdktf" may also be data.
 */
export function rewriteSpecifiers(fileName: string, text: string): string {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const specifiers: ts.StringLiteral[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteral(specifier)) specifiers.push(specifier);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return specifiers
    .toReversed()
    .reduce((rewritten, specifier) => replaceSpecifier(rewritten, specifier, source), text);
}

/** The module specifier of an import or export declaration, `import(…)`, `require(…)`, or an import type. */
function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(expression) && expression.text === "require";
  return isImport || isRequire ? node.arguments[0] : undefined;
}

function replaceSpecifier(text: string, specifier: ts.StringLiteral, source: ts.SourceFile): string {
  const renamed = RENAMED.find(([from]) => specifier.text === from || specifier.text.startsWith(`${from}/`));
  if (renamed === undefined) return text;
  const [from, to] = renamed;
  const quote = source.text.charAt(specifier.getStart(source));
  const replacement = `${quote}${to}${specifier.text.slice(from.length)}${quote}`;
  return text.slice(0, specifier.getStart(source)) + replacement + text.slice(specifier.getEnd());
}
