// Package config is seam.yaml: areas, teams, exclusions, rules, suppressions. Everything
// in it is optional, and a repository without one gets the zero value.
//
//	areas:                       # in order: a file belongs to the first that matches
//	  payments: [services/payments, libs/money]
//	teams:
//	  payments:
//	    members:
//	      - "*@payments.example"
//	      - jo@example.org
//	      - {email: kim@example.org, from: 2023-01-01, until: 2024-06-30, name: Kim}
//	    paths: [services/payments]
//	exclude: ["*.pb.go", third_party/]
//	names: [acme, rocketshop]    # of the company and its products: what must not leave the house
//	history:
//	  keep: [docs/CHANGELOG.md]   # counts although it looks generated, vendored, a changelog …
//	  bots: [release@example.org] # besides those that seam recognises
//	  people: ["*robotham@*"]     # no bots, whatever their names look like
//	  unit: ticket                # auto, commit, pull-request, ticket or window
//	  ticket: 'SHOP-[0-9]+'
//	  max_files: 50               # the largest change that counts
//	rules:                       # problem fails a check, smell is only told, off is neither
//	  go/two-majors: off
//	budgets:                     # of each unit: a check fails where a number above grows
//	  max_direct: 60
//	  max_transitive: 400
//	  max_first_party_chain: 12
//	layers:                      # a seam once cut stays cut; the names are those of areas
//	  payments:
//	    may_import: [libs]       # and nothing else of this repository
//	    must_not_import: [web]
//	    imported_by: []          # by no other area
//	    with_tests: true         # imports of tests count too
//	    reason: a service of its own since 2025
//	services:                    # what manifests and code do not show
//	  billing:
//	    path: services/billing   # the folder of its code
//	    aliases: [billing-v2]    # further names that it is called by
//	    calls: [ledger, mail]    # names of services
//	suppress:
//	  - rule: workspace-skew
//	    dependency: example.org/lib
//	    required_by: services/old    # a folder of a unit, or a package of a lock
//	    path: examples/              # the manifests that ask for it
//	    reason: moves with the next release
//	    expires: 2030-01-31          # the last day; told as a note from then on
//
// Reading is strict: an unknown key, a wrong type, a bad pattern or a name that
// stands twice is an *Error with its place, so that a typing mistake cannot switch
// something off in silence.
//
// Paths count from the folder that holds seam.yaml. Those of areas and teams are
// folders from there (payments is the top folder payments) unless they have
// wildcards; those of exclude and suppress are patterns as in a .gitignore (vendor
// is every folder vendor). See package glob for the pattern language.
package config

import "seam/analyze/finding"

// Config is a parsed seam.yaml. The zero value is "nothing configured".
//
// All patterns in it are rewritten to count from the repository root, whichever
// folder seam.yaml stands in, and are known to compile with glob.Compile.
type Config struct {
	File     string        // where it was read from, relative to the repository root; "" if there is none
	Areas    []Area        // in file order
	Teams    []Team        // in file order
	Exclude  []string      // path patterns that leave history and findings
	Names    []string      // of the company and its products, each one word; empty: the module path's owner
	History  History       // what counts as a change
	Rules    []Switch      // in file order
	Budgets  Budgets       // how large dependencies may grow
	Layers   []Layer       // in file order
	Services []Service     // in file order
	Suppress []Suppression // findings that somebody decided to live with
}

// Switch says how severe the findings of a rule are to this repository.
type Switch struct {
	Rule     string
	Severity finding.Severity // what the rule's findings become, but for noise; "" if it is off
	Off      bool
}

// Service is a deployable unit that somebody declared, and whom it calls.
type Service struct {
	Name    string
	Path    string // folder of its code, relative to the repository root; "" if not given
	Aliases []string
	Calls   []Call
	Line    int // in seam.yaml
}

// Call is a service that another one calls.
type Call struct {
	Name string
	Line int // in seam.yaml
}

// Budgets are what each unit may have at most; 0 is no budget.
type Budgets struct {
	Direct          int // direct requirements
	Transitive      int // everything that the direct requirements bring, they included
	FirstPartyChain int // steps of the longest chain between first-party packages
}

// Layer says what the packages of an area may import, and who may import them. A nil
// list says nothing; an empty one stands for no area. An area may always import itself,
// and packages in no area are not restricted.
type Layer struct {
	Area      string
	May       []string // the only areas that it may import
	MustNot   []string // areas that it must not import
	By        []string // the only areas that may import it
	WithTests bool     // imports of tests count too
	Reason    string   // told with a finding; may be ""
	Line      int      // in seam.yaml
}

// History adjusts what history counts. The zero value changes nothing.
type History struct {
	Keep     []string // path patterns that count whatever they look like
	Bots     []string // addresses, or globs over them, whose commits do not count
	People   []string // the same for those that do, although they look like bots
	Unit     string   // auto, commit, pull-request, ticket or window; "" is auto
	Ticket   string   // a regular expression that compiles; "" is the default
	MaxFiles int      // 0 is the default
}

// Area is a named set of folders.
type Area struct {
	Name  string
	Paths []string // patterns of package glob, relative to the repository root
}

// Team is a group of people and the paths they answer for.
type Team struct {
	Name    string
	Members []Member // in file order
	Paths   []string // patterns of package glob, relative to the repository root
}

// Member is somebody who belongs to a team, for good or from one day to another. A
// name beside the address is for readers of the file and is not kept.
type Member struct {
	Email string // an address, or a glob over addresses (*@payments.example), for glob.CompileEmail
	From  string // first day, YYYY-MM-DD in UTC; "" since ever
	Until string // last day, included; "" to this day. Never before From
}

// Suppression hides findings. Reason is required, and at least one of the fields before
// it; a finding must match all that are given.
type Suppression struct {
	Rule       string
	Dependency string
	RequiredBy string // folder of a unit, relative to that of seam.yaml, or name of a package in a lock, with or without @version
	Path       string // pattern for the manifests that ask for the dependency
	Reason     string
	Expires    string // the last day that it holds, YYYY-MM-DD; "" for ever
	Line       int    // in seam.yaml
}
