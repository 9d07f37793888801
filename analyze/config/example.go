package config

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

const exampleHead = `# seam.yaml tells seam what it cannot see by itself. Every part of it is optional:
# delete what you do not need. Paths count from the folder of this file.
`

const exampleAreas = `
# Areas are the parts people talk about. A file belongs to the first area that
# matches it. Without this section they are found by where the source files lie.
`

const exampleTeams = `
# Teams. Members are e-mail addresses of commits, or patterns over them. Without
# members seam cannot say which team works where. Who changed teams stands in both,
# as {email: kim@example.org, from: 2023-01-01, until: 2024-06-30}; dates are days
# in UTC, the last one counts, and either may be left out.
`

const exampleExclude = `
# Paths that are left out of history and findings, as in a .gitignore.
`

const exampleNames = `
# Names of the company and its products. A part that holds them is harder to give away.
# names: [acme, rocketshop]
`

const exampleHistory = `
# What counts as a change. These are the defaults, except for the lists.
# history:
#   keep: [docs/CHANGELOG.md]    # counts although it looks like a changelog, generated, vendored
#   bots: [release@team.example] # besides those that seam recognises by name
#   people: [jo@team.example]    # no bots, whatever their names look like
#   unit: auto                   # or commit, pull-request, ticket, window
#   ticket: '[A-Z]+-[0-9]+'
#   max_files: 30                # larger changes say nothing about relations
`

const exampleRules = `
# What seam check does with a rule: problem fails, smell is only told, off is neither.
# rules:
#   go/two-majors: off

# How large each unit's dependencies may grow: a check fails where a number above its
# budget grows further, never over what was there before.
# budgets:
#   max_direct: 60              # requirements of its own code
#   max_transitive: 400         # with everything that those bring
#   max_first_party_chain: 12   # steps of imports between packages of this repository

# Which area may import which, so that a seam once cut stays cut. [] stands for no area.
# layers:
#   payments:
#     may_import: [libs]        # and nothing else of this repository
#     imported_by: []           # by nobody
#     reason: a service of its own since 2025

# Services that no manifest declares, and calls that neither manifests nor code show.
# services:
#   billing:
#     path: services/billing
#     aliases: [billing-v2]     # further names that it is called by
#     calls: [ledger]
`

const exampleSuppress = `
# Findings that you decided to live with. A reason is required.
# suppress:
#   - rule: workspace-skew
#     dependency: example.org/some/module
#     required_by: services/old   # or path: examples/
#     reason: both versions are wire-compatible until the migration ends
#     expires: 2030-01-31
`

// Example is the text of a seam.yaml that says what c says, with comments that teach
// the format; a section that c leaves empty is shown as a comment. It loads again:
// Parse gives the same areas, teams and exclusions. Suppressions are not written.
func Example(c Config) string {
	var b strings.Builder
	b.WriteString(exampleHead)
	b.WriteString(exampleAreas)
	writeAreas(&b, c.Areas)
	b.WriteString(exampleTeams)
	writeTeams(&b, c.Teams)
	b.WriteString(exampleExclude)
	writeExclude(&b, c.Exclude)
	b.WriteString(exampleNames)
	b.WriteString(exampleHistory)
	b.WriteString(exampleRules)
	b.WriteString(exampleSuppress)
	return b.String()
}

func writeAreas(b *strings.Builder, areas []Area) {
	if len(areas) == 0 {
		b.WriteString("# areas:\n#   payments: [services/payments, libs/money]\n#   libs: [libs]\n")
		return
	}
	b.WriteString("areas:\n")
	for _, a := range areas {
		fmt.Fprintf(b, "  %s: %s\n", scalar(a.Name), flow(a.Paths))
	}
}

func writeTeams(b *strings.Builder, teams []Team) {
	if len(teams) == 0 {
		b.WriteString("# teams:\n#   payments:\n#     members: [\"*@payments.example\", jo@example.org, {email: kim@example.org, from: 2023-01-01}]\n#     paths: [services/payments]\n")
		return
	}
	b.WriteString("teams:\n")
	for _, t := range teams {
		fmt.Fprintf(b, "  %s:\n", scalar(t.Name))
		if len(t.Members) == 0 {
			b.WriteString("    members: [] # for instance [\"*@team.example\", jo@example.org]\n")
		} else {
			fmt.Fprintf(b, "    members: [%s]\n", members(t.Members))
		}
		if len(t.Paths) > 0 {
			fmt.Fprintf(b, "    paths: %s\n", flow(t.Paths))
		}
	}
}

func members(list []Member) string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = scalar(m.Email)
		if m.From == "" && m.Until == "" {
			continue
		}
		out[i] = "{email: " + out[i]
		if m.From != "" {
			out[i] += ", from: " + m.From
		}
		if m.Until != "" {
			out[i] += ", until: " + m.Until
		}
		out[i] += "}"
	}
	return strings.Join(out, ", ")
}

func writeExclude(b *strings.Builder, patterns []string) {
	if len(patterns) == 0 {
		b.WriteString("# exclude: [\"*.snap\", third_party/]\n")
		return
	}
	b.WriteString("exclude:\n")
	for _, p := range patterns {
		fmt.Fprintf(b, "  - %s\n", scalar(p))
	}
}

func flow(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = scalar(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// scalar quotes what is not beyond doubt plain text. Go's escapes are YAML's, except
// for bytes that are no UTF-8, which a seam.yaml cannot hold.
func scalar(s string) string {
	odd := strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_./-", r)
	})
	if s == "" || odd || !strings.ContainsAny(s[:1], "/_") && !unicode.IsLetter(rune(s[0])) || isKeyword(s) {
		return strconv.Quote(strings.ToValidUTF8(s, "?"))
	}
	return s
}

// isKeyword reports whether YAML would read s as something other than text.
func isKeyword(s string) bool {
	switch strings.ToLower(s) {
	case "null", "true", "false":
		return true
	}
	return false
}
