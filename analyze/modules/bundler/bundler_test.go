package bundler

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// show writes a set as one line per fact, so that tests compare whole results.
func show(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s is %s by %s\n", u.Path, u.Name, u.Manifest)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %q %s unit %q at %s%s\n", r.Name, r.Version, kind(r.Kind), r.Unit, r.Location, map[bool]string{true: " conditional"}[r.Conditional])
		}
	}
	for _, l := range s.Locks {
		fmt.Fprintf(&b, "lock %s\n", l.File)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s unit %q line %d\n", p.Name, p.Version, p.Unit, p.Line)
			for _, r := range p.Requires {
				fmt.Fprintf(&b, "    -> %s %s %q %s\n", l.Packages[r.To].Name, l.Packages[r.To].Version, r.Range, kind(r.Kind))
			}
		}
	}
	for _, x := range s.Broken {
		fmt.Fprintf(&b, "broken %s: %s\n", x.Location, x.Message)
	}
	return b.String()
}

func kind(k modules.Kind) string {
	if k == modules.Production {
		return "production"
	}
	return string(k)
}

func check(t *testing.T, files map[string]string, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), show(Load(repo.Memory(files)))); d != "" {
		t.Error(d)
	}
}

func TestGemspec(t *testing.T) {
	check(t, map[string]string{
		"core/shop_core.gemspec": `version = File.read("V")
Gem::Specification.new do |s|
  s.name = 'shop-core'
  s.metadata["name"] = "no"
  s.add_dependency "rack", ">= 2.2", "< 4" # s.add_dependency "comment"
  s.add_runtime_dependency("json", ["~> 2.0",
    "!= 2.7.0"])
  s.add_dependency "shop-api", version
  s.add_dependency name, "1"
  s.add_development_dependency 'rspec', "~> #{x}"
  s.add_dependency %q(nokogiri)
end
`,
		"api/api.gemspec":          "Gem::Specification.new \"shop-api\", VERSION do |spec|\n  spec.require_paths = %w[lib ext]\nend\n",
		"spec/dummy/dummy.gemspec": "Gem::Specification.new { |s| s.name = 'dummy' }\n",
	}, `
api is shop-api by api/api.gemspec
core is shop-core by core/shop_core.gemspec
  json "~> 2.0, != 2.7.0" production unit "" at core/shop_core.gemspec:6
  nokogiri "" production unit "" at core/shop_core.gemspec:11
  rack ">= 2.2, < 4" production unit "" at core/shop_core.gemspec:5
  rspec "" development unit "" at core/shop_core.gemspec:10
  shop-api "" production unit "api" at core/shop_core.gemspec:8
`)
}

func TestRoots(t *testing.T) {
	got := fmt.Sprint(Gems(repo.Memory(map[string]string{
		"a/a.gemspec": "Gem::Specification.new do |s|\n  s.require_paths = ['lib', 'ext']\nend\n",
		"b/b.gemspec": "Gem::Specification.new do |s|\n  s.require_path = 'src'\nend\n",
		"c.gemspec":   "",
	})))
	if want := "[{a a a/a.gemspec [a/lib a/ext] []} {b b b/b.gemspec [b/src] []} {c . c.gemspec [lib] []}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestGemfile(t *testing.T) {
	check(t, map[string]string{
		"Gemfile": `source "https://rubygems.org"
ruby "3.3"
gem "rails", "~> 7.1", ">= 7.1.3"
gem 'pg', require: false if ENV["PG"]
gem "engine", path: "engines/engine"
gem("puma",
  "6.4")
gem "kt", git: "https://git.example/kt", branch: "main"
gem "x", group: :test
gem "y", :groups => [:development, :production], :platforms => :ruby
gem name, "1"
gem "z", *versions
if RUBY_VERSION > "3"
  gem "bigdecimal"
end
group :development, :test do
  gem "rspec", "~> 3.0"
  platforms(:mri) { }
  platforms :mri do
    gem "byebug"
  end
end
group :ast, optional: true do
  gem "parser"
end
path "engines" do
  gem "other"
end
eval_gemfile "Gemfile.more"
eval_gemfile "Gemfile"
gem "last"
`,
		"Gemfile.more":                  "gem 'more', '1.0'\neval_gemfile 'Gemfile.more'\n",
		"engines/engine/engine.gemspec": "Gem::Specification.new { |s| s.name = 'engine'\ns.add_dependency 'rails'\n }\n",
		"engines/engine/Gemfile":        "gemspec\ngem 'sqlite3'\n",
		"engines/other/other.gemspec":   "Gem::Specification.new { |s| s.name = 'other' }\n",
	}, `
. is . by Gemfile
  bigdecimal "" production unit "" at Gemfile:14 conditional
  byebug "" development unit "" at Gemfile:20 conditional
  engine "" production unit "engines/engine" at Gemfile:5
  kt "" production unit "" at Gemfile:8
  last "" production unit "" at Gemfile:31
  more "1.0" production unit "" at Gemfile.more:1
  other "" production unit "engines/other" at Gemfile:27
  parser "" optional unit "" at Gemfile:24
  pg "" production unit "" at Gemfile:4 conditional
  puma "6.4" production unit "" at Gemfile:6
  rails "~> 7.1, >= 7.1.3" production unit "" at Gemfile:3
  rspec "~> 3.0" development unit "" at Gemfile:17
  x "" development unit "" at Gemfile:9
  y "" production unit "" at Gemfile:10 conditional
  z "" production unit "" at Gemfile:12
engines/engine is engine by engines/engine/engine.gemspec
  rails "" production unit "" at engines/engine/engine.gemspec:2
  sqlite3 "" development unit "" at engines/engine/Gemfile:2
engines/other is other by engines/other/other.gemspec
`)
}

func TestLock(t *testing.T) {
	check(t, map[string]string{
		"Gemfile":            "gem 'rails'\ngem 'rspec', group: :test\ngem 'core', path: 'core'\n",
		"core/core.gemspec":  "Gem::Specification.new { |s| s.name = 'core' }\n",
		"Gemfile.lock":       lockText,
		"gem/g.gemspec":      "Gem::Specification.new { |s| s.name = 'g' }\n",
		"gem/Gemfile.lock":   "PATH\n  remote: .\n  specs:\n    g (1.0)\n      rake\n\nGEM\n  specs:\n    rake (13.0)\n\nDEPENDENCIES\n  g!\n  rake\n",
		"torn/Gemfile.lock":  "GEM\n  specs:\n    rake (13.0)\n<<<<<<< HEAD\n",
		"vendor/Gemfile":     "gem 'no'\n",
		"gems/gems.rb":       "gem 'rake'\n",
		"gems/gems.locked":   "GEM\n  specs:\n    rake (12.0)\n\nDEPENDENCIES\n  rake\n",
		"odd/Gemfile.lock":   "    a (1)\n      b\nGEM\n      c\n    (1)\n    x\n    d ()\nDEPENDENCIES\n  !\n",
		"other/.ruby/g.lock": "",
	}, `
. is . by Gemfile
  core "" production unit "core" at Gemfile:3
  rails "" production unit "" at Gemfile:1
  rspec "" development unit "" at Gemfile:2
core is core by core/core.gemspec
gem is g by gem/g.gemspec
gems is gems by gems/gems.rb
  rake "" production unit "" at gems/gems.rb:1
lock Gemfile.lock
  .  unit "." line 0
    -> core 0.1.0 "" production
    -> rails 7.1.3 "~> 7.1, >= 7.1.3" production
    -> rspec 3.12.0.pre1 "" development
  activesupport 7.1.3 unit "" line 9
    -> nokogiri 1.15.0 ">= 1.8" production
  core 0.1.0 unit "core" line 4
    -> rails 7.1.3 "~> 7" production
  nokogiri 1.15.0 unit "" line 11
    -> racc 1.7 "~> 1.4" production
  racc 1.7 unit "" line 15
  rails 7.1.3 unit "" line 16
    -> activesupport 7.1.3 "= 7.1.3" production
  rspec 3.12.0.pre1 unit "" line 18
lock gem/Gemfile.lock
  g 1.0 unit "gem" line 4
    -> rake 13.0 "" production
  rake 13.0 unit "" line 9
lock gems/gems.locked
  gems  unit "gems" line 0
    -> rake 12.0 "" production
  rake 12.0 unit "" line 3
lock odd/Gemfile.lock
  odd  unit "odd" line 0
lock torn/Gemfile.lock
  rake 13.0 unit "" line 3
  torn  unit "torn" line 0
broken torn/Gemfile.lock:4: unresolved merge conflict; resolve it and remove the markers
`)
}

const lockText = `PATH
  remote: core
  specs:
    core (0.1.0)
      rails (~> 7)
GEM
  remote: https://rubygems.org/
  specs:
    activesupport (7.1.3)
      nokogiri (>= 1.8)
    nokogiri (1.15.0)
      mini_portile2
    nokogiri (1.15.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7)
    rails (7.1.3)
      activesupport (= 7.1.3)
    rspec (3.12.0.pre1)

PLATFORMS
  ruby

DEPENDENCIES
  core!
  rails (~> 7.1, >= 7.1.3)
  rspec

CHECKSUMS
  rake (1) sha256=00

BUNDLED WITH
   2.4.1
`

// Whatever stands in a manifest, reading it ends and names what it says within bounds.
func FuzzManifests(f *testing.F) {
	f.Add("gem 'a', '~> 1', path: 'x' do\nend\ngroup :test do", "Gem::Specification.new 'a' do |s| s.name = %w[a]", lockText)
	f.Add("gem(", "s.add_dependency [", "GEM\n  specs:\n    a (1)\n      a\nDEPENDENCIES\n  a!")
	f.Fuzz(func(t *testing.T, gemfile, gemspec, lock string) {
		s := Load(repo.Memory(map[string]string{"Gemfile": gemfile, "a/a.gemspec": gemspec, "Gemfile.lock": lock}))
		for _, u := range s.Units {
			for _, r := range u.Requirements {
				if !isName(r.Name) || r.Location.Line < 1 {
					t.Errorf("%+v", r)
				}
			}
		}
		for _, l := range s.Locks {
			for _, p := range l.Packages {
				for _, r := range p.Requires {
					if r.To < 0 || r.To >= len(l.Packages) {
						t.Errorf("%+v", p)
					}
				}
			}
		}
	})
}
