package migrations

import (
	"seam/analyze/format/xml"
	"seam/analyze/format/yaml"
)

// changeOf is what a change of Liquibase does, by its name and its attributes.
func (r *reader) changeOf(name string, line int, get func(string) string) {
	table := get("tableName")
	switch name {
	case "dropColumn":
		r.remove(line, table, get("columnName"), "")
	case "dropTable", "dropView":
		r.remove(line, first(table, get("viewName")), "", "")
	case "renameColumn":
		r.remove(line, table, get("oldColumnName"), get("newColumnName"))
	case "renameTable":
		r.remove(line, get("oldTableName"), "", get("newTableName"))
	case "createTable":
		r.makes(table)
	case "addColumn", "createView":
		r.adds = true
	}
}

// xml reads a changelog of Liquibase. What does not parse adds something, for all that is
// known.
func (r *reader) xml(src []byte) {
	root, err := xml.Parse(src)
	if err != nil {
		r.adds = true
		return
	}
	r.element(root)
}

func (r *reader) element(e *xml.Element) {
	switch e.Name {
	case "rollback", "preConditions":
		return
	case "sql":
		r.sql([]byte(e.Text), e.TextLine, true)
		return
	}
	r.changeOf(e.Name, e.Line, func(key string) string {
		a, _ := e.Attribute(key)
		return a.Value
	})
	for _, c := range e.Children {
		if e.Name == "dropColumn" && c.Name == "column" {
			table, _ := e.Attribute("tableName")
			name, _ := c.Attribute("name")
			r.remove(c.Line, table.Value, name.Value, "")
			continue
		}
		r.element(c)
	}
}

func (r *reader) yaml(src []byte) {
	docs, err := yaml.Parse(src)
	if err != nil {
		r.adds = true
	}
	for _, d := range docs {
		r.node(d)
	}
}

func (r *reader) node(n *yaml.Node) {
	for _, x := range n.List() {
		r.node(x)
	}
	for _, p := range n.Map() {
		switch p.Key {
		case "rollback", "preConditions":
			continue
		case "sql":
			text := p.Value.Text()
			if text == "" {
				text = p.Value.Get("sql").Text()
			}
			r.sql([]byte(text), p.Line, true)
			continue
		}
		r.changeOf(p.Key, p.Line, func(key string) string { return p.Value.Get(key).Text() })
		if p.Key == "dropColumn" {
			for _, c := range p.Value.Get("columns").List() {
				name, _ := c.Get("column").Pair("name")
				r.remove(name.Line, p.Value.Get("tableName").Text(), name.Value.Text(), "")
			}
		}
		r.node(p.Value)
	}
}
