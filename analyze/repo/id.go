package repo

import (
	"encoding/hex"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"

	"seam/analyze/repo/pack"
)

// ID is an object id as raw bytes, 20 of SHA-1 or 32 of SHA-256. "" is no object.
type ID string

// The sizes of ids, in bytes.
const (
	idSize     = pack.IDSize
	idSizeWide = 32
)

// parseID reads a full hexadecimal id.
func parseID(s string) (ID, error) {
	raw, err := AppendID(nil, []byte(s))
	return ID(raw), err
}

// AppendID is parseID with the raw bytes of the id behind others.
func AppendID(raw, digits []byte) ([]byte, error) {
	out, err := hex.AppendDecode(raw, digits)
	if n := len(out) - len(raw); err != nil || n != idSize && n != idSizeWide {
		return nil, fmt.Errorf("%q is no object id", digits)
	}
	return out, nil
}

// mustParseID is for ids that stand in this package.
func mustParseID(s string) ID {
	id, err := parseID(s)
	if err != nil {
		panic(err)
	}
	return id
}

// String is the full hexadecimal form.
func (id ID) String() string { return hex.EncodeToString([]byte(id)) }

// Short is the first ten hexadecimal digits.
func (id ID) Short() string { return id.String()[:min(10, 2*len(id))] }

func fromHash(h plumbing.Hash) ID { return ID(h[:]) }

// hash is the id for go-git; of a wide id the first part.
func (id ID) hash() plumbing.Hash {
	var h plumbing.Hash
	copy(h[:], id)
	return h
}
