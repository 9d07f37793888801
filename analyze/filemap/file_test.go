package filemap

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestFile: a file gives the same bytes mapped or not, as many as there are, and none of
// places that it does not have, or not any more.
func TestFile(t *testing.T) {
	for name, open := range map[string]func(string) (*File, error){"mapped": Open, "not mapped": OpenUnmapped} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(file, []byte("0123456789"), 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var buf []byte
			for _, c := range []struct {
				at, n int64
				want  string
				err   error
			}{
				{0, 10, "0123456789", nil},
				{3, 4, "3456", nil},
				{8, 100, "89", nil},
				{10, 1, "", nil},
				{11, 1, "", ErrPlace},
				{-1, 1, "", ErrPlace},
			} {
				if b, err := f.Bytes(c.at, c.n, &buf); string(b) != c.want || err != c.err {
					t.Errorf("%d bytes at %d: %q, error %v", c.n, c.at, b, err)
				}
			}
			if f.Size() != 10 {
				t.Errorf("%d bytes", f.Size())
			}

			if err := os.Truncate(file, 0); err != nil {
				t.Fatal(err)
			}
			got := 0
			err = Guard(func() error {
				b, err := f.Bytes(0, 10, &buf)
				for _, c := range b {
					got += int(c)
				}
				return err
			})
			if got != 0 || f.Mapped() != nil && err != ErrPlace {
				t.Errorf("read from an empty file, error %v", err)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// TestGuard: errors go through, and so does what is no fault of a file.
func TestGuard(t *testing.T) {
	other := errors.New("another error")
	if err := Guard(func() error { return other }); err != other {
		t.Errorf("error %v", err)
	}
	defer func() {
		if recover() != "no fault" {
			t.Error("a panic was swallowed")
		}
	}()
	Guard(func() error { panic("no fault") })
}
