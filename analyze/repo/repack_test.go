package repo

import (
	"testing"
	"time"
)

// TestRepackedWhileRead: git may replace all packs under a reader.
func TestRepackedWhileRead(t *testing.T) {
	dir := t.TempDir()
	b, err := NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	first, err := b.Commit(BuildCommit{Author: "a", Email: "a@x.example", When: when, Message: "one", Write: map[string]string{"a": "1\n"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	second, err := b.Commit(BuildCommit{Author: "a", Email: "a@x.example", When: when.Add(time.Hour), Message: "two", Write: map[string]string{"a": "2\n"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	o := r.Objects(NewCache(1))
	defer o.Close()
	if _, err := o.Commit(first); err != nil {
		t.Fatal(err)
	}
	gitOutput(t, dir, "repack", "-adfq", "--window=5")
	for _, id := range []ID{second, first} {
		if _, err := o.Commit(id); err != nil {
			t.Errorf("after repacking: %v", err)
		}
	}
}
