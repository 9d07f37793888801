// Says what the parser of scalameta finds in files: FILE, LINE, KIND and NAME, one a line
// between tabs. The first argument is the folder of its npm package; the names of the files
// come on standard input.
const fs = require('fs');
const { parseSource } = require(process.argv[2]);

const dialects = ['Scala213', 'Scala3', 'Scala213Source3', 'Scala212'];

function parse(text) {
  for (const dialect of dialects) {
    try {
      const tree = parseSource(text, dialect);
      if (!tree.error) return tree;
    } catch (e) { /* the next dialect */ }
  }
  return null;
}

function path(ref) {
  switch (ref.type) {
    case 'Term.Name': return [ref.value];
    case 'Term.Select': {
      const before = path(ref.qual);
      return before && [...before, ref.name.value];
    }
  }
  return null; // this and super
}

function read(file) {
  const text = fs.readFileSync(file, 'utf8');
  const tree = parse(text);
  const out = [];
  if (!tree) return [`${file}\t0\tbroken\t`];
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  const line = (at) => {
    let low = 0, high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= at) low = middle; else high = middle;
    }
    return low + 1;
  };
  const say = (node, kind, name) => out.push(`${file}\t${node ? line(node.pos.start) : 0}\t${kind}\t${name}`);
  const dot = (a, b) => (a ? a + '.' + b : b);

  // declared reads what stands in a package ("" for outer) or in a type.
  function declared(stats, space, outer) {
    for (const s of stats || []) {
      switch (s.type) {
        case 'Pkg': {
          const full = dot(space, path(s.ref).join('.'));
          say(null, 'package', full);
          declared(s.body.stats, full, '');
          break;
        }
        case 'Pkg.Object': {
          const full = dot(space, s.name.value);
          say(null, 'package', full);
          declared(s.templ.body.stats, full, '');
          break;
        }
        case 'Defn.Class': case 'Defn.Trait': case 'Defn.Object': case 'Defn.Enum': {
          const name = dot(outer, s.name.value);
          say(null, 'type', dot(space, name));
          declared(s.templ.body.stats, space, name);
          break;
        }
        case 'Defn.Type': case 'Decl.Type':
          if (!outer) say(null, 'type', dot(space, s.name.value));
          break;
        case 'Defn.Def': case 'Decl.Def': case 'Defn.Macro': case 'Defn.GivenAlias': case 'Defn.Given':
          if (!outer && /^[a-zA-Z_][\w$]*$/.test(s.name.value) && !(s.type.startsWith('Defn.Given') && /^[A-Z]/.test(s.name.value)))
            say(null, 'member', dot(space, s.name.value));
          break;
        case 'Defn.Val': case 'Decl.Val': case 'Defn.Var': case 'Decl.Var':
          if (!outer && s.pats[0].type === 'Pat.Var' && /^[a-zA-Z_][\w$]*$/.test(s.pats[0].name.value))
            say(null, 'member', dot(space, s.pats[0].name.value));
          break;
        case 'Defn.ExtensionGroup':
          if (!outer) declared(s.body.type === 'Term.Block' ? s.body.stats : [s.body], space, '');
          break;
      }
    }
  }

  function imports(node) {
    if (Array.isArray(node)) { node.forEach(imports); return; }
    if (!node || typeof node !== 'object') return;
    if (node.type === 'Import' || node.type === 'Export') {
      for (const of of node.importers) {
        const parts = path(of.ref);
        if (!parts) continue;
        for (const i of of.importees) {
          const name = (n) => [...parts, n.value].join('.');
          switch (i.type) {
            case 'Importee.Name': say(node, 'import', name(i.name)); break;
            case 'Importee.Rename': say(node, 'import', name(i.name) + ' as ' + i.rename.value); break;
            case 'Importee.Unimport': say(node, 'import', name(i.name) + ' as _'); break;
            default: say(node, 'import', parts.join('.') + '.*');
          }
        }
      }
      return;
    }
    for (const key of Object.keys(node)) if (key !== 'pos') imports(node[key]);
  }

  declared(tree.stats, '', '');
  imports(tree);
  out.push(`${file}\t0\tparsed\t`);
  return out;
}

for (const file of fs.readFileSync(0, 'utf8').split('\n')) {
  if (file) console.log(read(file).join('\n'));
}
