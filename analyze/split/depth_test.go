package split

import (
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// TestDepth: the folders that Java asks for between a module and its packages make nothing
// a detail of something else.
func TestDepth(t *testing.T) {
	g := &imports.Graph{}
	for _, p := range []string{
		"api/src/main/java/org/shop", "api/src/main/java/org/shop/cart", "api/src/main/java/org/shop/cart/dao",
		"api/src/main/java/org/shop/user", "api/src/main/java/org/shop/pay", "api/src/main/java/schema",
		"libs/tax/src/main/kotlin/org/shop/tax", "libs/tax/src/main/kotlin/org/shop/tax/rates", "web/admin/users",
	} {
		g.Packages = append(g.Packages, imports.Package{Path: p, Language: "java"})
	}
	m := &measurer{b: whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}})}
	m.common = commonFolders(m.b.Packages)
	for folder, want := range map[string]int{
		"api": 1, "api/src/main/java": 1, "api/src/main/java/org/shop": 1, "api/src/main/java/org/shop/cart": 2,
		"api/src/main/java/org/shop/cart/dao": 3, "libs/tax": 2, "libs/tax/src/main/kotlin/org/shop/tax/rates": 3,
		"web/admin/users": 3, "src/main/java/com/x": 1,
	} {
		if got := m.folderDepth(folder); got != want {
			t.Errorf("%s: %d, want %d", folder, got, want)
		}
	}
	if got := m.depthOf(part{roots: []string{"web/admin/users", "api/src/main/java/org/shop/cart"}}); got != 2 {
		t.Errorf("a group is as deep as the shallowest of its folders: %d", got)
	}
}
