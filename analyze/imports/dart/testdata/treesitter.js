// Says what tree-sitter's grammar of Dart finds in files: FILE, LINE, KIND and NAME, one a
// line between tabs. The first argument is the node_modules that holds web-tree-sitter and
// tree-sitter-wasms; the names of the files come on standard input.
const fs = require('fs');
const path = require('path');
const { Parser, Language } = require(require.resolve('web-tree-sitter', { paths: [process.argv[2]] }));

const kinds = { import_or_export: 'import', part_directive: 'part', part_of_directive: 'part of' };

function children(node) {
  const out = [];
  for (let i = 0; i < node.childCount; i++) out.push(node.child(i));
  return out;
}

// all is every node of a type below one, in order.
function all(node, type, out = []) {
  for (const c of children(node)) {
    if (c.type === type) out.push(c);
    else all(c, type, out);
  }
  return out;
}

function unquoted(text) {
  return text.replace(/^r/, '').replace(/^('''|"""|'|")|('''|"""|'|")$/g, '');
}

function names(node) {
  switch (node.type) {
    case 'class_definition':
    case 'mixin_declaration':
    case 'enum_declaration':
    case 'extension_declaration':
    case 'extension_type_declaration':
    case 'function_signature':
    case 'getter_signature':
    case 'setter_signature': {
      const alias = node.type === 'class_definition' && children(node).find((c) => c.type === 'mixin_application_class');
      const name = alias ? all(alias, 'identifier')[0] : node.childForFieldName('name') || children(node).find((c) => c.type === 'identifier');
      return name ? [name.text] : [];
    }
    case 'type_alias': {
      const name = children(node).filter((c) => c.type === 'type_identifier' || c.type === 'identifier');
      return name.length ? [name[children(node).some((c) => c.type === '=') ? 0 : name.length - 1].text] : [];
    }
    case 'initialized_identifier_list':
    case 'static_final_declaration_list':
      return children(node).filter((c) => c.type === 'initialized_identifier' || c.type === 'static_final_declaration').map((c) => all(c, 'identifier')[0].text);
  }
  return [];
}

function read(parser, file) {
  const tree = parser.parse(fs.readFileSync(file, 'utf8'));
  const out = [];
  if (tree.rootNode.hasError) {
    out.push(`${file}\t0\tbroken\t`);
  } else {
    for (const n of children(tree.rootNode)) {
      if (kinds[n.type]) {
        const kind = all(n, 'library_export').length ? 'export' : kinds[n.type];
        for (const u of all(n, 'uri')) out.push(`${file}\t0\t${kind}\t${unquoted(u.text)}`);
      }
      for (const name of names(n)) if (name !== 'main' && !name.startsWith('_')) out.push(`${file}\t0\tname\t${name}`);
    }
    out.push(`${file}\t0\tparsed\t`);
  }
  tree.delete();
  return out;
}

(async () => {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(process.argv[2], 'tree-sitter-wasms/out/tree-sitter-dart.wasm')));
  for (const file of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) console.log(read(parser, file).join('\n'));
})();
