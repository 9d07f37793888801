package ruby

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/bundler"
	"seam/analyze/repo"
)

// loaded is the graph of a tree.
func loaded(t *testing.T, tree repo.Tree) (*imports.Graph, error) {
	return Load(t.Context(), tree, func(string) *modules.Set { return bundler.Load(tree) }, imports.Options{})
}

// graphOf prints packages, modules, edges, file edges and warnings.
func graphOf(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := loaded(t, repo.Memory(files))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range g.Modules {
		fmt.Fprintf(&b, "module %s in %s by %s\n", m.Name, m.Path, m.Manifest)
	}
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s of %q files %v tests %v exports %v third %v %v\n", p.Path, p.Module, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird)
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "%s > %s %s at %v symbols %v\n", e.From, e.To, e.Kind, e.Sites, e.Symbols)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "%s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	for _, w := range g.Warnings {
		fmt.Fprintf(&b, "%s %d\n", w.Code, w.Count)
	}
	return b.String()
}

// edges prints the edges of files alone.
func edges(t *testing.T, files map[string]string) string {
	t.Helper()
	var out []string
	for line := range strings.Lines(graphOf(t, files)) {
		if strings.Contains(line, " line ") || strings.HasPrefix(line, "ruby-") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

func TestLoad(t *testing.T) {
	got := graphOf(t, map[string]string{
		"Gemfile":                             "gem 'rails'\ngem 'devise'\ngem 'billing', path: 'gems/billing'\n",
		"config/application.rb":               "require 'rails/all'\nmodule WebShop\n  class Application < Rails::Application\n  end\nend\n",
		"app/models/user.rb":                  "class User < ApplicationRecord\n  devise :x\n  has_many :orders\n  has_many :things, class_name: 'Orders::Line'\n  belongs_to :owner, polymorphic: true\nend\n",
		"app/models/order.rb":                 "class Order < ApplicationRecord\n  belongs_to :user\n  LIMIT = 3\nend\n",
		"app/models/orders/line.rb":           "module Orders\n  class Line\n    def price = Billing::Price.new(Order::LIMIT)\n  end\nend\n",
		"app/models/application_record.rb":    "class ApplicationRecord < ActiveRecord::Base\nend\n",
		"app/controllers/users_controller.rb": "class UsersController\n  def show\n    User.find(1); Devise.x; Unknown\n  end\nend\n",
		"gems/billing/billing.gemspec":        "Gem::Specification.new { |s| s.name = 'billing'\n s.add_dependency 'money'\n }\n",
		"gems/billing/lib/billing.rb":         "require 'money'\nrequire 'billing/price'\nmodule Billing\nend\n",
		"gems/billing/lib/billing/price.rb":   "class Billing::Price\n  def initialize(n); end\nend\n",
		"gems/billing/spec/price_spec.rb":     "require 'spec_helper'\nRSpec.describe Billing::Price do\nend\n",
		"gems/billing/spec/spec_helper.rb":    "require 'rspec'\nrequire_relative '../lib/billing'\nrequire_relative 'gone'\n",
		"vendor/x/lib/x.rb":                   "class X; end\n",
		"lib/generators/a/templates/model.rb": "class <%= name %>\n",
	})
	want := `module web_shop in . by Gemfile
module billing in gems/billing by gems/billing/billing.gemspec
app/controllers of "web_shop" files [users_controller.rb] tests [] exports [UsersController] third [devise] []
app/models of "web_shop" files [application_record.rb order.rb user.rb] tests [] exports [ApplicationRecord Order Order::LIMIT User] third [rails] []
app/models/orders of "web_shop" files [line.rb] tests [] exports [Orders::Line] third [] []
config of "web_shop" files [application.rb] tests [] exports [WebShop::Application] third [rails] []
gems/billing/lib of "billing" files [billing.rb] tests [] exports [] third [money] []
gems/billing/lib/billing of "billing" files [price.rb] tests [] exports [Billing::Price] third [] []
gems/billing/spec of "billing" files [] tests [price_spec.rb spec_helper.rb] exports [] third [] [rspec]
app/controllers > app/models import at [app/controllers/users_controller.rb:3] symbols [User]
app/models > app/models/orders import at [app/models/user.rb:4] symbols [Orders::Line]
app/models/orders > app/models import at [app/models/orders/line.rb:3] symbols [Order::LIMIT]
app/models/orders > gems/billing/lib/billing import at [app/models/orders/line.rb:3] symbols [Billing::Price]
gems/billing/lib > gems/billing/lib/billing import at [gems/billing/lib/billing.rb:2] symbols []
gems/billing/spec > gems/billing/lib test at [gems/billing/spec/spec_helper.rb:2] symbols []
gems/billing/spec > gems/billing/lib/billing test at [gems/billing/spec/price_spec.rb:2] symbols [Billing::Price]
app/controllers/users_controller.rb > app/models/user.rb import line 3
app/models/order.rb > app/models/application_record.rb import line 1
app/models/order.rb > app/models/user.rb import line 2
app/models/orders/line.rb > app/models/order.rb import line 3
app/models/orders/line.rb > gems/billing/lib/billing/price.rb import line 3
app/models/user.rb > app/models/application_record.rb import line 1
app/models/user.rb > app/models/order.rb import line 3
app/models/user.rb > app/models/orders/line.rb import line 4
gems/billing/lib/billing.rb > gems/billing/lib/billing/price.rb import line 2
gems/billing/spec/price_spec.rb > gems/billing/lib/billing/price.rb test line 2
gems/billing/spec/price_spec.rb > gems/billing/spec/spec_helper.rb test line 1
gems/billing/spec/spec_helper.rb > gems/billing/lib/billing.rb test line 2
ruby-unresolved 1
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Constants are looked up in the modules around, in the ancestors of the innermost, and at
// the top level.
func TestConstants(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"from the inside out": {map[string]string{
			"a/b/x.rb": "module A\n  module B\n    class X; def m; end; end\n  end\nend\n",
			"a/x.rb":   "module A\n  class X; def m; end; end\nend\n",
			"x.rb":     "class X; def m; end; end\n",
			"use.rb":   "module A\n  module B\n    class Use\n      X\n    end\n  end\n  X\nend\nX\nclass A::B::Other\n  X\n  ::X\nend\n",
		}, "use.rb > a/b/x.rb import line 4\nuse.rb > a/x.rb import line 7\nuse.rb > x.rb import line 9\n"},
		"of two alike, what the gems of the module bring": {map[string]string{
			"far/far.gemspec": "Gem::Specification.new { |s| s.name = 'far' }\n", "far/lib/help.rb": "module Help; def m; end; end\n",
			"near/near.gemspec": "Gem::Specification.new { |s| s.name = 'near' }\n", "near/lib/help.rb": "module Help; def m; end; end\n",
			"mid/mid.gemspec": "Gem::Specification.new do |s|\n  s.name = 'mid'\n  s.add_dependency 'near'\nend\n",
			"web/Gemfile":     "gem 'mid'\n", "web/app/jobs/j.rb": "class J; include Help; end\n",
		}, "web/app/jobs/j.rb > near/lib/help.rb import line 1\n"},
		"a compact name opens no scopes around it": {map[string]string{
			"a/x.rb": "module A\n  class X; def m; end; end\nend\n",
			"use.rb": "class A::B\n  X\nend\n",
		}, ""},
		"class << self and blocks open no scope": {map[string]string{
			"a/x.rb": "module A\n  class X; def m; end; end\nend\n",
			"use.rb": "module A\n  class << self\n    included do\n      X\n    end\n  end\nend\n",
		}, "use.rb > a/x.rb import line 4\n"},
		"what a superclass and a module that is included have": {map[string]string{
			"base.rb":       "class Base\n  include Helps\n  LIMIT = 1\nend\n",
			"helps.rb":      "module Helps\n  Tool = 1\nend\n",
			"limit.rb":      "LIMIT = 2\n",
			"derived.rb":    "class Derived < Base\n  LIMIT\n  Tool\nend\n",
			"from/other.rb": "Derived::LIMIT\n",
		}, "base.rb > helps.rb import line 2\nderived.rb > base.rb import line 1\nderived.rb > helps.rb import line 3\nfrom/other.rb > base.rb import line 1\n"},
		"a namespace that many open belongs to none": {map[string]string{
			"shop/a.rb": "module Shop\n  class A; def m; end; end\nend\n",
			"shop/b.rb": "module Shop\n  class B; def m; end; end\nend\n",
			"use.rb":    "Shop.x\nShop::Gone\nShop::B\n",
		}, "use.rb > shop/b.rb import line 3\n"},
		"a namespace that is a file's name": {map[string]string{
			"shop.rb":   "module Shop\n  def self.x; end\nend\n",
			"shop/a.rb": "module Shop\n  class A; def m; Shop.x; end; end\nend\n",
			"use.rb":    "Shop.x\nShop::A.new\n",
		}, "shop/a.rb > shop.rb import line 2\nuse.rb > shop.rb import line 1\nuse.rb > shop/a.rb import line 2\n"},
		"a superclass that is said again": {map[string]string{
			"app/models/code.rb":         "class Code < Base\n  def m; end\nend\n",
			"app/models/code/builder.rb": "class Code < Base\n  class Builder\n    def m = Code.new\n  end\nend\n",
			"app/models/code/other.rb":   "class Code < Base\n  def n = Code.new\nend\n",
		}, "app/models/code/builder.rb > app/models/code.rb import line 3\n"},
		"acronyms": {map[string]string{
			"lib/http_client.rb": "class HTTPClient; def x; end; end\n",
			"use.rb":             "HTTPClient.new\n",
		}, "use.rb > lib/http_client.rb import line 1\n"},
		"Ruby's own classes, opened": {map[string]string{
			"core_ext/string.rb": "class String\n  def shout; end\nend\n",
			"use.rb":             "String.new\nclass String; end\n",
		}, ""},
		"a gem's classes, opened": {map[string]string{
			"Gemfile":        "gem 'sidekiq'\n",
			"ext.rb":         "module Sidekiq\n  def self.x; end\n  class Job; def y; end; end\n  class Own < Job; end\nend\n",
			"use.rb":         "Sidekiq.x\nSidekiq::Job\n",
			"lib/use_own.rb": "Sidekiq::Own\n",
		}, "lib/use_own.rb > ext.rb import line 1\n"},
		"a gem of here, for which others make plugins": {map[string]string{
			"cop.gemspec":        "Gem::Specification.new { |s| s.name = 'cop' }\n",
			"Gemfile":            "gem 'cop-rake'\n",
			"lib/cop/mixin/a.rb": "module Cop\n  module Align\n    def x; end\n  end\nend\n",
			"lib/cop/use.rb":     "module Cop\n  class Use\n    include Align\n  end\nend\n",
		}, "lib/cop/use.rb > lib/cop/mixin/a.rb import line 3\n"},
		"an assigned constant, and several at once": {map[string]string{
			"a.rb":   "Point = Struct.new(:x) do\n  ORIGIN = 1\nend\nM, N = 1, 2\nP ||= 3\n",
			"use.rb": "Point.new(1)\n[ORIGIN, N, P]\n",
		}, "use.rb > a.rb import line 1\n"},
		"no constants": {map[string]string{
			"x.rb":   "class X; def m; end; end\n",
			"use.rb": "a = { X: 1, :X => 2 }\nfoo.X\nfoo::X\nX(1)\n:X\n\"X\"\n# X\ndef X; end\nself.class::X\n",
		}, ""},
		"text": {map[string]string{
			"a/x.rb": "module A\n  class X; def m; end; end\nend\n",
			"use.rb": "module A\n  class U\n    belongs_to :y, class_name: \"X\"\n    \"A::X\".constantize\n    'nothing'.constantize\n  end\nend\n",
			"old.rb": "class Old\n  has_one :y, :class_name => 'A::X'\nend\n",
		}, "old.rb > a/x.rb import line 2\nuse.rb > a/x.rb import line 3\n"},
		"associations": {map[string]string{
			"app/models/blog/category.rb": "module Blog\n  class Category; def m; end; end\nend\n",
			"app/models/person.rb":        "class Person; def m; end; end\n",
			"app/models/blog/post.rb":     "module Blog\n  class Post\n    has_many :categories\n    belongs_to :person\n    has_many :people, through: :x, source: :y\n    has_many :nothings\n    has_one :api_key\n  end\nend\n",
			"app/models/api_key.rb":       "class APIKey; def m; end; end\n",
		}, "app/models/blog/post.rb > app/models/api_key.rb import line 7\napp/models/blog/post.rb > app/models/blog/category.rb import line 3\napp/models/blog/post.rb > app/models/person.rb import line 4\n"},
		"autoload": {map[string]string{
			"a.gemspec":       "",
			"lib/a.rb":        "module A\n  autoload :X, 'a/long/x'\n  autoload :Y\n  autoload :Gone\nend\n",
			"lib/a/long/x.rb": "module A\n  class X; def m; end; end\nend\n",
			"lib/a/y.rb":      "module A\n  class Y; def m; end; end\nend\n",
		}, "lib/a.rb > lib/a/long/x.rb dynamic line 2\nlib/a.rb > lib/a/y.rb dynamic line 3\n"},
	} {
		if got := edges(t, c.files); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func TestRequires(t *testing.T) {
	got := edges(t, map[string]string{
		"one/one.gemspec":          "Gem::Specification.new { |s| s.name = 'one'; s.require_paths = ['src'] }\n",
		"one/src/one.rb":           "require 'one/part'\nrequire File.expand_path('../other', __FILE__)\nrequire File.join(File.dirname(__FILE__), 'one', 'part2')\nrequire __dir__ + '/one/part3'\n",
		"one/src/one/part.rb":      "",
		"one/src/one/part2.rb":     "",
		"one/src/one/part3.rb":     "require 'json'\nrequire_relative '../one.rb'\n",
		"one/src/other.rb":         "require \"one/#{x}\"\nrequire 'one/' + x\nrequire name\n",
		"app/Gemfile":              "gem 'one', path: '../one'\n",
		"app/json.rb":              "",
		"app/tool.rb":              "require 'json'\nrequire 'one'\nrequire 'helper'\n",
		"app/helper.rb":            "load 'tool.rb'\n",
		"app/test/cases/a_test.rb": "require 'cases/b'\nrequire 'support'\n",
		"app/test/cases/b.rb":      "",
		"app/lib/support.rb":       "",
		"else/use.rb":              "require 'support'\nrequire 'cases/b'\nrequire 'one'\n",
	})
	want := `app/helper.rb > app/tool.rb import line 1
app/test/cases/a_test.rb > app/lib/support.rb test line 2
app/test/cases/a_test.rb > app/test/cases/b.rb test line 1
app/tool.rb > app/helper.rb import line 3
app/tool.rb > one/src/one.rb import line 2
else/use.rb > one/src/one.rb import line 3
one/src/one.rb > one/src/one/part.rb import line 1
one/src/one.rb > one/src/one/part2.rb import line 3
one/src/one.rb > one/src/one/part3.rb import line 4
one/src/one.rb > one/src/other.rb import line 2
one/src/one/part3.rb > one/src/one.rb import line 2
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A gem may keep its code in several folders called lib, and tasks are Ruby.
func TestFurtherLibs(t *testing.T) {
	got := edges(t, map[string]string{
		"lane.gemspec":                "Gem::Specification.new { |s| s.name = 'lane'; s.require_paths = Dir['*/lib'] }\n",
		"ship/lib/ship.rb":            "require 'ship/token'\nrequire 'json'\n",
		"ship/lib/ship/token.rb":      "",
		"ship/lib/json.rb":            "",
		"lane/lib/lane.rb":            "require 'ship'\n",
		"lane/lib/tasks/release.rake": "require 'lane'\nload 'tasks/help.rake'\n",
		"lane/lib/tasks/help.rake":    "",
	})
	want := `lane/lib/lane.rb > ship/lib/ship.rb import line 1
lane/lib/tasks/release.rake > lane/lib/lane.rb import line 1
lane/lib/tasks/release.rake > lane/lib/tasks/help.rake import line 2
ship/lib/ship.rb > ship/lib/ship/token.rb import line 1
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Which module a file is of decides what it sees: what two apps call User are two classes.
func TestModules(t *testing.T) {
	got := graphOf(t, map[string]string{
		"a/Gemfile":                         "gem 'core'\n",
		"a/app/models/user.rb":              "class User < Record; end\n",
		"a/app/jobs/job.rb":                 "class Job; def x = User.all(Core, Tax); end\n",
		"b/Gemfile":                         "",
		"b/packwerk.yml":                    "",
		"b/package.yml":                     "enforce_dependencies: true\n",
		"b/app/models/user.rb":              "class User < Record; end\n",
		"b/packs/tax/package.yml":           "",
		"b/packs/tax/app/models/tax.rb":     "class Tax\n  def u = User\n  def i = Invoice\nend\n",
		"b/packs/inv/package.yml":           "",
		"b/packs/inv/app/models/invoice.rb": "class Invoice\n  def t = Tax\nend\n",
		"b/app/packs/w/package.yml":         "", "b/app/packs/w/spec/a.rb": "Invoice\n",
		"b/engines/e/lib/e/engine.rb": "module E\n  class Engine < ::Rails::Engine\n  end\nend\n",
		"core/core.gemspec":           "Gem::Specification.new { |s| s.name = 'core' }\n",
		"core/lib/core.rb":            "module Core\n  def u = User\nend\n",
	})
	want := `module a in a by a/Gemfile
module b in b by b/Gemfile
module b/app/packs/w in b/app/packs/w by b/app/packs/w/package.yml
module e in b/engines/e by b/engines/e/lib/e/engine.rb
module b/packs/inv in b/packs/inv by b/packs/inv/package.yml
module b/packs/tax in b/packs/tax by b/packs/tax/package.yml
module core in core by core/core.gemspec
`
	head, _, _ := strings.Cut(got, "a/app/jobs of")
	if head != want {
		t.Errorf("got\n%s\nwant\n%s", head, want)
	}
	wantEdges := `a/app/jobs/job.rb > a/app/models/user.rb import line 1
a/app/jobs/job.rb > core/lib/core.rb import line 1
b/app/packs/w/spec/a.rb > b/packs/inv/app/models/invoice.rb test line 1
b/packs/inv/app/models/invoice.rb > b/packs/tax/app/models/tax.rb import line 2
b/packs/tax/app/models/tax.rb > b/app/models/user.rb import line 2
b/packs/tax/app/models/tax.rb > b/packs/inv/app/models/invoice.rb import line 3
`
	if !strings.HasSuffix(got, wantEdges) {
		t.Errorf("got\n%s\nwant at its end\n%s", got, wantEdges)
	}
}

func TestIsTest(t *testing.T) {
	for file, want := range map[string]bool{
		"spec/a.rb": true, "core/spec/models/a_spec.rb": true, "test/dummy/app/models/a.rb": true, "app/spec/a.rb": true,
		"lib/a/test/b.rb": false, "app/models/ab_test.rb": false, "lib/ab_test.rb": true, "features/support/env.rb": true,
		"features/orders/app/models/a.rb": false, "app/models/spec/a.rb": false, "Library/Homebrew/test/a.rb": true, "a.rb": false, "lib/a/testing_support/b.rb": true,
	} {
		if isTest(file) != want {
			t.Errorf("%s: %t, want %t", file, !want, want)
		}
	}
}

func TestUnderscored(t *testing.T) {
	for in, want := range map[string]string{"WebShop": "web_shop", "HTTPClient": "http_client", "A::BigB": "a/big_b", "X": "x", "S3Store": "s3_store"} {
		if got := underscored(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// Each of these makes a careless reader look ahead over the whole rest at every word, or
// nest without bound.
func TestScanIsLinear(t *testing.T) {
	for _, piece := range []string{"class A<", "class A\n", "module A;", "A,\n", "A::", "def f(", "has_many :a,", "A if ", "while A\n", ":[]= ", "class A < B(\n", "include A,\n"} {
		files := map[string]string{"a.rb": strings.Repeat(piece, 100_000)}
		if _, err := loaded(t, repo.Memory(files)); err != nil {
			t.Error(err)
		}
	}
	var chain strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&chain, "class C%d < C%d\n  X\nend\n", i, i+1)
	}
	if _, err := loaded(t, repo.Memory(map[string]string{"a.rb": chain.String(), "b.rb": "C1\n"})); err != nil {
		t.Error(err)
	}
}

// Whatever a file holds, reading it ends, and what it says lies within it.
func FuzzScan(f *testing.F) {
	f.Add("module A; class B::C < D\n  include E, F\n  X = Struct.new(:a) do\n end; end\nend\nif a then b end while c do\nend")
	f.Add("def a = 1\ndef self.b=(c) = d\nalias if end\n:[]= unless x\nx ||= <<~A if y\nA\nA, B = 1, 2")
	f.Add("require File.expand_path('../a', __FILE__)\nautoload :A, 'b'\nhas_many :as, class_name: 'B'\n'A'.constantize")
	f.Fuzz(func(t *testing.T, src string) {
		var p parser
		facts := p.scan("a.rb", []byte(src))
		for i, s := range facts.Scopes[1:] {
			if s.Parent < 0 || s.Parent > i || s.Path == "" {
				t.Errorf("scope %d is %+v", i+1, s)
			}
		}
		for _, u := range facts.Uses {
			if u.Scope >= len(facts.Scopes) || u.Line < 1 || u.Line > facts.Lines || u.Path == "" {
				t.Errorf("%+v of %d lines", u, facts.Lines)
			}
		}
		for _, c := range facts.Constants {
			if c.Scope >= len(facts.Scopes) || c.Line < 1 || c.Path == "" {
				t.Errorf("%+v", c)
			}
		}
		if _, err := loaded(t, repo.Memory(map[string]string{"a/b.rb": src, "app/models/a.rb": src})); err != nil {
			t.Error(err)
		}
	})
}
