package contracts

import (
	"path"
	"strings"

	"seam/analyze/format/gomod"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// places finds the files that imports lead to, among the files of one service.
type places struct {
	tree    repo.Tree
	files   map[string]*program
	folders map[string][]*program
	modules map[string]string // folder -> the path of the Go module there; "" for none
}

// script is the file of a relative name in JavaScript.
func (m *places) script(from *program, text string) *program {
	if !strings.HasPrefix(text, ".") {
		return nil
	}
	full := path.Join(path.Dir(from.file), text)
	bare := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(full, ".js"), ".mjs"), ".cjs")
	for _, name := range []string{full, bare, full + "/index"} {
		if p := m.files[name]; p != nil {
			return p
		}
		for _, ext := range []string{".ts", ".js", ".tsx", ".jsx", ".mjs", ".cjs", ".mts"} {
			if p := m.files[name+ext]; p != nil {
				return p
			}
		}
	}
	return nil
}

// python is the file of a module, a package's __init__.py included: relative, else below
// the nearest folder above that has it.
func (m *places) python(from *program, text string) *program {
	dir := path.Dir(from.file)
	if strings.HasPrefix(text, ".") {
		for text = text[1:]; strings.HasPrefix(text, "."); text = text[1:] {
			dir = path.Dir(dir)
		}
		return m.pythonIn(dir, text)
	}
	for {
		if p := m.pythonIn(dir, text); p != nil || dir == "." {
			return p
		}
		dir = path.Dir(dir)
	}
}

func (m *places) pythonIn(dir, text string) *program {
	full := path.Join(dir, strings.ReplaceAll(text, ".", "/"))
	if p := m.files[full+".py"]; p != nil {
		return p
	}
	return m.files[path.Join(full, "__init__.py")]
}

// golang is the folder of a package of the file's own module.
func (m *places) golang(from *program, text string) (string, bool) {
	for dir := path.Dir(from.file); ; dir = path.Dir(dir) {
		module, ok := m.modules[dir]
		if !ok {
			if data, err := m.tree.ReadFile(path.Join(dir, "go.mod")); err == nil {
				module = gomod.ModulePath(data)
			}
			m.modules[dir] = module
		}
		if module != "" {
			rest, ok := strings.CutPrefix(text+"/", module+"/")
			return path.Join(dir, rest), ok
		}
		if dir == "." {
			return "", false
		}
	}
}

// family is one language for all those whose files call one another: JavaScript for TypeScript too.
func family(l source.Language) source.Language {
	switch l {
	case source.TypeScript:
		return source.JavaScript
	case source.Kotlin:
		return source.Java
	}
	return l
}
