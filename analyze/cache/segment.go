package cache

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"sync/atomic"
	"time"
	"unsafe"

	"seam/analyze/filemap"
)

// A segment is, one after another,
//
//	begin                    8 bytes
//	the values               without anything between them
//	the index                an entry of 32 bytes for each value, in order of their keys:
//	                         the key's hash (16), where the value begins (8), its
//	                         length (4), the CRC-32C of hash and value (4)
//	the number of values     8
//	CRC-32C of the index     4
//	end                      4
//
// with numbers in big-endian order. Its name is prefix, the time of writing, something
// random, and suffix: later ones sort last.
const (
	begin  = "seamseg\x01"
	end    = "seg\x01"
	entry  = 32
	footer = 16

	prefix = "segment-"

	// Suffix and Unfinished end the names of whole files and of those being written.
	Suffix     = ".seam"
	Unfinished = ".part"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// hash is what stands for a key.
type hash [16]byte

func hashOf(key string) hash {
	sum := sha256.Sum256([]byte(key))
	return hash(sum[:16])
}

func checksum(h hash, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(h[:], castagnoli), castagnoli, value)
}

// segment is an open one.
type segment struct {
	file     string
	r        *os.File
	mapped   []byte      // the file; nil where it cannot be mapped
	lent     atomic.Bool // somebody holds a part of mapped
	index    []byte
	size     int64
	modified time.Time
	used     atomic.Bool
	damaged  atomic.Bool
}

// openSegment opens a file and holds its index against the checksum.
func openSegment(file string) (*segment, error) {
	r, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	g := &segment{file: file, r: r}
	if err := g.readIndex(); err != nil {
		r.Close()
		return nil, err
	}
	return g, nil
}

var (
	errForeign   = errors.New("it is no segment, or ends too early")
	errIndex     = errors.New("the checksum of its index is wrong")
	errMalformed = errors.New("its index is not in order")
)

func (g *segment) readIndex() error {
	info, err := g.r.Stat()
	if err != nil {
		return err
	}
	g.size, g.modified = info.Size(), info.ModTime()
	var head [len(begin)]byte
	var foot [footer]byte
	if g.size < int64(len(head)+len(foot)) {
		return errForeign
	}
	if _, err := g.r.ReadAt(head[:], 0); err != nil {
		return err
	}
	if _, err := g.r.ReadAt(foot[:], g.size-footer); err != nil {
		return err
	}
	count := binary.BigEndian.Uint64(foot[:])
	room := uint64(g.size) - uint64(len(begin)) - footer
	if string(head[:]) != begin || string(foot[12:]) != end || count > room/entry {
		return errForeign
	}
	g.index = make([]byte, count*entry)
	if _, err := g.r.ReadAt(g.index, g.size-footer-int64(len(g.index))); err != nil {
		return err
	}
	if crc32.Checksum(g.index, castagnoli) != binary.BigEndian.Uint32(foot[8:]) {
		return errIndex
	}
	if err := g.inOrder(room - count*entry); err != nil {
		return err
	}
	g.mapped, _ = filemap.Map(g.r, g.size) // else values are read
	return nil
}

// inOrder holds that keys rise and values lie where values are.
func (g *segment) inOrder(values uint64) error {
	var last hash
	for i := range g.count() {
		h, at, n, _ := g.entry(i)
		if i > 0 && bytes.Compare(last[:], h[:]) >= 0 || at < uint64(len(begin)) || at > uint64(len(begin))+values || uint64(n) > uint64(len(begin))+values-at {
			return errMalformed
		}
		last = h
	}
	return nil
}

func (g *segment) count() int { return len(g.index) / entry }

func (g *segment) entry(i int) (h hash, at uint64, n, sum uint32) {
	e := g.index[i*entry : (i+1)*entry]
	return hash(e[:16]), binary.BigEndian.Uint64(e[16:]), binary.BigEndian.Uint32(e[24:]), binary.BigEndian.Uint32(e[28:])
}

// get is the value under a hash; a value whose checksum is wrong is none.
func (g *segment) get(h hash) ([]byte, bool) {
	i := sort.Search(g.count(), func(i int) bool { return bytes.Compare(g.index[i*entry:i*entry+16], h[:]) >= 0 })
	if i == g.count() {
		return nil, false
	}
	found, at, n, sum := g.entry(i)
	if found != h {
		return nil, false
	}
	value, err := g.value(at, n)
	if err != nil || checksum(h, value) != sum {
		g.damaged.Store(true)
		return nil, false
	}
	g.used.Store(true)
	return value, true
}

// lendable is from how many bytes on a value is not copied where its file is mapped.
const lendable = 1 << 16

// value is n bytes of the file.
func (g *segment) value(at uint64, n uint32) ([]byte, error) {
	if g.mapped == nil {
		value := make([]byte, n)
		_, err := g.r.ReadAt(value, int64(at))
		return value, err
	}
	value := g.mapped[at : at+uint64(n) : at+uint64(n)]
	if n < lendable {
		return slices.Clone(value), nil
	}
	g.lent.Store(true)
	return value, nil
}

// rest lets the pages of a value go, if it lies in the file.
func (g *segment) rest(value []byte) {
	at := uintptr(unsafe.Pointer(unsafe.SliceData(value))) - uintptr(unsafe.Pointer(unsafe.SliceData(g.mapped)))
	if g.mapped != nil && at < uintptr(len(g.mapped)) {
		filemap.Rest(g.mapped, int(at), int(at)+len(value))
	}
}

func (g *segment) close() {
	g.r.Close()
	if g.mapped != nil && !g.lent.Load() {
		filemap.Unmap(g.mapped)
	}
}

// writer writes a segment. It is for one goroutine.
type writer struct {
	folder, name string
	f            *os.File
	b            *bufio.Writer
	at           uint64
	entries      [][entry]byte
}

// newWriter begins a segment in a folder, which it makes. No other run has its name.
func newWriter(folder string) (*writer, error) {
	if err := Private(folder); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s%016x-%s", prefix, time.Now().UnixNano(), rand.Text()[:8])
	f, err := os.OpenFile(filepath.Join(folder, name+Unfinished), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	w := &writer{folder: folder, name: name, f: f, b: bufio.NewWriterSize(f, 1<<18)}
	w.at = uint64(len(begin))
	_, err = w.b.WriteString(begin)
	return w, err
}

// size is what the segment takes so far, in bytes.
func (w *writer) size() int64 { return int64(w.at) + int64(len(w.entries)*entry) + footer }

func (w *writer) add(h hash, value []byte) error {
	if uint64(len(value)) > 1<<31 {
		return nil
	}
	var e [entry]byte
	copy(e[:], h[:])
	binary.BigEndian.PutUint64(e[16:], w.at)
	binary.BigEndian.PutUint32(e[24:], uint32(len(value)))
	binary.BigEndian.PutUint32(e[28:], checksum(h, value))
	w.entries = append(w.entries, e)
	w.at += uint64(len(value))
	_, err := w.b.Write(value)
	return err
}

// take adds the values of other segments, damaged ones left out.
func (w *writer) take(from []*segment) error {
	for _, g := range from {
		for i := range g.count() {
			h, at, n, sum := g.entry(i)
			value, err := g.value(at, n)
			if err != nil || checksum(h, value) != sum {
				continue
			}
			if err := w.add(h, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish writes the index and gives the segment its name. Of values under one key the
// one that was added first counts.
func (w *writer) finish() error {
	slices.SortFunc(w.entries, func(a, b [entry]byte) int {
		return cmp.Or(bytes.Compare(a[:16], b[:16]), bytes.Compare(a[16:24], b[16:24]))
	})
	w.entries = slices.CompactFunc(w.entries, func(a, b [entry]byte) bool { return hash(a[:16]) == hash(b[:16]) })
	sum := crc32.New(castagnoli)
	both := io.MultiWriter(w.b, sum)
	for _, e := range w.entries {
		both.Write(e[:]) // an error shows when the rest is written
	}
	foot := binary.BigEndian.AppendUint64(nil, uint64(len(w.entries)))
	foot = binary.BigEndian.AppendUint32(foot, sum.Sum32())
	w.b.Write(append(foot, end...))
	if err := w.b.Flush(); err != nil {
		return err
	}
	if err := w.f.Close(); err != nil {
		return err
	}
	whole := filepath.Join(w.folder, w.name)
	return os.Rename(whole+Unfinished, whole+Suffix)
}

// abandon removes what was written.
func (w *writer) abandon() {
	w.f.Close()
	os.Remove(filepath.Join(w.folder, w.name+Unfinished))
}
