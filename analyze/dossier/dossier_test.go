package dossier

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// shop is a small repository with everything that a dossier looks for.
var shop = map[string]string{
	"go.mod":  "module github.com/acme/shop\n",
	"LICENSE": "                    GNU AFFERO GENERAL PUBLIC LICENSE\n  Version 3\n ... GNU General Public License",
	"billing/README.md": `# Billing
Made by Acme. See https://github.com/acme/shop and https://wiki.acme-intra.corp/billing.
Copyright Acme
`,
	"billing/LICENSE": "Permission is hereby granted, free of charge, to any person",
	"billing/x.go": `package billing

import "github.com/acme/shop/core"

const insert = "INSERT INTO orders (id, total)" +
	" VALUES ($1, $2)"
const key = "AKIA` + `Q3EGUWYOQ6LGTW2Z"

func host() string { return os.Getenv("SHOP_HOST") + os.Getenv("HOME") + core.Env(core.EnvDSN) }
`,
	"billing/x_test.go":       "package billing\nconst key = \"AKIA" + "Q3EGUWYOQ6LGTW2Z\"\n",
	"billing/tax/tax.go":      "package tax\n",
	"billing/ui/index.ts":     "export {}\n",
	"billing/ui/vendor/x.js":  "acme\n",
	"billing/tax/rates.pb.go": "// Code generated. DO NOT EDIT.\npackage tax\n// acme\n",
	"core/core.go": "package core\n\nconst EnvDSN = \"SHOP_DSN\"\n\nvar q = `\nSELECT o.id\n  FROM orders o, customers AS c\n` \n" +
		"func f() { Getenv(EnvDSN); db.Exec(\"UPDATE orders SET paid = true\"); os.LookupEnv(\"SHOP_HOST\") }\n",
	"core/orders.sql":                        "CREATE TABLE orders (id int REFERENCES customers(id));\n",
	"vendor/github.com/pay/sdk/LICENSE":      "Apache License\nVersion 2.0",
	"vendor/github.com/pay/sdk/v2/client.go": "package client",
	"vendor/github.com/other/LICENSE":        "Apache License\nVersion 2.0",
}

func shopGraph() *imports.Graph {
	return &imports.Graph{
		Modules: []imports.Module{{Name: "github.com/acme/shop", Path: "."}},
		Packages: []imports.Package{
			{Path: "billing", Language: "go", Files: []string{"x.go"}, ThirdParty: []string{"github.com/pay/sdk/v2"}},
			{Path: "billing/tax", Language: "go", Files: []string{"rates.pb.go", "tax.go"}, Generated: []string{"rates.pb.go"}},
			{Path: "core", Language: "go", Files: []string{"core.go"}},
		},
	}
}

func language(file string) string {
	return map[string]string{".go": "go", ".ts": "typescript", ".js": "javascript"}[path.Ext(file)]
}

func open(t *testing.T, files map[string]string, q Request) *Dossier {
	t.Helper()
	if q.Language == nil {
		q.Language = language
	}
	if q.Folder == "" {
		q.Folder = "."
	}
	d, err := Load(context.Background(), repo.Memory(files), q)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mentions(list []Mention) string {
	var out []string
	for _, m := range list {
		out = append(out, m.String()+" "+m.Text)
	}
	return strings.Join(out, ", ")
}

func TestLoad(t *testing.T) {
	part := []string{"billing", "billing/tax"}
	d := open(t, shop, Request{Imports: shopGraph(), Parts: [][]string{part}})
	p := d.Of(part)
	for _, c := range []struct{ what, got, want string }{
		{"roots", fmt.Sprint(p.Roots), "[billing]"},
		{"readme", p.Readme, "billing/README.md"},
		{"licence file", p.Licence, "billing/LICENSE"},
		{"licence of the repository", d.Licence, "AGPL-3.0"},
		{"languages", fmt.Sprint(p.Languages), "[{typescript [billing/ui/index.ts]}]"},
		{"secrets, not those of tests", mentions(p.Secrets), "billing/x.go:7 AWS access key"},
		{"names outside import paths and copyright lines", mentions(p.Names), "billing/README.md:2 acme"},
		{"internal hosts", mentions(p.Hosts), "billing/README.md:2 wiki.acme-intra.corp"},
		{"vendored licences of what the part imports", fmt.Sprint(d.Vendored), "[{github.com/pay/sdk Apache-2.0 vendor/github.com/pay/sdk/LICENSE}]"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
	if d.Of([]string{"billing"}) != nil || (*Dossier)(nil).Of(part) != nil {
		t.Error("a part that was not asked for was found")
	}
}

func TestShared(t *testing.T) {
	part := []string{"billing", "billing/tax"}
	d := open(t, shop, Request{Imports: shopGraph(), Parts: [][]string{part}})
	tables := d.SharedTables(part)
	if len(tables) != 1 || tables[0].Name != "orders" || !tables[0].BothWrite {
		t.Fatalf("shared tables %+v", tables)
	}
	var there []string
	for _, u := range tables[0].There {
		there = append(there, fmt.Sprintf("%s %d", u.At, u.Kind))
	}
	if got := strings.Join(there, ", "); got != "core/core.go:7 0, core/core.go:9 1, core/orders.sql:1 2" {
		t.Errorf("the other side: %s", got)
	}
	if here := tables[0].Here; len(here) != 1 || here[0].At.String() != "billing/x.go:5" {
		t.Errorf("this side: %+v", here)
	}
	var names []string
	for _, s := range d.SharedSettings(part) {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, " "); got != "SHOP_DSN SHOP_HOST" {
		t.Errorf("shared settings %q (HOME is everybody's)", got)
	}
}

// TestFolder: below a folder, paths count from it and the rest of the repository is not
// looked at.
func TestFolder(t *testing.T) {
	files := map[string]string{}
	for f, s := range shop {
		files["sub/"+f] = s
	}
	files["other/x.go"] = "package other\nvar q = \"INSERT INTO elsewhere (a) VALUES (1)\"\n"
	d := open(t, files, Request{Folder: "sub", Imports: shopGraph(), Parts: [][]string{{"core"}}})
	if len(d.Tables) == 0 || slices.ContainsFunc(d.Tables, func(u Use) bool { return u.Name == "elsewhere" || strings.HasPrefix(u.At.File, "sub/") }) {
		t.Errorf("tables %+v", d.Tables)
	}
}

// TestUnread: what is too large is counted, not read.
func TestUnread(t *testing.T) {
	d := open(t, map[string]string{"core/core.go": "package core //" + strings.Repeat("x", maxSize)}, Request{Imports: shopGraph(), Parts: [][]string{{"core"}}})
	if d.Read != 0 || d.Unread != 1 {
		t.Errorf("read %d, unread %d", d.Read, d.Unread)
	}
}

func TestRoots(t *testing.T) {
	o := newOwnership([]string{".", "a", "a/b", "a/c/d", "lib/x/y", "lib/z"})
	for _, c := range []struct{ part, want string }{
		{"a a/b a/c/d", "a"},
		{"a/b", "a/b"},
		{"a/c/d", "a/c"},
		{"a", "a"}, // its packages below belong to others
		{"lib/x/y", "lib/x"},
		{"lib/x/y lib/z", "lib"},
		{"a/b lib/z", "a/b lib/z"},
	} {
		if got := strings.Join(o.roots(strings.Fields(c.part)), " "); got != c.want {
			t.Errorf("roots of %s: %s, want %s", c.part, got, c.want)
		}
	}
	files := []string{"a/b/y.go", "a/c/README.md", "a/doc/z.md", "a/x.go"}
	if got := strings.Join(o.filesOf([]string{"a"}, []string{"a"}, files), " "); got != "a/c/README.md a/doc/z.md a/x.go" {
		t.Errorf("files of a alone: %s (what lies in no other package's folder is its own)", got)
	}
}

func TestLicenceIn(t *testing.T) {
	for text, want := range map[string]string{
		"Business Source License 1.1 ... Mozilla Public License":                                                                "BUSL-1.1",
		"Mozilla Public License Version 2.0 ... GNU General Public License, Version 2.0, the GNU Lesser General Public License": "MPL-2.0",
		"GNU LESSER GENERAL\n PUBLIC LICENSE":                                                                                   "LGPL",
		"Redistribution and use in source and binary forms, with or without":                                                    "BSD",
		"All rights reserved": "",
	} {
		if got := licenceIn([]byte(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
