package filemap

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestMap(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("some text"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Map(f, 9)
	f.Close()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("NOT TESTED: this system maps no files")
	}
	if err != nil || string(b) != "some text" { // the file need not be open
		t.Fatalf("%q, error %v", b, err)
	}
	Rest(b, 0, len(b))
	if string(b) != "some text" {
		t.Fatalf("let go of, %q", b)
	}
	Unmap(b)
}
