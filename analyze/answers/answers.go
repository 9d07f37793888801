// Package answers keeps whole answers of the program from run to run, so that a question
// asked twice costs a look at what it depends on instead of the reading. What it loses is
// worked out anew; no answer depends on it.
//
// An answer is the bytes that a run wrote, what it said beside them and its exit code. It
// is kept under a key, a SHA-256 of
//
//   - the program: its version, what the build recorded, and the executable's path, size,
//     time and first 64 KiB, where the linker puts the hash of all that it was built from;
//   - the verb, its arguments, and every flag with its value;
//   - how text is laid out: colour and width;
//   - of each repository that is read: where it lies, its configuration file, the commits
//     that the revisions asked for name, its replacements, grafts and shallow ends, its
//     tags, and the seam.yaml files on disk, of which a run says that they do not count;
//   - the content of each file that a flag names.
//
// Commits stand for all that is in them, since their ids do. What cannot stand in a key is
// asked for anew each time: files of the worktree, the module cache, standard input, what
// the git command says. Nor is an answer kept whose key became another one during the run.
// One that was given without an object which could not be read is kept under a key that
// names the files in which a repository holds objects as well: it may be another one as
// soon as there are more.
//
// Each answer is a file of mode 0600, called by its key, in the folder that package cache
// has for the repository; it is written under another name first and held against a
// checksum when it is read. A damaged one is removed. This finds damage; whoever may
// write to the folder can put another answer into it, as into the program.
//
// A repository keeps the 16 answers asked for last, of at most 256 MiB; all repositories
// keep at most 512 MiB.
package answers

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"seam/analyze/cache"
)

const (
	prefix = "answer-"

	maxAnswers = 16        // of a repository
	maxOne     = 128 << 20 // bytes of one answer
	maxOwn     = 256 << 20 // bytes of a repository's answers
	maxAll     = 512 << 20 // bytes of all answers below a root
)

// Answer is what a run wrote.
type Answer struct {
	Before []byte // said before the body
	Body   []byte
	After  []byte // said after it
	Code   int    // the exit code
}

// Store is the answers about one repository.
type Store struct{ root, folder string }

// Open names the answers about a subject, a repository's folder or a saved report, below a
// root folder. It reads nothing.
func Open(root, subject string) Store { return Store{root, cache.Folder(root, subject)} }

func (s Store) file(k Key) string {
	return filepath.Join(s.folder, prefix+hex.EncodeToString(k[:])+cache.Suffix)
}

// Get is the answer kept under a key. A damaged one is removed, and warning says so.
func (s Store) Get(k Key) (a Answer, warning string, ok bool) {
	name := s.file(k)
	b, modified, err := read(name)
	if _, ok := errors.AsType[*fs.PathError](err); ok { // missing or unreadable: no answer is kept
		return Answer{}, "", false
	}
	if err == nil {
		a, err = decode(k, b)
	}
	if err != nil {
		os.Remove(name)
		return Answer{}, fmt.Sprintf("a damaged file of the cache was removed: %s: %v", name, err), false
	}
	if now := time.Now(); now.Sub(modified) > time.Minute {
		os.Chtimes(name, now, now)
	}
	return a, "", true
}

func read(name string) (b []byte, modified time.Time, err error) {
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return nil, modified, err
	case !info.Mode().IsRegular():
		return nil, modified, errors.New("it is no regular file")
	case info.Size() > maxOne:
		return nil, modified, errors.New("it is too large")
	}
	b, err = os.ReadFile(name)
	return b, info.ModTime(), err
}

// Put keeps an answer and makes room for it: what was asked for longest ago goes first.
// One of more than 128 MiB is not kept, without an error. The error is that of the
// file system; nothing half written stays then.
func (s Store) Put(k Key, a Answer) error {
	b := encode(k, a)
	if len(b) > maxOne {
		return nil
	}
	if err := cache.Private(s.folder); err != nil {
		return err
	}
	part := filepath.Join(s.folder, prefix+rand.Text()+cache.Unfinished)
	if err := os.WriteFile(part, b, 0o600); err != nil {
		os.Remove(part)
		return err
	}
	if err := os.Rename(part, s.file(k)); err != nil {
		os.Remove(part)
		return err
	}
	s.makeRoom()
	cache.Evict(s.root, prefix, maxAll, time.Now())
	return nil
}

// makeRoom removes the answers of the repository that were asked for longest ago.
func (s Store) makeRoom() {
	type file struct {
		name string
		size int64
		used time.Time
	}
	var files []file
	names, _ := cache.List(s.folder, prefix, cache.Suffix) // what cannot be read is not ours to clear
	for _, name := range names {
		if info, err := os.Lstat(filepath.Join(s.folder, name)); err == nil {
			files = append(files, file{filepath.Join(s.folder, name), info.Size(), info.ModTime()})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.name, b.name)) })
	size := int64(0)
	for i, f := range files {
		if size += f.size; i >= maxAnswers || size > maxOwn {
			os.Remove(f.name)
		}
	}
}

// An answer's file is, one after another, with numbers in big-endian order,
//
//	begin                      8 bytes
//	the key                    32
//	the exit code              4
//	the lengths of the texts   3 times 4
//	Before, Body, After
//	CRC-32C of all before it   4
const (
	begin  = "seamans\x01"
	head   = len(begin) + 32 + 4 + 3*4
	footer = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func encode(k Key, a Answer) []byte {
	b := make([]byte, 0, head+len(a.Before)+len(a.Body)+len(a.After)+footer)
	b = append(b, begin...)
	b = append(b, k[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(a.Code))
	for _, text := range [][]byte{a.Before, a.Body, a.After} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
	}
	b = append(append(append(b, a.Before...), a.Body...), a.After...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

var errDamaged = errors.New("it is no answer, or its checksum is wrong")

func decode(k Key, b []byte) (Answer, error) {
	if len(b) < head+footer || string(b[:len(begin)]) != begin {
		return Answer{}, errDamaged
	}
	body, sum := b[:len(b)-footer], b[len(b)-footer:]
	if crc32.Checksum(body, castagnoli) != binary.BigEndian.Uint32(sum) {
		return Answer{}, errDamaged
	}
	at := b[len(begin):]
	if !bytes.Equal(at[:len(k)], k[:]) {
		return Answer{}, errors.New("it answers another question")
	}
	at = at[len(k):]
	a := Answer{Code: int(binary.BigEndian.Uint32(at))}
	rest := body[head:]
	for i, text := range []*[]byte{&a.Before, &a.Body, &a.After} {
		n := uint64(binary.BigEndian.Uint32(at[4+4*i:]))
		if n > uint64(len(rest)) {
			return Answer{}, errDamaged
		}
		*text, rest = rest[:n:n], rest[n:]
	}
	if len(rest) > 0 {
		return Answer{}, errDamaged
	}
	return a, nil
}
