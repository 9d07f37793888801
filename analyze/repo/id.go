package repo

import (
	"encoding/hex"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// ID is an object id as raw bytes, 20 of SHA-1 or 32 of SHA-256. "" is no object.
type ID string

// ParseID reads a full hexadecimal id.
func ParseID(s string) (ID, error) {
	b, err := hex.DecodeString(s)
	if err != nil || (len(b) != 20 && len(b) != 32) {
		return "", fmt.Errorf("%q is no object id", s)
	}
	return ID(b), nil
}

// String is the full hexadecimal form.
func (id ID) String() string { return hex.EncodeToString([]byte(id)) }

// Short is the first ten hexadecimal digits.
func (id ID) Short() string { return id.String()[:min(10, 2*len(id))] }

func fromHash(h plumbing.Hash) ID { return ID(h[:]) }

func (id ID) hash() plumbing.Hash {
	var h plumbing.Hash
	copy(h[:], id)
	return h
}
