package javascript

import "seam/analyze/source"

// exportWord reads an export: from another module, of a list, of a declaration.
func (r *reader) exportWord() {
	start := r.at
	s := statement{Line: r.tokens[r.at].Line}
	r.at++
	if r.isText(0, "type") && (r.isText(1, "{") || r.isText(1, "*")) {
		s.Mode = typed
		r.at++
	}
	switch {
	case r.isText(0, "*"):
		r.exportAll(s)
	case r.isText(0, "{"):
		r.exportList(s)
	case r.isText(0, "import"):
		r.importWord()
	case r.isText(0, "default"):
		r.Exports = append(r.Exports, "default")
	case r.isText(0, "="), r.isText(0, "as"):
		// the whole module: export = x, export as namespace X
	case !r.isWordAt(0):
		r.at = start
	default:
		r.exportDeclaration()
	}
}

// exportAll reads export * from and export * as ns from.
func (r *reader) exportAll(s statement) {
	s.Unknown = true
	r.at++
	if r.isText(0, "as") {
		name, ok := r.literal(1)
		if !ok {
			name = r.text(1)
		}
		r.Exports = append(r.Exports, name)
		r.at += 2
	}
	if text, ok := r.literal(1); ok && r.isText(0, "from") {
		s.Specifier = text
		r.Imports = append(r.Imports, s)
	}
}

// exportList reads export { a as b }, with or without from.
func (r *reader) exportList(s statement) {
	begin := r.at
	r.names(&s)
	end := r.at
	for r.at = begin + 1; r.at < end-1; r.at++ {
		if (r.isText(1, ",") || r.isText(1, "}")) && (r.isWordAt(0) || r.tokens[r.at].Kind == source.String) {
			r.Exports = append(r.Exports, r.nameHere())
		}
	}
	r.at = end
	if text, ok := r.literal(1); ok && r.isText(0, "from") {
		s.Specifier = text
		r.Imports = append(r.Imports, s)
		return
	}
	r.at = end - 1
}

func (r *reader) nameHere() string {
	if text, ok := r.literal(0); ok {
		return text
	}
	return r.text(0)
}

// exportDeclaration reads the name of a declaration that is exported.
func (r *reader) exportDeclaration() {
	for r.isText(0, "declare") || r.isText(0, "abstract") || r.isText(0, "async") {
		r.at++
	}
	if r.isText(0, "const") && r.isText(1, "enum") {
		r.at++
	}
	switch r.text(0) {
	case "const", "let", "var", "using":
		if r.isText(1, "{") || r.isText(1, "[") {
			r.at++
			r.exportPattern()
			return
		}
	case "function":
		if r.isText(1, "*") {
			r.at++
		}
	case "class", "interface", "type", "enum", "namespace", "module":
	default:
		return
	}
	if r.isWordAt(1) {
		r.at++
		r.Exports = append(r.Exports, r.text(0))
	}
}

// exportPattern reads the names that a pattern such as { a, b: c } declares.
func (r *reader) exportPattern() {
	for depth := 0; r.token(0) != nil; r.at++ {
		switch {
		case r.isText(0, "{"), r.isText(0, "["):
			depth++
		case r.isText(0, "}"), r.isText(0, "]"):
			if depth--; depth == 0 {
				return
			}
		case r.isWordAt(0) && (r.isText(1, ",") || r.isText(1, "}") || r.isText(1, "]") || r.isText(1, "=")) && !r.isText(-1, "="):
			r.Exports = append(r.Exports, r.text(0))
		}
	}
}

// commonExport reads exports.a = and module.exports.a =, and the names of
// module.exports = { a, b: c }.
func (r *reader) commonExport() {
	name := r.text(0)
	switch {
	case name == "exports" && r.isText(-2, "module") && r.isText(1, "=") && r.isText(2, "{") && r.at >= r.object:
		r.at += 2
		r.exportObject()
	case r.isText(-2, "exports") && r.isText(1, "=") && (!r.isText(-3, ".") || r.isText(-4, "module")):
		r.Exports = append(r.Exports, name)
	}
}

// exportObject lists the keys of an object; the reader goes back to its beginning, since
// its values may import.
func (r *reader) exportObject() {
	begin := r.at
	for depth := 0; r.at < len(r.tokens); r.at++ {
		switch {
		case r.isText(0, "{"), r.isText(0, "("), r.isText(0, "["):
			depth++
		case r.isText(0, "}"), r.isText(0, ")"), r.isText(0, "]"):
			depth--
		case depth == 1 && r.isWordAt(0) && (r.isText(-1, "{") || r.isText(-1, ",")):
			r.Exports = append(r.Exports, r.text(0))
		}
		if depth == 0 {
			break
		}
	}
	r.at, r.object = begin, r.at
}
