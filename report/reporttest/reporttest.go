// Package reporttest holds reports to test formats with: a full one, parts of one, and one
// whose every name is hostile. It is no part of the program.
package reporttest

import (
	"fmt"
	"slices"

	"seam/analyze/chains"
	"seam/analyze/cochange"
	"seam/analyze/communities"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/history"
	"seam/analyze/services"
	"seam/analyze/services/manifest"
	"seam/analyze/span"
	"seam/analyze/split"
	"seam/analyze/teamview"
	"seam/analyze/whatif"
	"seam/report/compare"
	"seam/report/model"
)

const (
	HeadID  = "3f2a91c0de5b7e8f90a1b2c3d4e5f60718293a4b"
	BaseID  = "a0b1c2d3e4f5061728394a5b6c7d8e9f00112233"
	OtherID = "9d8c7b6a5f4e3d2c1b0a99887766554433221100"
)

// Full is a full report on a made-up monorepo "shop": every section, each with the
// cases that a reader meets.
func Full() *model.Report {
	return &model.Report{
		SchemaVersion: model.SchemaVersion,
		Tool:          model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: model.Repository{
			Name: "example.com/shop", Web: "https://github.com/example/shop", Folder: ".", Head: HeadID, Commits: 1412, First: "2023-01-02", Last: "2024-12-20", Files: 812,
			Languages: []model.Language{{Name: "go", Files: 641, Lines: 48210}, {Name: "typescript", Files: 88}, {Name: "protobuf", Files: 4}},
		},
		Options:  map[string]string{"since": "2023-01-01", "allow-shallow": "true"},
		Warnings: Warnings(),
		History: &model.History{Commits: 1412, Merges: 201, Changes: 1088, Excluded: []history.Exclusion{
			{Code: "bot", Of: "commits", Count: 87, Example: "9d8c7b6a5f Bump golang.org/x/net"},
			{Code: "over-file-cap", Of: "commits", Count: 12, Example: "a0b1c2d3e4 Move everything below internal"},
			{Code: "lock-file", Of: "files", Count: 3, Example: "go.sum"},
		}},
		Areas: []model.Area{
			{Name: "billing", Folders: []string{"internal/billing"}, Files: 64, Changes: 143},
			{Name: "core", Folders: []string{"internal/core", "internal/kernel"}, Files: 210, Changes: 602},
			{Name: "web", Folders: []string{"web"}, Files: 95, Changes: 260},
		},
		Packages:     Packages(),
		Split:        &model.SplitSummary{Verdict: "2 parts are ready to split, 1 change makes a third one ready; leave the rest as it is", Listed: 4, Total: 48},
		Candidates:   Candidates(),
		Communities:  Communities(),
		Diamonds:     Diamonds(),
		Chains:       []chains.Chain{{ID: "chain:go:.", Unit: ".", Ecosystem: "go", Length: 7, FirstPartyLength: 5, Path: []string{"cmd/shop", "internal/web", "internal/order", "internal/billing", "internal/money", "example.com/decimal"}}},
		Dependencies: []chains.Dependencies{{Unit: ".", Ecosystem: "go", Direct: 14, Listed: 61}, {Unit: "tools", Ecosystem: "go", Direct: 3, Listed: 9, Total: 12}},

		DiamondsHidden: 3,
		Coupling:       Coupling(),
		CouplingInfo:   &model.CouplingInfo{Changes: 801, MinSupport: 5, Pairs: 12904},
		Focus: []focus.Row{
			{Area: "billing", Team: "@acme/payments", ShareOfArea: 0.94, ShareOfTeam: 0.71, Changes: 135, AreaChanges: 143, TeamChanges: 190, Verdict: "focused"},
			{Area: "core", Team: "@acme/platform", ShareOfArea: 0.41, ShareOfTeam: 0.88, Changes: 247, AreaChanges: 602, TeamChanges: 281, Verdict: "contested"},
			{Area: "web", Team: "@acme/web", ShareOfArea: 0.77, ShareOfTeam: 0.905, Changes: 200, AreaChanges: 260, TeamChanges: 221, TeamFocused: true, Verdict: "shared"},
		},
		Span: &span.Result{
			Verdict: span.Wider, Expected: 0.19, Odds: 1.62, PValue: 0.0004, Tested: 6,
			Now:     span.Period{From: "2025-07-05", To: "2026-07-03", Changes: 402, Crossing: 113, Share: 0.281, Files: 2},
			Before:  span.Period{From: "2022-07-04", To: "2025-07-04", Changes: 1105, Crossing: 199, Share: 0.18, Files: 2},
			ByMonth: []span.Month{{Month: "2026-05", Changes: 40, Crossing: 9}, {Month: "2026-06", Changes: 38, Crossing: 12}, {Month: "2026-07", Changes: 4}},
			Borders: []span.Border{
				{From: "billing", To: "web", Verdict: span.Wearing, Now: span.Shared{Changes: 120, Both: 44, Share: 0.367}, Before: span.Shared{Changes: 350, Both: 31, Share: 0.089}, Odds: 4.9, PValue: 0.00001,
					Commits: []string{"1f0e2d3c4b5a69788796a5b4c3d2e1f001234567"}, Files: []span.FilePair{{From: "billing/invoice.go", To: "web/invoice.ts", Changes: 17}}},
				{From: "core", To: "web", Verdict: span.Firming, Now: span.Shared{Changes: 210, Both: 5, Share: 0.024}, Before: span.Shared{Changes: 640, Both: 71, Share: 0.111}, Odds: 0.2, PValue: 0.002, Commits: []string{}, Files: []span.FilePair{}},
			},
		},
		FocusInfo: &model.FocusInfo{
			Changes: 1005, Unmapped: 0.043, LeftOut: 2,
			Contested:    []model.Contested{{Area: "core", Changes: 602, Teams: []model.TeamShare{{Team: "@acme/platform", Share: 0.41}, {Team: "@acme/payments", Share: 0.33}, {Team: "@acme/web", Share: 0.2}}}},
			Teams:        []focus.Team{{Name: "@acme/platform", People: 9, Active: 6, Changes: 281}, {Name: "@acme/web", People: 4, Active: 4, Changes: 221}, {Name: "@acme/payments", People: 3, Active: 3, Changes: 190}},
			Declared:     focus.Coverage{Files: 900, Compared: 310, Areas: 6, Sources: []focus.SourceFiles{{Source: "CODEOWNERS", Files: 850}, {Source: "OWNERS", Files: 12}}},
			SilentOwners: []focus.SilentOwner{{Team: "@acme/legacy", Files: 31, Members: 2, Days: 412}, {Team: "@acme/archive", Files: 3, Members: 1, Days: 1200, Never: true}},
			SilentPeople: []focus.SilentPeople{{Source: "OWNERS", Files: 12, People: 2}},
			Drift:        []model.OwnerDrift{{Area: "web", Declared: []string{"@acme/platform"}, People: 1, Files: 88, Share: 0.08, Changes: 260, Actual: []model.TeamShare{{Team: "@acme/web", Share: 0.77}}}},
		},
		Deploy:   Deploy(),
		Findings: Findings(),
	}
}

func Warnings() []finding.Warning {
	return []finding.Warning{
		{Code: "codeowners-line", Message: ".github/CODEOWNERS:14: no owner after the pattern; the line is ignored", Count: 1},
		{Code: "go-import-unresolved", Message: "imports name a package of this repository that is not in it (generated, or removed?)", Count: 7},
	}
}

func Packages() []model.Package {
	return []model.Package{
		{Path: "cmd/shop", Language: "go", Module: "example.com/shop", Files: 2, Lines: 120, Changes: 31, Team: "@acme/platform"},
		{Path: "internal/billing", Language: "go", Module: "example.com/shop", Files: 22, Lines: 3120, Changes: 122, Team: "@acme/payments"},
		{Path: "internal/core", Language: "go", Module: "example.com/shop", Files: 140, Lines: 22871, Changes: 602},
		{Path: "web/checkout/components/summary/with/a/rather/long/name/to/be/shortened", Language: "typescript", Files: 4, Lines: 411, Changes: 12, Team: "@acme/web"},
	}
}

func Months() []whatif.Month {
	var out []whatif.Month
	for i := range 14 {
		out = append(out, whatif.Month{Month: fmt.Sprintf("%d-%02d", 2023+(i+10)/12, (i+10)%12+1), Changes: 4 + (i*7)%13, Crossing: (i * 3) % 4})
	}
	return out
}

func Candidates() []split.Candidate {
	return []split.Candidate{
		{
			Rank: 1, ID: "split:internal/money", Title: "internal/money", Verdict: split.Library, Score: 14,
			Reason:   "nothing in it leads back into the repository and 9 packages use it",
			Packages: []string{"internal/money"}, Lines: 912,
			Terms: []split.Term{{Code: "gives-more-than-it-takes", Text: "others use 24 names of it; it uses 0 names of theirs", Value: 25, Points: 6}, {Code: "changes-alone", Text: "35 of its 38 commits touch nothing else", Value: 0.92, Points: 5}, {Code: "enough-code", Text: "912 lines of non-test code", Value: 912, Points: 3}},
			For: []split.Evidence{
				{Code: "takes-nothing", Text: "nothing of this repository would have to come along", Value: 0},
				{Code: "changes-alone", Text: "92% of its changes touch nothing else", Value: 0.92, N: 38, IDs: []string{HeadID, OtherID}},
			},
			Against: []split.Evidence{{Code: "wide-surface", Text: "24 exported names used from outside would have to be kept stable", Value: 24, IDs: []string{"internal/billing>internal/money"}}},
			Cut: whatif.Cut{ImportsIn: 9, APISymbols: 24, Changes: 38, CrossingChanges: 3, CrossingShare: 0.079,
				In: []whatif.Import{{From: "internal/billing", To: "internal/money", Files: 6, Symbols: []string{"Amount", "Currency"}, Sites: []finding.Location{{File: "internal/billing/invoice.go", Line: 9}}}}},
			ByMonth: Months(),
			Next:    "move internal/money to a module of its own and tag v0.1.0",
		},
		{
			Rank: 2, ID: "split:internal/billing", Title: "internal/billing", Verdict: split.Service, Score: 9.5,
			Reason:   "one team makes 94% of its changes and it calls out at 2 places only",
			Packages: []string{"internal/billing", "internal/billing/invoice", "internal/billing/tax"}, Lines: 3120,
			Terms: []split.Term{{Code: "team-focus", Text: "its 4 authors do 61% of all their work here", Value: 0.61, Points: 5.5}, {Code: "changes-with-others", Text: "its commits touch other packages 1.3 times as often as chance", Value: 1.3, Points: -2}},
			For:   []split.Evidence{{Code: "team-focus", Text: "its 4 authors do 61% of all their work here", Value: 0.61, N: 143}},
			Against: []split.Evidence{
				{Code: "crossing", Text: "44 of 143 changes also change other packages, most often internal/core (31)", Value: 0.31, N: 143, IDs: []string{OtherID}},
				{Code: "hot-calls", Text: "11 calls that the profile shows often would become calls over a network", Value: 11},
			},
			Cut:             whatif.Cut{ImportsIn: 4, ImportsOut: 2, APISymbols: 11, UsedSymbols: 5, Changes: 143, CrossingChanges: 44, CrossingShare: 0.31, Out: []whatif.Import{{From: "internal/billing", To: "internal/money", Files: 6}}},
			ByMonth:         Months(),
			DiamondsCreated: []whatif.Diamond{{Dependency: "internal/money", RequiredBy: []string{"internal/billing", "internal/core"}, LowestApexes: []string{"cmd/shop"}}},
			Near:            []string{"split:internal/billing/invoice"},
			Next:            "put an interface in front of internal/billing and count the calls through it",
		},
		{
			Rank: 3, ID: "split:internal/core/store", Title: "internal/core/store", Verdict: split.Module, Score: 4,
			Reason: "it can be cut cleanly once one import is turned round", Packages: []string{"internal/core/store"}, Lines: 4021,
			Against: []split.Evidence{{Code: "cycle", Text: "it and internal/core import each other through internal/core/hook", Value: 1}},
			Cut:     whatif.Cut{ImportsIn: 12, ImportsOut: 7, APISymbols: 40, Changes: 77, CrossingChanges: 50, CrossingShare: 0.649},
			Cycles:  [][]string{{"internal/core", "internal/core/store"}},
			Next:    "turn round the import internal/core/store > internal/core/hook",
		},
		{
			Rank: 4, ID: "split:web", Title: "web", Verdict: split.Leave, Score: -3, Packages: []string{"web"}, Lines: 9120,
			Reason: "too early: 3 changes in two years", Cut: whatif.Cut{ImportsIn: 1}, Next: "leave it as it is",
		},
	}
}

func Diamonds() []diamonds.Diamond {
	return []diamonds.Diamond{{
		ID: "workspace-skew:go:.:golang.org/x/net", Rule: "workspace-skew", Ecosystem: "go", Unit: "tools", Dependency: "golang.org/x/net",
		Severity: finding.Problem, Message: "golang.org/x/net is required at v0.17.0 in tools and at v0.23.0 in . (v0 versions may break)", Incompatible: true, DirectVersions: 2, Selected: "v0.23.0",
		Versions: []diamonds.Version{
			{Version: "v0.17.0", RequiredBy: []string{"tools"}, Path: []string{"tools", "golang.org/x/net"}, Locations: []finding.Location{{File: "tools/go.mod", Line: 6}}},
			{Version: "v0.23.0", RequiredBy: []string{"."}, Path: []string{".", "golang.org/x/net"}, Locations: []finding.Location{{File: "go.mod", Line: 11}}},
		},
		Location: finding.Location{File: "tools/go.mod", Line: 6},
		Fix:      &finding.Fix{Edit: "require golang.org/x/net v0.23.0 in tools/go.mod", File: "tools/go.mod", Line: 6, Version: "v0.23.0", Command: "cd tools && go get golang.org/x/net@v0.23.0"},
	}, {
		ID: "go/two-majors:go:.:gopkg.in/yaml", Rule: "go/two-majors", Ecosystem: "go", Unit: ".", Dependency: "gopkg.in/yaml",
		Severity: finding.Smell, Message: "gopkg.in/yaml stands in one manifest at two major versions, v2.4.0 and v3.0.1: their types do not mix", Incompatible: true, DirectVersions: 2,
		Versions: []diamonds.Version{{Version: "v2.4.0", RequiredBy: []string{"."}}, {Version: "v3.0.1", RequiredBy: []string{"."}}},
		Location: finding.Location{File: "go.mod", Line: 20},
	}}
}

func Coupling() []cochange.Pair {
	return []cochange.Pair{
		{From: "internal/billing/tax.go", To: "web/checkout/components/summary/with/a/rather/long/name/total.ts", Level: cochange.File, Support: 19, Weight: 7.4, ConfidenceFrom: 0.83, ConfidenceTo: 0.61, Lift: 14.2, QValue: 0.00001, Hidden: true, Commits: []string{OtherID}},
		{From: "internal/core", To: "internal/kernel", Level: cochange.Package, Support: 41, Weight: 12.8, ConfidenceFrom: 0.2, ConfidenceTo: 0.9, Lift: 3.1, QValue: 0.004, Imports: true, Commits: []string{HeadID}},
	}
}

func Deploy() *model.Deploy {
	env := []services.Evidence{{File: "compose.yaml", Line: 12, Kind: "env", Text: "BILLING_URL: http://billing:8080"}, {File: "compose.yaml", Line: 20, Kind: "depends_on", Text: "- billing"}}
	return &model.Deploy{
		Services: []services.Service{
			{Name: "billing", Path: "cmd/billing", Kind: "compose", Class: services.Call, Evidence: []finding.Location{{File: "compose.yaml", Line: 4}}},
			{Name: "mail", Path: "cmd/mail", Kind: "go-main", Class: services.Call},
			{Name: "order", Path: "cmd/order", Kind: "compose", Class: services.Call},
			{Name: "postgres", Kind: "compose", Class: services.Data, Aliases: []string{"db"}},
			{Name: "shop", Path: "cmd/shop", Kind: "compose", Class: services.Call, Entries: []manifest.Entry{
				{Kind: "Ingress", Host: "shop.example.com", Path: "/", At: finding.Location{File: "deploy/ingress.yaml", Line: 9}},
				{Kind: "traefik", Path: "/api", At: finding.Location{File: "compose.yaml", Line: 31}},
				{Kind: "traefik", Path: "/api", At: finding.Location{File: "compose.yaml", Line: 32}},
			}},
		},
		Edges: []services.Edge{
			{From: "billing", To: "postgres", Class: services.Data, Confidence: 0.9, Evidence: env[1:]},
			{From: "mail", To: "order", Class: services.Call, Confidence: 0.8, Evidence: env[:1]},
			{From: "order", To: "mail", Class: services.Call, Confidence: 0.8, Evidence: env[:1]},
			{From: "shop", To: "billing", Class: services.Call, Confidence: 0.98, Evidence: env},
		},
		Waves:    [][]string{{"postgres"}, {"billing", "mail", "order"}, {"shop"}},
		Cycles:   [][]string{{"mail", "order"}},
		Advice:   []string{"Put a toggle at order > mail, or split the change into expand and contract"},
		Unknown:  []services.Unknown{{Service: "shop", File: "cmd/shop/main.go", Line: 40, Text: "http.Get(cfg.RatesURL)", Reason: "the address is read from a setting"}},
		Rollback: map[string][]string{"billing": {"shop"}, "postgres": {"shop", "billing"}, "shop": nil},
	}
}

func Findings() []finding.Finding {
	d := Diamonds()
	return []finding.Finding{
		{ID: d[0].ID, Rule: d[0].Rule, Severity: finding.Problem, Message: "golang.org/x/net is required at v0.17.0 in tools and at v0.23.0 in .", Location: d[0].Location, Fingerprint: "00aa11bb22cc33dd", Fix: d[0].Fix},
		{ID: d[1].ID, Rule: d[1].Rule, Severity: finding.Smell, Message: "gopkg.in/yaml stands in one manifest at two major versions", Location: d[1].Location, Fingerprint: "11aa11bb22cc33dd"},
	}
}

// Check is a report that holds only a gate's answer with n new findings.
func Check(n int) *model.Report {
	r := &model.Report{
		SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: model.Repository{Folder: "backend", Head: HeadID},
		Check:      &model.Check{Base: BaseID, Head: HeadID, Unchanged: 14, Failed: n > 0, FailOn: finding.Smell},
	}
	for i := range n {
		f := Findings()[i%2]
		f.ID = fmt.Sprintf("%s#%d", f.ID, i)
		r.Check.New = append(r.Check.New, f)
	}
	return r
}

// Replay is the months of sampleMonths with what crossed in two of them.
func Replay() []whatif.Month {
	list := Months()
	last := &list[len(list)-1]
	last.Crossed = []whatif.Crossed{
		{ID: HeadID, Subject: "Round amounts once", Units: []string{".", "internal/billing"}},
		{ID: OtherID, Subject: "Invoices in two currencies (#7)", Units: []string{".", "internal/billing"}},
	}
	last.TeamPairs = []whatif.TeamPair{{A: "@acme/payments", B: "@acme/platform", Changes: 2}}
	return list
}

func Releases() []whatif.Releases {
	last := Months()[len(Months())-1].Month
	return []whatif.Releases{
		{Unit: "internal/billing", Packages: []string{"internal/billing"}, Unread: []string{"internal/billing/pb"}, Months: 12, Breaking: 1, Additive: 1, Used: 1, ByMonth: []whatif.Release{
			{Month: "2024-10", Kind: whatif.Additive, Added: 2, Names: []string{"internal/billing.Void", "internal/billing.VoidAll"}},
			{Month: last, Kind: whatif.Breaking, Changed: 1, Used: 1, Names: []string{"internal/billing.Charge"}},
		}},
		{Unit: ".", Packages: []string{}, Unread: []string{"internal/money"}, ByMonth: []whatif.Release{}},
	}
}

// Whatif is a report that holds only a replayed cut.
func Whatif() *model.Report {
	return &model.Report{
		SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: model.Repository{Name: "example.com/shop", Folder: ".", Head: HeadID},
		Whatif: &model.Whatif{Result: whatif.Result{
			Extract:   []string{"internal/billing"},
			Units:     []whatif.Unit{{Name: ".", Packages: []string{"cmd/shop"}}, {Name: "internal/billing", Packages: []string{"internal/billing", "internal/billing/tax"}}},
			LeftOut:   []string{"tools/windows"},
			Before:    whatif.Shape{Units: []string{"."}, Waves: [][]string{{"."}}},
			After:     whatif.Shape{Units: []string{".", "internal/billing"}, UnitEdges: 2, Cycles: [][]string{{".", "internal/billing"}}, Diamonds: Candidates()[1].DiamondsCreated, Waves: [][]string{{"internal/billing"}, {"."}}},
			UnitEdges: 2, Cycles: [][]string{{".", "internal/billing"}},
			DiamondsCreated: Candidates()[1].DiamondsCreated,
			Waves:           [][]string{{"internal/billing"}, {"."}},
			Cut:             Candidates()[1].Cut,
			History:         whatif.History{Changes: 143, Crossing: 44, Share: 0.31, ByMonth: Replay(), Examples: []string{HeadID, OtherID}},
			Teams:           []string{"@acme/payments", "@acme/platform"},
			TeamsKnown:      true,
			TeamPairs:       []whatif.TeamPair{{A: "@acme/payments", B: "@acme/platform", Changes: 2}},
			Releases:        Releases(),
			Verdict:         "not yet: 31% of the changes would have needed two releases, and a cycle is left",
		}, Parts: Candidates()[1:2]},
	}
}

// Graph is a report that holds only a graph.
func Graph() *model.Report {
	return &model.Report{
		SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: model.Repository{Name: "example.com/shop", Folder: ".", Head: HeadID},
		Graph: &model.Graph{
			Level: "packages",
			Nodes: []model.GraphNode{{Path: "cmd/shop", Language: "go", Module: "example.com/shop"}, {Path: "internal/money", Language: "go", Module: "example.com/shop"}, {Path: "tools/gen", Language: "go", Module: "example.com/shop/tools"}, {Path: "tools/lib", Language: "go", Module: "example.com/shop/tools"}},
			Edges: []model.GraphEdge{
				{From: "cmd/shop", To: "internal/money", Kind: "import", Files: 2},
				{From: "internal/money", To: "tools/gen", Kind: "test", Files: 1},
				{From: "tools/gen", To: "tools/lib", Kind: "import", Constraint: "windows", Files: 1},
				{From: "tools/lib", To: "tools/gen", Kind: "import", Files: 3},
			},
			Cycles: [][]string{{"tools/gen", "tools/lib"}},
		},
	}
}

// Empty asked for everything and found nothing.
func Empty() *model.Report {
	return &model.Report{
		SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: model.Repository{Folder: ".", Head: "worktree"},
		History:    &model.History{}, Areas: []model.Area{}, Packages: []model.Package{},
		Split: &model.SplitSummary{Verdict: "Leave it as it is"}, Candidates: []split.Candidate{},
		Diamonds: []diamonds.Diamond{}, Chains: []chains.Chain{},
		Dependencies: []chains.Dependencies{{Unit: ".", Ecosystem: "go"}, {Unit: "a", Ecosystem: "go"}, {Unit: "b", Ecosystem: "go"}},
		Coupling:     []cochange.Pair{}, CouplingInfo: &model.CouplingInfo{MinSupport: 5, Note: "no change touches two files"},
		Focus: []focus.Row{}, FocusInfo: &model.FocusInfo{Inferred: true}, Deploy: &model.Deploy{}, Findings: []finding.Finding{},
		Graph: &model.Graph{Level: "packages"},
	}
}

// Huge is a report of many packages and candidates.
func Huge(packages, candidates int) *model.Report {
	r := Full()
	r.Packages, r.Candidates = nil, nil
	for i := range packages {
		r.Packages = append(r.Packages, model.Package{Path: fmt.Sprintf("internal/part%d/package%d", i%97, i), Language: "go", Files: i % 30, Lines: i, Changes: i % 400})
	}
	for i := range candidates {
		c := Candidates()[i%3]
		c.Rank, c.ID, c.Title = i+1, fmt.Sprintf("split:part/%d", i), fmt.Sprintf("part/%d", i)
		r.Candidates = append(r.Candidates, c)
	}
	return r
}

// Hostile is what a repository may call its folders, files, teams and services.
const Hostile = "</script><img src=x onerror=alert(1)>|`\"'&amp;\\\n::error::\x1b[31m\u202e@everyone%0A--\xff]"

// Poisoned puts the Hostile name into every place of a report that a repository fills.
func Poisoned() *model.Report {
	r := Full()
	r.Repository.Name, r.Repository.Languages[0].Name = Hostile, Hostile
	r.Options[Hostile] = Hostile
	r.Areas[0].Name, r.Areas[0].Folders = Hostile, []string{Hostile}
	r.Packages[0].Path, r.Packages[0].Team, r.Packages[0].Module = Hostile, Hostile, Hostile
	r.Warnings[0].Message = Hostile
	r.History.Excluded[0].Example = Hostile
	c := &r.Candidates[0]
	c.ID, c.Title, c.Reason, c.Next, c.Packages = "split:"+Hostile, Hostile, Hostile, Hostile, []string{Hostile, Hostile}
	c.For[0].Text, c.For[0].IDs = Hostile, []string{Hostile}
	c.Cut.In[0].From, c.Cut.In[0].Symbols = Hostile, []string{Hostile}
	c.ByMonth[0].Month = Hostile
	r.Candidates[2].Cycles = [][]string{{Hostile, Hostile}}
	r.Coupling[0].From, r.Coupling[1].To = Hostile, Hostile
	r.Focus[0].Area, r.Focus[0].Team = Hostile, Hostile
	r.Span.Borders[0].From, r.Span.Borders[0].Files[0].To, r.Span.ByMonth[0].Month, r.Span.Now.From = Hostile, Hostile, Hostile, Hostile
	r.FocusInfo.Contested[0].Area, r.FocusInfo.Drift[0].Declared = Hostile, []string{Hostile}
	d := &r.Diamonds[0]
	d.Dependency, d.Versions[0].Path, d.Versions[0].Version = Hostile, []string{Hostile, Hostile}, Hostile
	d.Fix = &finding.Fix{Edit: Hostile, File: Hostile, Command: Hostile}
	r.Chains[0].Path = []string{Hostile, Hostile}
	m := r.Communities
	m.List[0].ID, m.List[0].Name, m.List[0].Folder, m.List[0].Center, m.List[0].Areas[0].Area = Hostile, Hostile, Hostile, Hostile, Hostile
	m.Links[0].From, m.Links[1].To, m.Alone, m.Note = Hostile, Hostile, []string{Hostile}, Hostile
	p := r.Deploy
	p.Services[0].Name, p.Waves[0], p.Edges[0].From, p.Edges[0].Evidence = Hostile, []string{Hostile}, Hostile, []services.Evidence{{File: Hostile, Text: Hostile}}
	p.Cycles, p.Unknown[0].Text, p.Rollback = [][]string{{Hostile}}, Hostile, map[string][]string{Hostile: {Hostile}}
	f := slices.Clone(r.Findings)
	f[0].ID, f[0].Message, f[0].Location.File, f[0].Rule, f[0].Fix = Hostile, Hostile, Hostile, Hostile, d.Fix
	f[0].Fingerprint, f[0].Related = Hostile, []finding.Related{{Location: f[0].Location, Message: Hostile}}
	f[0].Ways = []finding.Way{{Location: f[0].Location, Steps: []string{Hostile, Hostile}}}
	r.Findings = f
	r.Whatif = Whatif().Whatif
	w := r.Whatif
	w.Extract, w.Verdict, w.LeftOut, w.Units[0].Name, w.Waves[0] = []string{Hostile}, Hostile, []string{Hostile}, Hostile, []string{Hostile}
	w.Releases[0].Unit, w.Releases[1].Unit, w.Parts[0].Title, w.After.Units[1] = Hostile, Hostile, Hostile, Hostile
	w.TeamPairs[0].A, w.Teams = Hostile, []string{Hostile}
	last := &w.History.ByMonth[len(w.History.ByMonth)-1]
	last.Month, last.TeamPairs[0].B, last.Crossed[0].Subject, last.Crossed[0].Units = Hostile, Hostile, Hostile, []string{Hostile}
	r.Graph = Graph().Graph
	r.Graph.Nodes[0].Path, r.Graph.Edges[0].From, r.Graph.Nodes[1].Module, r.Graph.Edges[2].Constraint = Hostile, Hostile, Hostile, Hostile
	return r
}

// Proven is a check with a conflict that two paths prove.
func Proven() *model.Report {
	r := Check(2)
	f := &r.Check.New[0]
	f.Ways = []finding.Way{
		{Location: finding.Location{File: "tools/go.mod", Line: 6}, Steps: []string{"tools", "golang.org/x/net"}},
		{Location: finding.Location{File: "go.mod", Line: 11}, Steps: []string{".", "example.com/http", "golang.org/x/net"}},
	}
	f.Related = []finding.Related{{Location: finding.Location{File: "go.mod", Line: 11}, Message: ". wants v0.23.0"}}
	return r
}

// Communities is a map with a community that is a folder, one that crosses
// folders, and one that other runs draw otherwise.
func Communities() *communities.Result {
	return &communities.Result{
		Runs: 20, Resolution: 1, Modularity: 0.512, Packages: 13, Imports: 31, CoChanges: 18, Changes: 640,
		List: []communities.Community{
			{ID: "community:internal/billing", Name: "internal/billing", Folder: "internal/billing", FolderMatch: 0.92, Center: "internal/billing/invoice",
				Packages: []string{"internal/billing", "internal/billing/invoice", "internal/billing/tax", "internal/money"}, Lines: 4100,
				Imports: 14, ImportsInside: 0.643, Changes: 160, ChangesInside: 0.78, Stability: 0.98,
				Areas: []communities.AreaShare{{Area: "billing", Packages: 3}, {Area: "core", Packages: 1}}},
			{ID: "community:internal/core (around internal/core/order)", Name: "internal/core (around internal/core/order)", Folder: "internal/core", FolderMatch: 0.44, Center: "internal/core/order",
				Packages: []string{"cmd/shop", "internal/core/order", "web/order"}, Lines: 2300,
				Imports: 11, ImportsInside: 0.45, Changes: 301, ChangesInside: 0.41, Stability: 0.55,
				Areas: []communities.AreaShare{{Area: "core", Packages: 2}, {Area: "web", Packages: 1}}},
		},
		Alone: []string{".", "tools/lint"},
		Links: []communities.Link{
			{From: "community:internal/billing", To: "community:internal/core (around internal/core/order)", Changes: 24},
			{From: "community:internal/core (around internal/core/order)", To: "community:internal/billing", Imports: 5, Changes: 24},
		},
	}
}

// Large is a report of a large repository: packages with imports, a past, and candidates
// whose cuts have imports to show.
func Large(packages, candidates int) *model.Report {
	r := Huge(packages, candidates)
	f := &whatif.Facts{Units: []string{"."}}
	for i := range packages {
		f.Packages = append(f.Packages, r.Packages[i].Path)
		f.Unit, f.Built = append(f.Unit, 0), append(f.Built, 1)
		for k := 1; k <= 5 && i-k*k > 0; k++ {
			f.From, f.To = append(f.From, int32(i)), append(f.To, int32(i-k*k))
		}
		f.Touches = append(f.Touches, []int32{2, int32(i / 2), int32(i)})
		r.Packages[i].Area = fmt.Sprintf("area%d", i%19)
	}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		for k := range 40 {
			c.Cut.In = append(c.Cut.In, whatif.Import{From: f.Packages[(i*7+k)%packages], To: f.Packages[k], Files: k, Symbols: []string{"New", "Options", "Run"}})
			c.Cut.Out = append(c.Cut.Out, whatif.Import{From: f.Packages[k], To: f.Packages[(i*11+k)%packages], Files: k})
		}
	}
	r.Facts = f
	return r
}

// Diff is a comparison with n imports more, and every kind of change once.
func Diff(n int) *model.Report {
	t := &compare.Trend{
		Base: compare.Revision{Name: "v1.0", Head: BaseID, Last: "2023-12-20", Version: "v0.1.0"},
		Head: compare.Revision{Name: "HEAD", Head: HeadID, Last: "2024-12-20", Version: "v0.1.0"},
		Sections: []compare.TrendSection{
			{Name: "candidates", BaseCount: 40, HeadCount: 42, Unchanged: 16, Restricted: "candidates among the first 20 of either report", Changes: []compare.Change{
				{Change: compare.Changed, ID: "split:internal/money", Title: "internal/money", Text: "module before, now library; rank 3 -> 1, score 7 -> 12: changes alone 0.24 -> 0.41 (+3.0)",
					Rank: &compare.Move{Before: 3, After: 1}, Score: &compare.Move{Before: 7, After: 12},
					Terms: []compare.TermMove{{Code: "changes-alone", Value: compare.Move{Before: 0.24, After: 0.41}, Points: compare.Move{Before: 2, After: 5},
						TextBefore: "12 of its 50 changes touch nothing else", TextAfter: "30 of its 73 changes touch nothing else"}}},
				{Change: compare.Fell, ID: "split:web", Title: "web", Text: "rank 2 -> 9, score 6: none of its own terms moved, other parts did", Rank: &compare.Move{Before: 2, After: 9}},
				{Change: compare.Removed, ID: "split:old", Title: "old", Text: "was rank 5 (library): its packages are gone", Rank: &compare.Move{Before: 5}},
			}},
			{Name: "cycles", BaseCount: 1, HeadCount: 1, Changes: []compare.Change{{Change: compare.Rose, ID: "cycle:areas:core,web", Title: "areas core, web", Text: "the cycle gained web; new imports across: core/a > web/b"}}},
			{Name: "diamonds", NotInBase: true, HeadCount: 2, Changes: []compare.Change{}},
			{Name: "coupling", BaseCount: 3, HeadCount: 2, Unchanged: 2, Changes: []compare.Change{{Change: compare.Removed, ID: "file:a.go>b.go", Title: "a.go and b.go", Text: "an import path explains it now"}}},
			{Name: "imports", BaseCount: 100, HeadCount: 100 + n, Unchanged: 100, Changes: []compare.Change{}},
			{Name: "chains", BaseCount: 1, HeadCount: 1, Unchanged: 1, Changes: []compare.Change{}},
		},
		Notes: []string{"made with different options: none before, --since=2023-01-01 now"},
	}
	imports := &t.Sections[4]
	for i := range n {
		imports.Changes = append(imports.Changes, compare.Change{Change: compare.Added, ID: fmt.Sprintf("a>p%d", i), Title: fmt.Sprintf("a > p%d", i)})
	}
	return &model.Report{SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: Full().Repository, Options: map[string]string{}, Diff: t}
}

// Team is a team's page with something in every section.
func Team() *model.Report {
	return &model.Report{SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: Full().Repository, Options: map[string]string{"team": "@acme/web"},
		Team: &teamview.View{
			Team: "@acme/web", People: 4, Active: 3, Changes: 221,
			Areas:      []focus.Row{{Area: "web", Team: "@acme/web", ShareOfArea: 0.77, ShareOfTeam: 0.905, Changes: 200, AreaChanges: 260, TeamChanges: 221, TeamFocused: true, Verdict: "shared"}},
			Contested:  []teamview.Contested{{Area: "core", Changes: 602, Share: 0.26, With: []teamview.Share{{Team: "@acme/platform", Share: 0.41}}}},
			Candidates: []teamview.Candidate{{ID: "split:web/cart", Title: "web/cart", Rank: 2, Verdict: split.Service, Changes: 90, Ours: 81, Share: 0.9, With: []string{"@acme/payments"}}},
			Others:     []teamview.Other{{Team: "@acme/platform", WaitsFor: 31, KeptWaiting: 12, Together: 9}, {Team: "@acme/payments", Together: 2}},
			Owned:      []teamview.Owned{{Area: "web", Files: 88, Of: 95}},
			Diamonds:   []teamview.Conflict{{ID: "diamond:1", Dependency: "example.com/decimal", Severity: "problem", Message: "required at v1.2.0 in . and at v1.4.0 in web", File: "web/go.mod", Edit: "Raise it to v1.4.0 in web/go.mod"}},
			Services:   []teamview.Service{{Name: "storefront", Path: "web", Wave: 3, After: []string{"cart", "stock"}, Rollback: []string{}}, {Name: "batch", Path: "web/batch"}},
		}}
}
