package modules

import (
	"fmt"
	"testing"
)

func TestLockSort(t *testing.T) {
	l := Lock{Packages: []Package{
		{Name: "web", Unit: "web", Requires: []Link{{To: 2, Range: "^2"}, {To: 1, Range: "^1"}, {To: 2, Range: "^2"}}},
		{Name: "lib", Version: "2.0.0"},
		{Name: "lib", Version: "1.0.0"},
	}}
	l.Sort()
	got := ""
	for _, p := range l.Packages {
		got += fmt.Sprint(p.Name, p.Version, p.Requires, ";")
	}
	if want := "lib1.0.0[];lib2.0.0[];web[{0 ^2 } {1 ^1 }];"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLockWithin(t *testing.T) {
	s := &Set{
		Units: []Unit{{Path: ".", Ecosystem: "npm"}, {Path: "apps/web", Ecosystem: "npm"}, {Path: "tools", Ecosystem: "npm"}},
		Locks: []Lock{
			{File: "apps/web/x/yarn.lock", Path: "apps/web/x", Ecosystem: "npm"},
			{File: "package-lock.json", Path: ".", Ecosystem: "npm", Packages: []Package{{Name: "web", Unit: "apps/web"}, {Name: "lib", Version: "1.0.0"}}},
			{File: "tools/package-lock.json", Path: "tools", Ecosystem: "npm", Packages: []Package{{Name: "tools", Unit: "tools"}}},
		},
	}
	got := ""
	for _, l := range s.Within("apps/web").Locks {
		got += l.File + " "
		for _, p := range l.Packages {
			got += p.Name + "=" + p.Unit + " "
		}
	}
	if want := "x/yarn.lock ../../package-lock.json web=. lib= "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
