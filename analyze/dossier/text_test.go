package dossier

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/imports"
)

func TestSecrets(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn", "private key"},
		{"-----BEGIN PRIVATE KEY-----", ""}, // the head alone is how programs look for keys
		{"id = AKIAIOSFODNN7EXAMPLE", ""},
		{"ghp_" + strings.Repeat("a1B2", 9), "GitHub token"},
		{"xghp_" + strings.Repeat("a1B2", 9), ""},
		{"postgres://shop:h7Tq9LmZ2@db.shop.net/orders", "user and password in a URL"},
		{"postgres://user:password@db.shop.net/orders", ""},
		{"https://user:$TOKEN@host.net", ""},
		{"https://shop.net/a:b@c", ""},
	} {
		var kinds []string
		for _, m := range secretsIn("f", []byte(c.text)) {
			kinds = append(kinds, m.Text)
		}
		if got := strings.Join(kinds, ", "); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestMentionsAreBounded: a file full of passwords keeps no more than the limit.
func TestMentionsAreBounded(t *testing.T) {
	many := strings.Repeat("https://root:hunter2hunter@db.shop.net/orders\n", 2*maxMentions)
	if got := passwordsIn("a", []byte(many)); len(got) != maxMentions || got[maxMentions-1].Line != maxMentions {
		t.Errorf("%d passwords are kept, want %d", len(got), maxMentions)
	}
}

func TestNamesOf(t *testing.T) {
	for _, c := range []struct {
		module string
		given  []string
		want   string
	}{
		{"github.com/Acme/shop/v2", nil, "acme"},
		{"go.acme.corp/shop", nil, "acme"},
		{"example.com/shop", nil, ""},
		{"shop", nil, ""},
		{"github.com/acme/shop", []string{"Rocket"}, "rocket"},
	} {
		n := namesOf(Request{Imports: &imports.Graph{Modules: []imports.Module{{Name: c.module}}}, Names: c.given})
		if got := strings.Join(n.words, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.module, got, c.want)
		}
	}
}

// TestOwners: which words name an owner is said by the ecosystem.
func TestOwners(t *testing.T) {
	for _, c := range []struct{ language, module, want string }{
		{"java", "org.apache.dubbo:dubbo-common", "org.apache apache"},
		{"kotlin", "com.squareup.okhttp3:okhttp", "com.squareup squareup"},
		{"java", "io.github.acme:shop", "io.github.acme acme"},
		{"java", "shop", " "},
		{"csharp", "Ordering.API", " "},
		{"typescript", "socket.io", " "},
		{"go", "github.com/acme/shop", "github.com/acme acme"},
	} {
		owner, word := ownerOf(imports.Module{Name: c.module, Language: c.language})
		if got := owner + " " + word; got != c.want {
			t.Errorf("%s %s: %q, want %q", c.language, c.module, got, c.want)
		}
	}
}

// TestNamesOfJava: neither the licence a file begins with nor the names of packages count.
func TestNamesOfJava(t *testing.T) {
	n := namesOf(Request{Imports: &imports.Graph{Modules: []imports.Module{{Name: "org.acme.shop:web", Language: "java"}}}})
	for text, want := range map[string]int{
		"/*\n * Licensed to Acme\n */\npackage org.acme.shop;\nimport org.acme.shop.core.Order;\n": 0,
		"// Licensed to Acme.\n// All rights.\nclass Acme {}\n":                                    1,
		"<!-- the licence of Acme -->\n":                                                           0,
		"/* licence of Acme":                                                                       1, // a comment without end
		"# Acme writes this\nx = 1\n":                                                              1, // no licence
		"/** {@link org.acme.shop.Order} of Acme */\nclass X\n":                                    1,
	} {
		if got := n.in("X.java", []byte(text)); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestNames(t *testing.T) {
	n := namesOf(Request{Imports: &imports.Graph{Modules: []imports.Module{{Name: "github.com/acme/shop"}}}})
	for text, want := range map[string]int{
		`label: acme.io/owner`:                    1,
		`the Acme way, ACME's way`:                1, // one line
		`import "github.com/acme/shop/core"`:      0,
		`see https://github.com/acme/shop/issues`: 0,
		`// Copyright Acme`:                       0,
		`acmeology`:                               0,
		"one acme\ntwo\nthree Acme":               2,
	} {
		if got := n.in("x.go", []byte(text)); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestHosts(t *testing.T) {
	for text, want := range map[string]string{
		`"https://ci.build.corp/job"`:     "ci.build.corp",
		`addr := "db-1.eu.internal:5432"`: "db-1.eu.internal",
		`"host.docker.internal"`:          "",
		`"metadata.google.internal"`:      "",
		`x.internal.Do()`:                 "",
		`"k8s.io/foo.internal/pkg"`:       "",
		`"my.internal.example.org"`:       "",
		`root@box.lan:`:                   "box.lan",
	} {
		var hosts []string
		for _, m := range hostsIn("f", []byte(text)) {
			hosts = append(hosts, m.Text)
		}
		if got := strings.Join(hosts, " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestSettings(t *testing.T) {
	src := `package p
const EnvA = "SHOP_A"
const local = "SHOP_LOCAL"
type c struct {
	X string ` + "`json:\"x\" env:\"SHOP_TAG,required\"`" + `
}
func f() {
	os.Getenv("SHOP_ONE"); os.Getenv("PATH"); env.Bool("SHOP_TWO", false)
	os.Getenv(EnvA); envString(local); os.Getenv(unknown)
	viper.GetString("shop.port"); v.GetString("no.viper")
	getEnv("not a setting")
}
`
	d := dataIn("p/p.go", []byte(src), false)
	constants := map[string]string{}
	for _, c := range d.Constants {
		constants[scope("p/p.go", c.Name)] = c.Value
	}
	var got []string
	for _, u := range d.resolved(constants) {
		got = append(got, u.Name)
	}
	slices.Sort(got)
	if s := strings.Join(got, " "); s != "SHOP_A SHOP_LOCAL SHOP_ONE SHOP_TAG SHOP_TWO shop.port" {
		t.Error(s)
	}
	if d := dataIn("p/p.go", []byte(src), true); len(d.Settings)+len(d.Asked) != 0 {
		t.Error("settings of a generated file count")
	}
}

func FuzzText(f *testing.F) {
	f.Add("postgres://shop:h7Tq9LmZ2@db.shop.net\n-----BEGIN PRIVATE KEY-----")
	f.Add("const A = \"B_C\"\nos.Getenv(A)\n`env:\"X\"`")
	f.Add("\"ci.build.corp\" acme ACME github.com/acme/x")
	n := namesOf(Request{Imports: &imports.Graph{}, Names: []string{"acme"}})
	f.Fuzz(func(t *testing.T, s string) {
		lines := strings.Count(s, "\n") + 1
		content := []byte(s)
		for _, m := range slices.Concat(secretsIn("f", content), n.in("f", content), hostsIn("f", content)) {
			if m.Line < 1 || m.Line > lines {
				t.Errorf("%q: line %d of %d", s, m.Line, lines)
			}
		}
		d := dataIn("f.go", content, false)
		for _, u := range append(d.resolved(nil), d.Tables...) {
			if u.At.Line < 1 || u.At.Line > lines || u.Name == "" {
				t.Errorf("%q: %+v", s, u)
			}
		}
	})
}

func TestPackagesAreNoHosts(t *testing.T) {
	g := &imports.Graph{Packages: []imports.Package{{Path: "okhttp/src/main/kotlin/okhttp3/internal"}}}
	for name, want := range map[string]bool{"okhttp3.internal": true, "http3.internal": false, "db.internal": false} {
		if got := isPackage(g, name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
