package history

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestPathTable: a path has one number, whatever folder or name others share with it, and
// its folder is written as it was added.
func TestPathTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	folders := newPathTable()
	numbers := map[string]int32{}
	texts := map[int32]string{-1: ""}
	for range 20_000 {
		parent := int32(-1)
		if n := len(folders.list); n > 0 && random.IntN(4) > 0 {
			parent = int32(random.IntN(min(n, 300)))
		}
		name := fmt.Sprint("n", random.IntN(40))
		path := texts[parent] + name + "/"
		number, ok := folders.find(parent, []byte(name))
		if want, known := numbers[path]; known != ok || known && want != number {
			t.Fatalf("%s has number %d, %v; want %d, %v", path, number, ok, want, known)
		}
		if !ok {
			folders.add(parent, 0, name)
			numbers[path], texts[number] = number, path
		}
		if got := string(folders.appendFolder([]byte("x"), number)); got != "x"+path {
			t.Fatalf("folder %d is %q, not %q", number, got, "x"+path)
		}
	}
	if len(folders.list) < 5000 {
		t.Errorf("only %d folders", len(folders.list))
	}
}
