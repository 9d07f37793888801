package shop

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"path"
	"slices"
	"strings"
	"text/template"
	"unicode"
)

//go:embed templates/*.tmpl
var templateFiles embed.FS

// sources renders every Go file of the finished shop, by path.
func sources() (map[string]string, error) {
	funcs := template.FuncMap{"words": words, "lower": lower, "a": withArticle, "param": parameter}
	t, err := template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.tmpl")
	if err != nil {
		return nil, err
	}
	s := sourceWriter{templates: t, files: map[string]string{}}
	for _, p := range packages {
		if err := s.goPackage(p); err != nil {
			return nil, err
		}
	}
	for _, p := range programs {
		if err := s.program(p); err != nil {
			return nil, err
		}
	}
	return s.files, nil
}

type sourceWriter struct {
	templates *template.Template
	files     map[string]string
}

func (s *sourceWriter) render(name, file string, data any) error {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	text, err := format.Source(b.Bytes())
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	s.files[file] = string(text)
	return nil
}

// recordView is a record as the templates see it.
type recordView struct {
	Package           string // the name, not the path
	Name, Plural, Doc string
	Fields            []fieldView
	Sum, Group        *function // the first function of each kind, if any
}

type fieldView struct{ Name, Type string }

// function is one that works on a list of a record.
type function struct{ Package, Name, Record, Plural string }

func viewRecord(folder string, r record) recordView {
	v := recordView{Package: path.Base(folder), Name: r.name, Plural: r.plural, Doc: r.doc}
	for f := range strings.SplitSeq(r.fields, ", ") {
		name, kind, _ := strings.Cut(f, " ")
		v.Fields = append(v.Fields, fieldView{name, kind})
		switch {
		case kind == "int" && v.Sum == nil:
			v.Sum = &function{v.Package, "Total" + r.name + name, r.name, r.plural}
		case kind == "string" && v.Group == nil:
			v.Group = &function{v.Package, r.plural + "By" + name, r.name, r.plural}
		}
	}
	return v
}

func (s *sourceWriter) goPackage(p goPackage) error {
	view := struct {
		Package, Doc, Front string
		Records, Uses       []recordView
		Imports             []string
	}{Package: path.Base(p.folder), Doc: p.doc, Front: p.front}
	if err := s.render("doc.go.tmpl", p.folder+"/doc.go", view); err != nil {
		return err
	}
	for _, r := range p.records {
		v := viewRecord(p.folder, r)
		view.Records = append(view.Records, v)
		base := p.folder + "/" + strings.ToLower(r.name)
		for _, kind := range []string{"record", "store", "record_test"} {
			file := base + strings.TrimPrefix(kind, "record") + ".go"
			if kind == "store" {
				file = p.folder + "/" + strings.ToLower(r.plural) + ".go"
			}
			if err := s.render(kind+".go.tmpl", file, v); err != nil {
				return err
			}
		}
	}
	for _, name := range p.extra {
		s.files[p.folder+"/"+name] = handwritten[p.folder+"/"+name]
	}
	if len(p.uses) == 0 {
		return nil
	}
	for _, u := range p.uses {
		folder, name, _ := strings.Cut(u, ".")
		view.Uses = append(view.Uses, viewRecord(folder, findRecord(folder, name)))
		view.Imports = append(view.Imports, importPath(folder))
	}
	slices.Sort(view.Imports)
	return s.render("service.go.tmpl", p.folder+"/"+strings.ToLower(p.front)+".go", view)
}

func (s *sourceWriter) program(p program) error {
	type served struct{ Package, Front, Collection string }
	view := struct {
		Name, Doc string
		Port      int
		Settings  []setting
		Serves    []served
		Imports   []string
	}{Name: path.Base(p.folder), Doc: p.doc, Port: p.port, Settings: p.settings}
	view.Imports = []string{"example.org/router", importPath("platform/config")}
	for _, name := range p.serves {
		part := strings.Split(name, ".")
		view.Imports = append(view.Imports, importPath(part[0]))
		view.Serves = append(view.Serves, served{path.Base(part[0]), part[1], part[2]})
	}
	slices.Sort(view.Imports)
	return s.render("main.go.tmpl", p.folder+"/main.go", view)
}

// findRecord looks a record up. An unknown one is a mistake in packages that the
// compiler names when it builds the shop.
func findRecord(folder, name string) record {
	for _, p := range packages {
		for _, r := range p.records {
			if p.folder == folder && r.name == name {
				return r
			}
		}
	}
	return record{name: name}
}

// importPath is how Go code names a folder of the shop.
func importPath(folder string) string {
	if rest, ok := strings.CutPrefix(folder, "platform/"); ok {
		return platformModule + "/" + rest
	}
	if rest, ok := strings.CutPrefix(folder, "reports/"); ok {
		return reportsModule + "/" + rest
	}
	return shopModule + "/" + folder
}

// words writes PriceList as "price list".
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// lower makes an unexported name.
func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// parameter names a parameter so that it hides no package.
func parameter(name string) string {
	if slices.ContainsFunc(packages, func(p goPackage) bool { return path.Base(p.folder) == lower(name) }) {
		return "given" + name
	}
	return lower(name)
}

func withArticle(name string) string {
	w := words(name)
	if strings.ContainsRune("aeiou", rune(w[0])) {
		return "an " + w
	}
	return "a " + w
}
