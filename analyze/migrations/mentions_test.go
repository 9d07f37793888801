package migrations

import (
	"testing"

	"seam/analyze/repo"
)

func TestMentions(t *testing.T) {
	column := Removal{Table: "orders", Column: "note"}
	long := Removal{Table: "orders", Column: "gift_note"}
	table := Removal{Table: "orders"}
	for _, c := range []struct {
		file, text string
		r          Removal
		want       int // line; 0 for none
	}{
		{"a.go", "package a\nvar q = `SELECT id,\n note FROM orders`", column, 2},
		{"a.go", "package a\nvar q = `SELECT note FROM users`", column, 0},
		{"a.go", "package a\nvar note = order.Note", column, 0}, // one word means many things
		{"a.go", "package a\nvar x = o.GiftNote // gift_note", long, 2},
		{"a.rb", "o.gift_note", long, 1},
		{"a.go", "package a\n// gift_note", long, 0},
		{"a.go", "package a\nvar q = `SELECT o.orders FROM users u, stock`", table, 0}, // a column of that name
		{"a.go", "package a\nvar q = `SELECT 1 FROM users u, shop.orders`", table, 2},
		{"A.cs", "b.ToTable(\"orders\");", table, 1},
		{"a.py", "class Order:\n    __tablename__ = 'orders'", table, 2},
		{"a.go", "package a\nvar topic = \"orders\"", table, 0},
		{"q.sql", "-- name: A\nSELECT 1;\nSELECT note\nFROM orders;", column, 3},
		{"db/migrations/1_a.sql", "SELECT note FROM orders", column, 0},
	} {
		m := ReadMentions(repo.Memory(map[string]string{c.file: c.text}), []string{c.file})
		if at, _ := m.Of(c.r); at.Line != c.want {
			t.Errorf("%s %q: %s at line %d, want %d", c.file, c.text, c.r.What(), at.Line, c.want)
		}
	}
	if _, ok := (*Mentions)(nil).Of(table); ok {
		t.Error("nothing mentions nothing")
	}
}
