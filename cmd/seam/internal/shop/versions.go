package shop

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// versions is what the three go.mod files require.
type versions struct {
	decimal, router               string // the shop's
	platformRouter, sqlkit        string // platform's
	reportsSQLKit                 string
	bumped, bumpedFrom, bumpedOne string // what the last change was, for its subject
}

// firstVersions is where all modules agree.
var firstVersions = versions{
	decimal: "v1.0.0", router: "v1.5.0", platformRouter: "v1.5.0", sqlkit: "v0.7.3", reportsSQLKit: "v0.7.3",
}

// bumps is what the bot raises, in order. Nobody raises what reports requires, so it
// falls behind from the third one on: that is the planted conflict.
var bumps = []struct{ module, name, version string }{
	{"shop", "decimal", "v1.0.1"},
	{"platform", "router", "v1.6.0"},
	{"platform", "sqlkit", "v0.8.0"},
	{"shop", "router", "v1.6.0"},
	{"shop", "decimal", "v1.1.0"},
	{"platform", "sqlkit", "v0.8.1"},
	{"shop", "router", "v1.6.2"},
	{"platform", "router", "v1.6.2"},
	{"shop", "decimal", "v1.1.1"},
	{"platform", "sqlkit", "v0.9.0"},
	{"shop", "router", "v1.7.0"},
	{"shop", "decimal", "v1.2.0"},
	{"platform", "sqlkit", "v0.9.1"},
}

// after is v with the first n bumps.
func (v versions) after(n int) versions {
	for _, b := range bumps[:n] {
		at := &v.decimal
		switch b.module + " " + b.name {
		case "shop router":
			at = &v.router
		case "platform router":
			at = &v.platformRouter
		case "platform sqlkit":
			at = &v.sqlkit
		}
		v.bumped, v.bumpedFrom, v.bumpedOne = "example.org/"+b.name, *at, b.version
		*at = b.version
	}
	return v
}

// files renders every file that names a version.
func (v versions) files() map[string]string {
	return map[string]string{
		"go.work":         "go 1.22\n\nuse (\n\t.\n\t./platform\n\t./reports\n)\n",
		"go.mod":          v.shopMod(),
		"platform/go.mod": goMod(platformModule, "\nrequire (\n\texample.org/router "+v.platformRouter+"\n\texample.org/sqlkit "+v.sqlkit+"\n)\n"),
		"reports/go.mod":  goMod(reportsModule, "\nrequire example.org/sqlkit "+v.reportsSQLKit+"\n"),
		"go.sum":          goSum("decimal", v.decimal, "router", v.router, "sqlkit", v.sqlkit),
		"platform/go.sum": goSum("router", v.platformRouter, "sqlkit", v.sqlkit),
		"reports/go.sum":  goSum("sqlkit", v.reportsSQLKit),

		"vendor/modules.txt": v.modulesTxt(),
	}
}

func goMod(module, rest string) string {
	return "module " + module + "\n\ngo 1.22\n" + rest
}

func (v versions) shopMod() string {
	return goMod(shopModule, `
require (
	example.org/decimal `+v.decimal+`
	example.org/router `+v.router+`
	`+platformModule+` v0.0.0
)

require example.org/sqlkit `+v.sqlkit+` // indirect

replace `+platformModule+` => ./platform
`)
}

// goSum writes lines of the right form; no such module exists, so no sum is true.
func goSum(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		for _, suffix := range []string{"", "/go.mod"} {
			line := "example.org/" + pairs[i] + " " + pairs[i+1] + suffix
			sum := sha256.Sum256([]byte(line))
			fmt.Fprintf(&b, "%s h1:%s\n", line, base64.StdEncoding.EncodeToString(sum[:]))
		}
	}
	return b.String()
}

// modulesTxt is what "go work vendor" would write: every version that a go.mod
// names, and under the highest the package that is here.
func (v versions) modulesTxt() string {
	var b strings.Builder
	b.WriteString("## workspace\n")
	module := func(name, highest, other string) {
		if other != highest {
			fmt.Fprintf(&b, "# example.org/%s %s\n## explicit\n", name, other)
		}
		fmt.Fprintf(&b, "# example.org/%s %s\n## explicit; go 1.22\nexample.org/%s\n", name, highest, name)
	}
	module("decimal", v.decimal, v.decimal)
	module("router", max(v.router, v.platformRouter), min(v.router, v.platformRouter))
	module("sqlkit", v.sqlkit, v.reportsSQLKit)
	fmt.Fprintf(&b, "# %s v0.0.0 => ./platform\n## explicit\n", platformModule)
	return b.String()
}
