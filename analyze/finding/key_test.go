package finding

import "testing"

func TestKeyCovers(t *testing.T) {
	base := Key{Group: "rule go x", Classes: []string{"0.1", "0.2"}, Folders: []string{"a", "b"}}
	for name, c := range map[string]struct {
		head Key
		want bool
	}{
		"the same":           {base, true},
		"one class less":     {Key{Group: "rule go x", Classes: []string{"0.2"}, Folders: []string{"a"}}, true},
		"nothing left":       {Key{Group: "rule go x"}, true},
		"a third class":      {Key{Group: "rule go x", Classes: []string{"0.1", "0.2", "0.3"}, Folders: []string{"a"}}, false},
		"a further folder":   {Key{Group: "rule go x", Classes: []string{"0.1", "0.2"}, Folders: []string{"a", "c"}}, false},
		"of another group":   {Key{Group: "rule go y", Classes: []string{"0.1", "0.2"}, Folders: []string{"a", "b"}}, false},
		"other classes":      {Key{Group: "rule go x", Classes: []string{"0.2", "0.3"}, Folders: []string{"a"}}, false},
		"folders as classes": {Key{Group: "rule go x", Classes: []string{"a"}, Folders: []string{"0.1"}}, false},
	} {
		if got := base.Covers(c.head); got != c.want {
			t.Errorf("%s: covers %v, want %v", name, got, c.want)
		}
	}
}

func TestKeyOutweighs(t *testing.T) {
	base := Key{Group: "rule go x", Classes: []string{"0.1", "0.2"}, Folders: []string{"a", "b"}, Size: 2}
	for name, c := range map[string]struct {
		head Key
		want bool
	}{
		"the same":         {base, true},
		"other classes":    {Key{Group: "rule go x", Classes: []string{"0.2", "0.7"}, Folders: []string{"a"}}, true},
		"a third class":    {Key{Group: "rule go x", Classes: []string{"0.5", "0.6", "0.7"}, Folders: []string{"a"}}, false},
		"a further folder": {Key{Group: "rule go x", Classes: []string{"0.2", "0.7"}, Folders: []string{"a", "c"}}, false},
		"of another group": {Key{Group: "rule go y", Classes: []string{"0.2", "0.7"}}, false},
		"larger":           {Key{Group: "rule go x", Size: 3}, false},
	} {
		if got := base.Outweighs(c.head); got != c.want {
			t.Errorf("%s: outweighs %v, want %v", name, got, c.want)
		}
	}
}

// Parts must not run into one another.
func TestKeyFingerprint(t *testing.T) {
	keys := []Key{
		{Group: "g"},
		{Group: "g", Classes: []string{"a"}},
		{Group: "g", Folders: []string{"a"}},
		{Group: "g", Classes: []string{"a", "b"}},
		{Group: "g", Classes: []string{"a"}, Folders: []string{"b"}},
		{Group: "g a"},
	}
	seen := map[string]Key{}
	for _, k := range keys {
		if other, ok := seen[k.Fingerprint()]; ok {
			t.Errorf("%v and %v have one fingerprint", k, other)
		}
		seen[k.Fingerprint()] = k
	}
}
