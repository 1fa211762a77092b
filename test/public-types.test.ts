import { resolve, sep } from "node:path";
import * as ts from "typescript";

const ROOT = resolve(__dirname, "..");
const LIB = resolve(ROOT, "lib") + sep;

/** What has a name that a user of the package can write in a type's place. */
const NAMED =
  ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Enum;

/** Every type of this package that a public signature names, and where: `SemsCluster.nodes`. */
function namedTypes(checker: ts.TypeChecker, exported: readonly ts.Symbol[]): Map<ts.Symbol, string> {
  const named = new Map<ts.Symbol, string>();
  const seen = new Set<ts.Type>();

  const isOurs = (symbol: ts.Symbol | undefined): symbol is ts.Symbol =>
    symbol?.declarations?.some((node) => node.getSourceFile().fileName.startsWith(LIB)) === true;

  const isPublic = (symbol: ts.Symbol): boolean =>
    !symbol.name.startsWith("__#") &&
    (symbol.declarations ?? []).every(
      (node) =>
        (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0,
    );

  const visit = (type: ts.Type, path: string): void => {
    const symbol = type.aliasSymbol ?? type.symbol;
    if (isOurs(symbol) && (symbol.flags & NAMED) !== 0 && !symbol.name.startsWith("__"))
      named.set(symbol, named.get(symbol) ?? path);
    if (seen.has(type)) return;
    seen.add(type);
    for (const argument of [
      ...(type.aliasTypeArguments ?? []),
      ...checker.getTypeArguments(type as ts.TypeReference),
    ])
      visit(argument, path);
    if (type.isUnionOrIntersection()) for (const member of type.types) visit(member, path);
    if (!isOurs(symbol)) return;
    if (type.isClassOrInterface()) for (const base of checker.getBaseTypes(type)) visit(base, path);
    visitMembers(type, path);
  };

  const visitMembers = (type: ts.Type, path: string): void => {
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.parameters) visitSymbol(parameter, path);
      visit(signature.getReturnType(), path);
    }
    for (const property of checker.getPropertiesOfType(type))
      if (isOurs(property) && isPublic(property)) visitSymbol(property, `${path}.${property.name}`);
  };

  const visitSymbol = (symbol: ts.Symbol, path: string): void => {
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined) return;
    const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    visit(type, path);
    // A function's or method's own signatures.
    for (const signature of type.getCallSignatures()) {
      for (const parameter of signature.parameters) visitSymbol(parameter, `${path}(${parameter.name})`);
      visit(signature.getReturnType(), `${path}()`);
    }
  };

  for (const symbol of exported) {
    visit(checker.getDeclaredTypeOfSymbol(symbol), symbol.name);
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined || (symbol.flags & ts.SymbolFlags.Value) === 0) continue;
    const value = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    // Statics and constructors of classes, signatures of functions.
    visitMembers(value, symbol.name);
  }
  return named;
}

test("every type that a public signature names is exported", () => {
  const config = ts.readConfigFile(resolve(ROOT, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const index = resolve(LIB, "index.ts");
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(index);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${index} is not a module`);
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol) =>
      (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol),
    );
  const named = namedTypes(checker, exported);
  expect(named.size).toBeGreaterThan(30);
  const missing = [...named].filter(([symbol]) => !exported.includes(symbol));
  expect(missing.map(([symbol, path]) => `${symbol.name}, named by ${path}`)).toEqual([]);
}, 120_000);
