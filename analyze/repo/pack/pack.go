// Package pack reads packs of git, version 2, with their indexes of version 2, for whoever
// asks for many objects: all of a history. What a library for git does on the way to one
// object, to make a map of all others first, costs more than the object.
//
// A pack (gitformat-pack(5)) is a row of entries: the deflated bytes of an object, or those
// of a delta that makes it of another one. Its index leads from an id to the place of the
// entry and to the CRC-32 of its bytes; a third file, which need not be there, leads from
// places to ids. Files are mapped where the system maps any (package filemap). A Reader
// undoes deflate by itself (inflater), keeps what it read in a bounded cache, and reads
// many objects with one look at each kind of place (batch).
//
// No byte is believed: an object is given out when the checksum of its entry, and those of
// all that it is made of, are what the index says, or else when its content has the id.
//
// Limits: ids of SHA-1 alone; objects of up to MaxObject bytes; no multi-pack index, no pack
// of more than a hundred. An object that cannot be read, for whatever reason, is another
// reader's to read or to judge: so what is said here of what is wrong is little.
package pack

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"seam/analyze/filemap"
)

const (
	// IDSize is the size of an id in bytes.
	IDSize = 20
	// MaxObject is the largest object that is read, in bytes.
	MaxObject = 256 << 20
	// maxPacks is how many packs are kept open.
	maxPacks = 100
)

// errUnreadable is what is said of everything in a pack that is not as it should be.
var errUnreadable = errors.New("unreadable pack")

// Pack is an open pack with its index. Reading is safe from several goroutines.
type Pack struct {
	name        string // of its file
	file, index *filemap.File
	turned      *filemap.File // NAME.rev; nil if there is none, or it is not mapped
	ends        [256]uint32   // how many ids have a first byte up to this one
	groups      [256]atomic.Pointer[idGroup]

	places  []byte       // of turned: see readPlaces
	unnamed atomic.Int32 // objects that were hashed or looked for in places for want of what follows
	reverse sync.Once
	numbers []uint32 // by a hash of where an entry begins: the number of its id, from 1 on
}

const (
	indexBegin = 8 + 4*256
	indexMagic = "\xfftOc\x00\x00\x00\x02"
	packMagic  = "PACK\x00\x00\x00\x02"
)

// Open opens those packs among files NAME.pack that can be read; none of more than a hundred,
// which want `git gc`.
func Open(files []string) []*Pack {
	if len(files) > maxPacks {
		return nil
	}
	var out []*Pack
	for _, file := range files {
		if p, err := open(strings.TrimSuffix(file, ".pack")); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// open opens NAME.pack and NAME.idx.
func open(name string) (*Pack, error) {
	p := &Pack{name: filepath.Base(name) + ".pack"}
	var err error
	if p.index, err = filemap.Open(name + ".idx"); err != nil {
		return nil, err
	}
	if p.file, err = filemap.Open(name + ".pack"); err == nil {
		err = filemap.Guard(p.readHeads)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	if p.turned, err = filemap.Open(name + ".rev"); err == nil {
		filemap.Guard(func() error { p.readPlaces(p.turned.Mapped()); return nil })
	}
	return p, nil
}

// Name is that of its file.
func (p *Pack) Name() string { return p.name }

// Close lets go of the files.
func (p *Pack) Close() {
	for _, f := range []*filemap.File{p.index, p.file, p.turned} {
		if f != nil {
			f.Close()
		}
	}
}

func (p *Pack) readHeads() error {
	var buf []byte
	head, err := p.index.Bytes(0, indexBegin, &buf)
	if err != nil || len(head) < indexBegin || string(head[:8]) != indexMagic {
		return errUnreadable
	}
	for i := range p.ends {
		p.ends[i] = binary.BigEndian.Uint32(head[8+4*i:])
	}
	first, err := p.file.Bytes(0, 12, &buf)
	if err != nil || len(first) < 12 || string(first[:8]) != packMagic || !slices.IsSorted(p.ends[:]) || binary.BigEndian.Uint32(first[8:]) != p.ends[255] {
		return errUnreadable
	}
	return nil
}
