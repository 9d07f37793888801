// Package config is seam.yaml: areas, teams, exclusions, suppressions. Everything
// in it is optional, and a repository without one gets the zero value.
package config

// Config is a parsed seam.yaml. The zero value is "nothing configured".
type Config struct {
	File     string        // where it was read from, relative to the repository root; "" if there is none
	Areas    []Area        // in file order
	Teams    []Team        // in file order
	Exclude  []string      // path patterns that leave history and findings
	Suppress []Suppression // findings that somebody decided to live with
}

// Area is a named set of folders.
type Area struct {
	Name  string
	Paths []string // folders or patterns, relative to the folder of seam.yaml
}

// Team is a group of people and the paths they answer for.
type Team struct {
	Name    string
	Members []string // e-mail addresses, or globs over them (*@payments.example)
	Paths   []string // folders or patterns
}

// Suppression hides findings. Reason is required.
type Suppression struct {
	Rule, Dependency, Path string // each optional, all that are given must match; Path is a pattern
	Reason                 string
	Expires                string // YYYY-MM-DD, "" never
	Line                   int    // in seam.yaml
}
