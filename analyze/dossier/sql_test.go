package dossier

import (
	"fmt"
	"strings"
	"testing"
)

func tablesOf(list []tableUse) string {
	var out []string
	for _, t := range list {
		out = append(out, [...]string{"reads", "writes", "defines"}[t.kind]+" "+t.name)
	}
	return strings.Join(out, ", ")
}

func TestTablesIn(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT a FROM orders WHERE x = 'FROM other'", "reads orders"},
		{"select a from Orders o, public.customers as c join [dbo].[stock] s on s.id = o.id", "reads orders, reads customers, reads stock"},
		{"INSERT INTO `orders` (a) SELECT b FROM cart ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b", "writes orders, reads cart"},
		{"UPDATE orders o SET a = 1 FROM stock WHERE 1=1", "writes orders, reads stock"},
		{"DELETE FROM shop.orders -- FROM nothing\n/* JOIN nothing */", "writes shop.orders"},
		{"WITH recent AS (SELECT * FROM orders), old_ones (a) AS MATERIALIZED (SELECT 1) SELECT * FROM recent JOIN old_ones ON true", "reads orders"},
		{"SELECT EXTRACT(YEAR FROM created) FROM orders", "reads orders"},
		{"SELECT a IS DISTINCT FROM b FROM orders FOR UPDATE", "reads orders"},
		{"SELECT * FROM generate_series(1, 2), unnest(x)", ""},
		{"SELECT * FROM %s WHERE a = ?", ""},
		{"SELECT * FROM orders_%d", ""},
		{"SELECT * FROM (SELECT 1 FROM inner_table) x", "reads inner_table"},
		{"CREATE TABLE IF NOT EXISTS orders (id int REFERENCES customers (id))", "defines orders, defines customers"},
		{"ALTER TABLE ONLY orders ADD COLUMN a int; DROP TABLE IF EXISTS old_orders; TRUNCATE TABLE cart", "defines orders, defines old_orders, writes cart"},
		{"CREATE TEMPORARY TABLE scratch (a int)", ""},
		{"SELECT 1 FROM information_schema.Tables, pg_class", ""},
		{"FROM the list", ""},
		{"SELECT 'it''s unclosed FROM x", ""},
		{"UPDATE the configuration", ""},
	} {
		if got := tablesOf(tablesIn(c.sql)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.sql, got, c.want)
		}
	}
}

func TestReadsAsSQL(t *testing.T) {
	for _, c := range []struct {
		text         string
		imports, any bool // with and without an import of what speaks to databases
	}{
		{"SELECT id FROM orders", true, true},
		{"select id from orders", true, false},
		{"select * from orders", true, true},
		{"select the image from the list", true, false},
		{"update the config and set it", true, false},
		{"delete from the cache", true, false},
		{"Select one from:", false, false},
		{"-- find them\nSELECT id FROM orders", true, true},
		{"UPDATE available", false, false},
		{"hello", false, false},
	} {
		if got := readsAsSQL(c.text, true); got != c.imports {
			t.Errorf("%q where a database is imported: %v", c.text, got)
		}
		if got := readsAsSQL(c.text, false); got != c.any {
			t.Errorf("%q anywhere: %v", c.text, got)
		}
	}
}

// TestPlace: the line is that of the name, in sums of strings and in raw strings.
func TestPlace(t *testing.T) {
	src := "package p\n\nvar a = \"SELECT x \" +\n\t\"FROM first\"\nvar b = `\nSELECT y\nFROM second`\nfunc (Row) TableName() string { return \"Third\" }\n"
	var got []string
	for _, u := range dataIn("p.go", []byte(src), false).Tables {
		got = append(got, fmt.Sprintf("%s:%d", u.Name, u.At.Line))
	}
	if s := strings.Join(got, " "); s != "first:4 second:7 third:8" {
		t.Error(s)
	}
}

func FuzzTablesIn(f *testing.F) {
	f.Add("WITH a AS (SELECT * FROM b) INSERT INTO c SELECT * FROM a, \"d\".[e]")
	f.Add("UPDATE x SET 'y' -- \n/* ")
	f.Add("FROM FROM ( , . .. AS AS (")
	f.Fuzz(func(t *testing.T, s string) {
		for _, u := range tablesIn(s) {
			if !isTable(u.name) || u.offset < 0 || u.offset >= len(s) {
				t.Errorf("%q: %+v", s, u)
			}
		}
	})
}
