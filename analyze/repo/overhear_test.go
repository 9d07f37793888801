package repo

import "testing"

func TestOverhear(t *testing.T) {
	below := Memory(map[string]string{"a": "one", "b/c": "two"})
	heard := map[string]string{}
	o := Overhear(below, func(path string, content []byte) { heard[path] = string(content) })
	used := ""
	if err := Lend(o, "b/c", func(content []byte) { used = string(content) }); err != nil || used != "two" || heard["b/c"] != "two" {
		t.Errorf("used %q, heard %q, error %v", used, heard, err)
	}
	if _, err := o.ReadFile("a"); err != nil || len(heard) != 1 {
		t.Errorf("%v; what is read as a copy is heard: %q", err, heard)
	}
	if err := Lend(o, "none", func([]byte) { t.Error("a file that is not there is used") }); err == nil || len(heard) != 1 {
		t.Errorf("error %v, heard %q", err, heard)
	}
	if got := Regulars(o); len(got) != 2 || o.ContentID("a") != "" {
		t.Errorf("files %q, id %q of a tree without ids", got, o.ContentID("a"))
	}
}
