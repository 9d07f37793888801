// Lists what files import, by the TypeScript compiler's own parser: the oracle of
// oracle_test.go. Names of files come in on standard input, one a line; out come lines
// "file<TAB>line<TAB>kind<TAB>specifier".
const fs = require('fs');
const ts = require(process.argv[2]);

const kinds = { '.ts': 'TS', '.mts': 'TS', '.cts': 'TS', '.tsx': 'TSX', '.js': 'JS', '.mjs': 'JS', '.cjs': 'JS', '.jsx': 'JSX' };

function imports(file, text) {
  const kind = ts.ScriptKind[kinds[/\.[a-z]+$/.exec(file)[0]]];
  const source = ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: 0 }, true, kind);
  const declaration = source.isDeclarationFile;
  const found = [];
  const add = (node, mode, specifier) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source, false)).line + 1;
    found.push([line, declaration ? 'type' : mode, specifier.text]);
  };
  const literal = (n) => n && ts.isStringLiteralLike(n);
  const onlyTypes = (named) => named && named.elements && named.elements.length > 0 && named.elements.every((e) => e.isTypeOnly);
  const seen = new Set();
  const visit = (n) => {
    if (seen.has(n)) return;
    seen.add(n);
    if (ts.isImportDeclaration(n) && literal(n.moduleSpecifier)) {
      const c = n.importClause;
      add(n, c && (c.isTypeOnly || (!c.name && onlyTypes(c.namedBindings))) ? 'type' : 'import', n.moduleSpecifier);
    } else if (ts.isExportDeclaration(n) && literal(n.moduleSpecifier)) {
      add(n, n.isTypeOnly || onlyTypes(n.exportClause) ? 'type' : 'import', n.moduleSpecifier);
    } else if (ts.isImportEqualsDeclaration(n) && n.moduleReference.expression && literal(n.moduleReference.expression)) {
      add(n, n.isTypeOnly ? 'type' : 'import', n.moduleReference.expression);
    } else if (ts.isCallExpression(n) && literal(n.arguments[0])) {
      if (n.expression.kind === ts.SyntaxKind.ImportKeyword) add(n, 'dynamic', n.arguments[0]);
      else if (ts.isIdentifier(n.expression) && n.expression.text === 'require') add(n, 'import', n.arguments[0]);
    } else if (ts.isImportTypeNode(n) && literal(n.argument.literal)) {
      add(n, 'type', n.argument.literal);
    } else if (ts.isJSDocImportTag && ts.isJSDocImportTag(n) && literal(n.moduleSpecifier)) {
      add(n, 'type', n.moduleSpecifier);
    }
    if (n.jsDoc && /JS/.test(ts.ScriptKind[kind])) n.jsDoc.forEach(visit);
    ts.forEachChild(n, visit);
  };
  visit(source);
  return { found, errors: source.parseDiagnostics.length };
}

const out = [];
for (const file of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const { found, errors } = imports(file, fs.readFileSync(file, 'utf8'));
  out.push([file, 0, errors ? 'broken' : 'parsed', ''].join('\t'));
  for (const f of found) out.push([file, ...f].join('\t'));
}
fs.writeFileSync(1, out.join('\n') + '\n');
