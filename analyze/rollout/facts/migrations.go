package facts

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/migrations"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/services"
)

// migrations are the changed files that change a database's schema, with the service that
// they belong to and what they take away that they did not before.
func (o *owned) migrations() []rollout.Migration {
	var out []rollout.Migration
	seen := map[string]bool{}
	for _, t := range o.touches {
		if t.Why == rollout.Manifest || seen[t.Service+"\x00"+t.File] || !migrations.Is(t.File, o.now.ReadFile) {
			continue
		}
		seen[t.Service+"\x00"+t.File] = true
		data, err := o.now.ReadFile(t.File)
		if err != nil {
			continue // gone: it was not applied by this change
		}
		steps := migrations.Read(t.File, data)
		var before migrations.Steps
		if old, err := o.old.ReadFile(t.File); err == nil {
			before = migrations.Read(t.File, old)
		}
		out = append(out, rollout.Migration{Service: t.Service, At: finding.Location{File: t.File}, Reversible: o.reversible(t.File, data),
			Adds: steps.Adds, Removes: steps.New(before)})
	}
	return out
}

// wayBack are marks of a migration that says how it is undone.
var wayBack = [][]byte{[]byte("+goose Down"), []byte("+migrate Down"), []byte("def downgrade"), []byte("def down"), []byte("def change"), []byte("void Down("), []byte("function down"), []byte("exports.down"), []byte("async down"), []byte("<rollback"), []byte("rollback:")}

func (o *owned) reversible(p string, data []byte) bool {
	if down := strings.TrimSuffix(p, ".up.sql"); down != p {
		_, err := o.now.ReadFile(down + ".down.sql")
		return err == nil
	}
	return slices.ContainsFunc(wayBack, func(mark []byte) bool { return bytes.Contains(data, mark) })
}

// storing are the services that may use what migrations take away: their own, and those
// that share a store with them.
func (o *owned) storing(list []rollout.Migration) map[string]bool {
	owners, stores, out := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range list {
		if len(m.Removes) > 0 {
			owners[m.Service], out[m.Service] = true, true
		}
	}
	for _, e := range o.head.Edges {
		if e.Class == services.Data && owners[e.From] {
			stores[e.To] = true
		}
	}
	for _, e := range o.head.Edges {
		if e.Class == services.Data && stores[e.To] {
			out[e.From] = true
		}
	}
	return out
}

// mentions reads the tables and columns that the own code of services names.
func mentions(g *services.Graph, tree repo.Tree, of map[string]bool) map[string]*migrations.Mentions {
	out := map[string]*migrations.Mentions{}
	for _, s := range g.Services {
		if !of[s.Name] {
			continue
		}
		own, _ := codeFiles(g.Details[s.Name], tree)
		for _, f := range repo.Regulars(tree) {
			if path.Ext(f) == ".sql" && slices.ContainsFunc(g.Details[s.Name].Folders, func(dir string) bool { return dir != "." && repo.Below(dir, f) }) {
				own = append(own, f)
			}
		}
		out[s.Name] = migrations.ReadMentions(tree, own)
	}
	return out
}
