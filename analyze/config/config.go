// Package config is seam.yaml: areas, teams, exclusions, suppressions. Everything
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
//	suppress:
//	  - rule: workspace-skew
//	    dependency: example.org/lib
//	    reason: moves with the next release
//	    expires: 2030-01-31
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
	Suppress []Suppression // findings that somebody decided to live with
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

// Suppression hides findings. Reason is required.
type Suppression struct {
	Rule, Dependency, Path string // at least one is given, all that are given must match; Path is a pattern
	Reason                 string
	Expires                string // YYYY-MM-DD, "" never
	Line                   int    // in seam.yaml
}
