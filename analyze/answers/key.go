package answers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"

	"seam/analyze/repo"
)

// Key identifies a question: a SHA-256 of everything that its answer depends on.
type Key [sha256.Size]byte

// Question gathers what an answer depends on.
type Question struct {
	sum  hash.Hash
	held bool
}

// Ask begins a question to repositories that hold every object that is asked for.
func Ask() *Question { return &Question{sum: sha256.New()} }

// AskLacking begins a question to repositories that lack some objects: which objects they hold
// is then part of the key.
func AskLacking() *Question { return &Question{sum: sha256.New(), held: true} }

// Key is the key of what was added so far: SHA-256 of it, in order.
func (q *Question) Key() Key { return Key(q.sum.Sum(nil)) }

// Add adds a value, under a name that tells it from others.
func (q *Question) Add(name, value string) {
	fmt.Fprintf(q.sum, "%d %s %d %s\n", len(name), name, len(value), value)
}

// File adds the content of a file. One that is not there counts as such; what is no
// regular file is an error, since reading could take its content away.
func (q *Question) File(name, file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		q.Add(name, "not there")
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	q.Add(name, "content "+hex.EncodeToString(sum.Sum(nil)))
	return nil
}

// Repository adds the repository that a folder is in, read in one way, with the commits
// that some revisions name. It returns where the repository keeps its objects. An error
// says that it cannot be read, or that no key can tell what is read of it.
func (q *Question) Repository(name, dir string, by repo.Reader, revisions ...string) (folder string, err error) {
	r, err := repo.OpenWith(dir, by)
	if err != nil {
		return "", err
	}
	lines, err := r.State(revisions...)
	if err != nil {
		return "", err
	}
	for _, line := range lines {
		q.Add(name, line)
	}
	if q.held {
		held, err := r.Held()
		if err != nil {
			return "", err
		}
		q.Add(name+": objects", held)
	}
	if r.Root() == "" {
		return r.Folder(), nil
	}
	for at := r.Prefix(); ; at = path.Dir(at) {
		if err := q.File(name+": seam.yaml on disk", filepath.Join(r.Root(), filepath.FromSlash(at), "seam.yaml")); err != nil {
			return "", err
		}
		if at == "." {
			return r.Folder(), nil
		}
	}
}

// identified is how much of an executable is looked at: on every system the linker puts
// the build id below it.
const identified = 64 << 10

// Program adds what tells this program from every other build of it: its version, what it
// was built from, and the size, time and beginning of its file. The error is that of
// reading the file.
func (q *Question) Program(version string) error {
	q.Add("version", version)
	if info, ok := debug.ReadBuildInfo(); ok {
		q.Add("build", info.String())
	}
	name, err := os.Executable()
	if err != nil {
		return err
	}
	return q.executable(name)
}

func (q *Question) executable(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	first := make([]byte, identified)
	n, err := io.ReadFull(f, first)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	q.Add("executable", fmt.Sprintf("%q %d %d %x", name, info.Size(), info.ModTime().UnixNano(), sha256.Sum256(first[:n])))
	return nil
}
