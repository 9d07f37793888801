package communities

import "testing"

// TestNames: a community is called after its folder, after its center too where several are
// of one folder, and after the center alone where the folder is hardly a part of it. No two
// have one name.
func TestNames(t *testing.T) {
	list := []Community{
		{Folder: "app", FolderMatch: 0.9, Center: "app/http"},
		{Folder: "lib", FolderMatch: 0.7, Center: "lib/log"},
		{Folder: "lib", FolderMatch: 0.6, Center: "lib"},
		{Folder: "lib", FolderMatch: 0.1, Center: "lib/a/b"}, // one of lib's many folders, in a community of many
		{Folder: "naming", FolderMatch: 0.15, Center: "server"},
		{Folder: ".", FolderMatch: 1, Center: "."},
	}
	name(list)
	taken := map[string]bool{}
	for i, want := range []string{"app", "lib (around log)", "lib", "around lib/a/b", "around server", "."} {
		if got := list[i].Name; got != want || list[i].ID != "community:"+want || taken[got] {
			t.Errorf("community of %s around %s is called %q with id %q, want %q", list[i].Folder, list[i].Center, got, list[i].ID, want)
		}
		taken[list[i].Name] = true
	}
}
