package pack

import (
	"encoding/binary"
	"strings"
	"testing"
)

// changed is what a delta makes of an object.
func changed(base, delta []byte) ([]byte, error) {
	from, size, rest, err := deltaSizes(delta)
	if err != nil || from != len(base) {
		return nil, errUnreadable
	}
	out := make([]byte, size)
	return out, applyDelta(out, base, rest)
}

func TestDelta(t *testing.T) {
	base := []byte("0123456789")
	for name, c := range map[string]struct {
		delta, want string // "" for an error
	}{
		"insert and copy":           {"\x0a\x06\x02ab\x90\x04", "ab0123"},
		"copy from an offset":       {"\x0a\x02\x91\x08\x02", "89"},
		"of another base":           {"\x0b\x01\x01a", ""},
		"shorter than it says":      {"\x0a\x02\x01a", ""},
		"longer than it says":       {"\x0a\x01\x02ab", ""},
		"copy beyond the end":       {"\x0a\x02\x91\x09\x02", ""},
		"insert beyond the end":     {"\x0a\x05\x05ab", ""},
		"the reserved instruction":  {"\x0a\x01\x00", ""},
		"the same before another":   {"\x0a\x01\x00\x01a", ""},
		"no sizes":                  {"", ""},
		"a size that never ends":    {"\x0a" + strings.Repeat("\xff", 20), ""},
		"more than a file may have": {"\x0a\xff\xff\xff\xff\x7f", ""},
		"a copy without its offset": {"\x0a\x01\x91", ""},
		"more than it can make":     {"\x0a\xff\xff\x3f\x90\x04", ""},
	} {
		got, err := changed(base, []byte(c.delta))
		if (err != nil) != (c.want == "") || err == nil && string(got) != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestDeltaSizes: sizes that no object has, or that the rest of the delta cannot make, are
// refused before memory is taken for them.
func TestDeltaSizes(t *testing.T) {
	size := func(n uint64) string { return string(binary.AppendUvarint(nil, n)) }
	for _, c := range []struct {
		name, delta string
		ok          bool
	}{
		{"the largest file", size(MaxObject) + size(MaxObject) + "1", true},
		{"a base beyond it", size(MaxObject+1) + size(1) + "1", false},
		{"a result beyond it", size(MaxObject) + size(MaxObject+1) + "12", false},
		{"each byte makes the whole base", size(10) + size(20) + "12", true},
		{"each byte would make more", size(10) + size(21) + "12", false},
		{"an empty base, of which a byte makes one", size(0) + size(2) + "12", true},
		{"an empty base, of which a byte would make more", size(0) + size(3) + "12", false},
		{"a size of more than 63 bits", strings.Repeat("\xff", 9) + "\x01" + size(1) + "1", false},
	} {
		if _, _, _, err := deltaSizes([]byte(c.delta)); (err == nil) != c.ok {
			t.Errorf("%s: error %v", c.name, err)
		}
	}
}

func FuzzDelta(f *testing.F) {
	f.Add([]byte("0123456789"), []byte("\x0a\x06\x02ab\x90\x04"))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		if out, err := changed(base, delta); err == nil && len(out) > len(delta)*(1<<24) {
			t.Errorf("%d bytes of a delta of %d", len(out), len(delta))
		}
	})
}
