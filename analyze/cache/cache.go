// Package cache keeps what was worked out from run to run: small values under keys that
// name the content they were made of, so that a value never grows stale and is never
// changed. What it loses is worked out anew; no answer depends on it.
//
// A store is a folder of segments. A run reads the segments that it finds, writes what
// it adds to a new one of its own, and gives that its name when it is whole: runs at
// once do not wait for each other, and one that is killed leaves a nameless file which a
// later run removes. Where there are many segments, small ones are written anew as part
// of the run's own. Segments are files of mode 0600 below folders of mode 0700.
//
// Every value is held against a checksum when it is read, every segment's index when it
// is opened. A segment that fails is removed, and Warnings says so. This finds damage;
// whoever may write to the folder can put another value into it, as into the program.
//
// The segments below a root take no more than a limit: those not used for longest go
// first. Files with other names are never touched.
package cache

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// DefaultLimit is the most that the segments of all repositories take, in bytes.
const DefaultLimit = 512 << 20

// Store is the values of one repository. It may be used from several goroutines until
// it is closed.
type Store struct {
	root, folder string // folder is below root
	limit        int64
	segments     []*segment // newest first

	mu       sync.Mutex
	own      *writer // nil until something is put, and after it failed
	failed   bool
	warnings []string
}

// Open opens the store of a repository below a root folder, which need not be there.
// limit is in bytes, 0 for DefaultLimit. Whatever is wrong with the folder is in
// Warnings: a store without segments works.
func Open(root, repository string, limit int64) *Store {
	s := &Store{root: root, folder: Folder(root, repository), limit: cmp.Or(limit, DefaultLimit)}
	names, err := List(s.folder, prefix, Suffix)
	if err != nil {
		s.warn("the cache cannot be read: %v", err)
	}
	for _, name := range slices.Backward(names) {
		g, err := openSegment(filepath.Join(s.folder, name))
		switch {
		case err == nil:
			s.segments = append(s.segments, g)
		case !os.IsNotExist(err): // another run may just have taken it up in its own
			s.drop(name, err)
		}
	}
	return s
}

// Folder is the folder below root of what is kept of a repository: called by its own name,
// for people, and what tells it from others of that name.
func Folder(root, repository string) string {
	sum := sha256.Sum256([]byte(repository))
	base := filepath.Base(strings.TrimSuffix(repository, string(filepath.Separator)+".git"))
	base = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '-'
	}, base)
	return filepath.Join(root, base[:min(len(base), 40)]+"-"+hex.EncodeToString(sum[:8]))
}

// List is the names of the regular files in a folder that begin with a prefix and end with
// a suffix, in order. A folder that is not there has none; another one that cannot be read
// is an error beside the names that could.
func List(folder, prefix, suffix string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), prefix) && strings.HasSuffix(e.Name(), suffix) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func (s *Store) warn(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.warnings = append(s.warnings, fmt.Sprintf(format, args...))
}

// drop removes a damaged segment.
func (s *Store) drop(name string, why error) {
	s.warn("a damaged file of the cache was removed: %s: %v", filepath.Join(s.folder, name), why)
	os.Remove(filepath.Join(s.folder, name))
}

// Get is the value of a key. The caller may keep it, and must not change it.
func (s *Store) Get(key string) ([]byte, bool) {
	h := hashOf(key)
	for _, g := range s.segments {
		if value, ok := g.get(h); ok {
			return value, true
		}
	}
	return nil, false
}

// Rest tells that little of a value that Get returned will be looked at from now on: where it
// lies in a mapped file, its pages need not stay in memory until then.
func (s *Store) Rest(value []byte) {
	for _, g := range s.segments {
		g.rest(value)
	}
}

// All is every value under a key, the newest first. Where segments are put together only
// the newest of theirs is left.
func (s *Store) All(key string) [][]byte {
	h := hashOf(key)
	var out [][]byte
	for _, g := range s.segments {
		if value, ok := g.get(h); ok {
			out = append(out, value)
		}
	}
	return out
}

// Put keeps a value. Get finds it in later runs. The value may be changed afterwards.
func (s *Store) Put(key string, value []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed {
		return
	}
	var err error
	if s.own == nil {
		s.own, err = newWriter(s.folder)
	}
	if err == nil && s.own.size()+int64(len(value)) < s.limit {
		err = s.own.add(hashOf(key), value)
	}
	if err != nil {
		s.fail(err)
	}
}

// fail gives up writing. s.mu is held.
func (s *Store) fail(err error) {
	s.failed = true
	s.warnings = append(s.warnings, fmt.Sprintf("the cache cannot be written: %v", err))
	if s.own != nil {
		s.own.abandon()
		s.own = nil
	}
}

// Close gives what was put its name, makes room and lets go of all files.
func (s *Store) Close() {
	for _, g := range s.segments {
		if g.damaged.Load() {
			s.warn("a damaged file of the cache was removed: %s: the checksum of a value is wrong", g.file)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var merged []*segment
	if s.own != nil {
		merged = mergeable(s.segments, s.own.size())
		err := s.own.take(merged)
		if err == nil {
			err = s.own.finish()
		}
		if err != nil {
			s.fail(err)
			merged = nil
		}
	}
	now := time.Now()
	for _, g := range s.segments {
		g.close()
		switch {
		case g.damaged.Load() || slices.Contains(merged, g):
			os.Remove(g.file)
		case g.used.Load() && now.Sub(g.modified) > time.Hour:
			os.Chtimes(g.file, now, now)
		}
	}
	if s.own != nil {
		Evict(s.root, prefix, s.limit, now)
	}
	s.segments, s.own, s.failed = nil, nil, true
}

// Warnings says what was wrong so far, after Close all of it.
func (s *Store) Warnings() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.warnings)
}

// maxSegments is how many segments a store has before small ones are put together:
// each is asked for each key that no newer one has.
const maxSegments = 8

// mergeable chooses what a new segment of a size takes up: of too many the four
// smallest, and further ones as long as they are not much larger than those together.
func mergeable(all []*segment, size int64) []*segment {
	if len(all) < maxSegments {
		return nil
	}
	bySize := slices.Clone(all)
	slices.SortStableFunc(bySize, func(a, b *segment) int { return cmp.Compare(a.size, b.size) })
	n := 0
	for n < len(bySize) && (n < maxSegments/2 || bySize[n].size <= 2*size) {
		size += bySize[n].size
		n++
	}
	// Newest first again: of several values under one key the newest must win.
	return slices.DeleteFunc(slices.Clone(all), func(g *segment) bool { return !slices.Contains(bySize[:n], g) })
}

// abandoned is the age from which a nameless file belongs to no run any more.
const abandoned = 24 * time.Hour

// Evict removes the files of a prefix used longest ago (by their time) until those in the
// folders below root keep to the limit in bytes, and what killed runs left.
func Evict(root, prefix string, limit int64, now time.Time) {
	type file struct {
		name string
		size int64
		used time.Time
	}
	var files []file
	total := int64(0)
	folders, err := os.ReadDir(root)
	if err != nil {
		return
	}
	for _, d := range folders {
		if !d.IsDir() {
			continue
		}
		folder := filepath.Join(root, d.Name())
		for _, name := range listed(folder, prefix, Suffix) {
			info, err := os.Lstat(filepath.Join(folder, name))
			if err == nil {
				total += info.Size()
				files = append(files, file{filepath.Join(folder, name), info.Size(), info.ModTime()})
			}
		}
		for _, name := range listed(folder, prefix, Unfinished) {
			if info, err := os.Lstat(filepath.Join(folder, name)); err == nil && now.Sub(info.ModTime()) > abandoned {
				os.Remove(filepath.Join(folder, name))
			}
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name)) })
	for _, f := range files {
		if total <= limit {
			return
		}
		if os.Remove(f.name) == nil {
			total -= f.size
		}
	}
}

func listed(folder, prefix, suffix string) []string {
	names, _ := List(folder, prefix, suffix) // what cannot be read is not ours to clear
	return names
}

// Private makes a folder and its parents with mode 0700, so that only this user reads it.
// A folder that exists keeps its mode. The error is that of the file system.
func Private(folder string) error { return os.MkdirAll(folder, fs.FileMode(0o700)) }
