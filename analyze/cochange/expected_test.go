package cochange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestReasons: what the names of two files say, and what they do not.
func TestReasons(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Reason
	}{
		{"packages/a/package.json", "packages/b/package.json", Builds},
		{"composer.json", "phpstan.neon", Builds},
		{"package.json", "src/version.ts", Builds}, // a release
		{"CMakeLists.txt", "src/new.c", Builds},    // it lists the sources
		{".github/workflows/ci.yml", "docker/Dockerfile", Builds},
		{"Dockerfile", "src/main.go", ""},
		{"src/generated-types.ts", "schema.ts", Output},
		{"generated/a.ts", "schema.ts", Output},
		{"src/regenerated.ts", "schema.ts", ""},
		{"src/__generated__/a.ts", "schema.ts", Output},
		{"doc/a.1", "doc/b.1", Documents},
		{"README", "src/main.c", Documents},
		{"src/a.service.ts", "src/a.service.spec.ts", Tests},
		{"app/a.rb", "spec/a_spec.rb", Tests},
		{"src/latest.go", "src/contest.go", ""},
		{"include/git2/pack.h", "src/pack.c", Header},
		{"src/pack.h", "src/unpack.c", ""},
		{"api/IUsers.cs", "impl/Users.cs", Interface},
		{"a/Loans.java", "a/LoansImpl.java", Interface},
		{"a/store.go", "mocks/mock_store.go", Interface},
		{"a/Italy.cs", "b/taly.cs", ""},
		{"app/login.component.ts", "app/login.component.html", Component},
		{"app/login.ts", "web/login.css", ""},
		{"a.sql", "b.go", ""},
		{"web/dist/app.js", "web/src/app.ts", Output},
		{"dist/app.go", "src/app.go", ""},
		{"lib/src/jvmTest/kotlin/a/A.kt", "app/src/main/kotlin/b/B.kt", Tests},
	} {
		in := Input{}
		for _, swapped := range []bool{false, true} {
			a, b := c.a, c.b
			if swapped {
				a, b = b, a
			}
			if got := in.fileReason(a, b, translations{}); got != c.want {
				t.Errorf("%s and %s: %q, want %q", a, b, got, c.want)
			}
		}
	}
}

// TestPlaces: what the places of two files or folders say, and what they do not.
func TestPlaces(t *testing.T) {
	made := []string{
		"shop/config/application.rb", "shop/config/routes.rb", // Rails
		"web/artisan", "web/bootstrap/app.php", // Laravel
		"manage.py",   // Django
		"bin/console", // half of Symfony
	}
	f := findFrameworks(made, slices.Repeat([]bool{true}, len(made)))
	for _, c := range []struct {
		a, b string
		want Reason
	}{
		{"okio/src/jvmMain/kotlin/okio/Buffer.kt", "okio/src/nativeMain/kotlin/okio/Other.kt", Variants},
		{"okio/src/jvmMain/kotlin/okio", "okio/src/commonMain/kotlin/okio", Variants},
		{"app/src/debug/java/Flags.java", "app/src/release/java/Flags.java", Variants},
		{"k9/src/debug/java/Flags.java", "app/src/debug/java/Flags.java", ""}, // two programs
		{"app/src/main/java/A.java", "app/src/main/kotlin/B.kt", ""},
		{"core/src/main/scala-2/A.scala", "core/src/main/scala-3/A.scala", Variants},
		{"core/jvm/src/main/scala/A.scala", "core/js/src/main/scala/A.scala", Variants},
		{"core/shared/src/main/scala/A.scala", "client/js/src/main/scala/A.scala", ""},
		{"src/unix/fs.c", "src/win/fs.c", Variants},
		{"src/unix/fs.c", "src/win/dir.c", ""},
		{"src/sys/linux.rs", "src/sys/windows.rs", Variants},
		{"src/sys/linux.rs", "src/sys/table.rs", ""},

		{"blog/migrations/0001.py", "blog/models.py", Migrations},
		{"app/models", "db/migrate", Migrations},
		{"database/migrations.go", "integration/client.go", ""}, // code, though of migrations

		{"shop/config/routes.rb", "shop/app/models/order.rb", Framework},
		{"shop/app/controllers", "shop/config", Framework},
		{"shop/app/controllers", "shop/app/models", ""},
		{"shop/app/helpers/a_helper.rb", "shop/app/controllers/a_controller.rb", Framework},
		{"shop/config/routes.rb", "shop/app/javascript/order.js", ""}, // what the two agree on is in neither language
		{"shop/config/routes.rb", "other/order.rb", ""},
		{"other/config/routes.rb", "other/app/models/order.rb", ""}, // no program of Rails
		{"web/routes/api.php", "web/app/Models/Song.php", Framework},
		{"web/app/Providers", "web/config", Framework},
		{"site/settings.py", "stock/models.py", Framework},
		{"config/services.php", "src/Order.php", ""},
	} {
		for _, ends := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := placeReason(ends[0], ends[1], f); got != c.want {
				t.Errorf("%s and %s: %q, want %q", ends[0], ends[1], got, c.want)
			}
		}
	}
}

// TestDeadMarks: what once was made with a framework no longer is.
func TestDeadMarks(t *testing.T) {
	f := findFrameworks([]string{"manage.py"}, []bool{false})
	if f.joins("site/settings.py", "stock/models.py") {
		t.Error("a mark that is gone still tells of a framework")
	}
}

// TestHeaderFolders: headers and what implements them lie beside or above one another.
func TestHeaderFolders(t *testing.T) {
	for _, c := range []struct {
		headers, other string
		want           bool
	}{
		{"include/git2", "src/libgit2", true},
		{"lib/includes/nghttp2", "lib", true},
		{"lib/includes/nghttp2", "lib/sub", true},
		{"lib/include", "app", false},
		{"include/git2", ".", false},
		{"src/a", "src/b", false},
	} {
		if got := holdsHeadersOf(c.headers, c.other); got != c.want {
			t.Errorf("%s of %s: %v", c.headers, c.other, got)
		}
	}
}

// TestTranslations: languages are believed where three of them, two widely spoken, lie below
// one folder.
func TestTranslations(t *testing.T) {
	for name, c := range map[string]struct{ paths, folder, others string }{
		"files of one folder":   {"l/en.json l/fr_FR.json l/zh-Hans.json", "l/", "l/index.json m/en.json"},
		"folders":               {"l/de/a.php l/en/b.php l/pt_BR/c.php", "l/", ""},
		"endings of names":      {"r/mail_de.properties r/mail_en.properties r/mail_es.properties", "r/", "r/mail.properties"},
		"between dots":          {"c/devise.en.yml c/devise.de.yml c/fr.yml", "c/", "c/devise.yml"},
		"Android":               {"res/values-de/s.xml res/values-fr/s.xml res/values-pt-rBR/s.xml", "res/", "res/values/s.xml"},
		"Apple":                 {"A/de.lproj/x.strings A/en.lproj/x.strings A/it.lproj/x.strings", "A/", "A/Base.lproj/x.strings"},
		"the root":              {"README.de.md README.fr.md README.zh-CN.md", "", "README.md"},
		"short words":           {"", "", "w/is.go w/to.go w/id.go w/no.go"},
		"one of them":           {"", "", "w/en.json w/is.json w/to.json"},
		"two alone":             {"", "", "w/en.json w/de.json"},
		"a language as ending":  {"", "", "w/a.de w/a.en w/a.fr w/a.it"},
		"dashes with no region": {"", "", "w/de-.json w/en-.json w/fr-.json"},
	} {
		t.Run(name, func(t *testing.T) {
			in, out := strings.Fields(c.paths), strings.Fields(c.others)
			found := findTranslations(slices.Concat(in, out))
			for _, p := range in {
				if folder, ok := found.of(p); !ok || folder != c.folder {
					t.Errorf("%s is in %q, %v; want %q", p, folder, ok, c.folder)
				}
			}
			for _, p := range out {
				if folder, ok := found.of(p); ok {
					t.Errorf("%s is a translation of %q", p, folder)
				}
			}
		})
	}
}

// FuzzNames: what is asked of names answers for any text, and alike for both orders.
func FuzzNames(f *testing.F) {
	f.Add("l/en.json", "l/fr.json")
	f.Add("", "/")
	f.Add("a/.x", "a/..")
	f.Add("include/", "values-/.lproj")
	f.Fuzz(func(t *testing.T, a, b string) {
		in, found := Input{}, findTranslations([]string{a, b})
		if x, y := in.fileReason(a, b, found), in.fileReason(b, a, found); x != y {
			t.Errorf("%q and %q: %q one way, %q the other", a, b, x, y)
		}
		if x, y := in.folderReason(Package, a, b), in.folderReason(Package, b, a); x != y {
			t.Errorf("%q and %q: %q one way, %q the other", a, b, x, y)
		}
		if x, y := patternOf(a, b), patternOf(b, a); x != y {
			t.Errorf("%q and %q are alike as %q and as %q", a, b, x, y)
		}
	})
}

// TestFamilies: translations and manifests by their names, siblings by what they do; what
// changes with one of them names it.
func TestFamilies(t *testing.T) {
	var others strings.Builder // what chance is measured by
	for i := range 40 {
		fmt.Fprintf(&others, "z%d/a z%d/b\n", i, i+1)
	}
	r := Measure(input(changes(strings.Repeat(`
		l/de.json l/en.json l/fr.json x/form.js
		p/a/package.json p/b/package.json p/c/package.json
		r/json/adapter.go r/rdf/adapter.go r/rss/adapter.go
	`, 4)+"l/de.json\n"+others.String())), Options{})
	var got []string
	for _, f := range r.Families {
		got = append(got, strings.Join(append([]string{f.Name, string(f.Reason)}, f.Some...), " "))
	}
	want := []string{
		"l/ translations l/de.json l/en.json l/fr.json",
		"package.json builds p/a/package.json p/b/package.json p/c/package.json",
		"r/*/adapter.go siblings r/json/adapter.go r/rdf/adapter.go r/rss/adapter.go",
	}
	if !slices.Equal(got, want) {
		t.Errorf("families:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if f := r.Families[0]; f.Files != 3 || f.Changes != 5 || f.Support != 4 || f.Pairs != 3 {
		t.Errorf("l/ has %d files, %d changes, %d of them to several, %d pairs; want 3, 5, 4 and 3", f.Files, f.Changes, f.Support, f.Pairs)
	}
	for _, p := range only(r, File) {
		if p.From == "l/en.json" && p.To == "x/form.js" && (p.FromFamily != "l/" || p.ToFamily != "" || p.Expected != "") {
			t.Errorf("the form and its text: families %q and %q, expected %q", p.FromFamily, p.ToFamily, p.Expected)
		}
	}
	for _, p := range only(r, Package) {
		if strings.HasPrefix(p.From, "p/") {
			t.Errorf("manifests alone make %s and %s change together", p.From, p.To)
		}
	}
}

// TestFamiliesLeaveRoom: pairs within a family do not push others off a short list.
func TestFamiliesLeaveRoom(t *testing.T) {
	text := strings.Repeat("l/de.json l/en.json l/es.json l/fr.json\n", 9) + strings.Repeat("a/x b/y\n", 2)
	r := Measure(input(changes(text)), Options{Top: 2})
	var alike, others int
	for _, p := range only(r, File) {
		if p.Expected == Translations {
			alike++
		} else {
			others++
		}
	}
	if alike != 2 || others != 1 {
		t.Errorf("%d pairs of the family and %d others are kept, want 2 and 1", alike, others)
	}
}
