package repo

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"seam/analyze/repo/pack"
)

// catFile reads objects from one git cat-file --batch, which is started for the first
// of them and kept.
type catFile struct {
	git     *command
	cache   *Cache
	process *process // nil: not started, or ended
}

// process is a running git cat-file --batch.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr bytes.Buffer // to be read after it ended
}

func (f *catFile) start() error {
	p := &process{cmd: f.git.prepare("cat-file", "--batch")}
	p.cmd.Stderr = &p.stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.out = bufio.NewReaderSize(out, 1<<16)
	if err := p.cmd.Start(); err != nil {
		return err
	}
	f.process = p
	return nil
}

// Close ends the process. It holds nothing that could get lost.
func (f *catFile) Close() error {
	f.stop()
	return nil
}

// stop ends the process and returns what it complained of.
func (f *catFile) stop() string {
	p := f.process
	if p == nil {
		return ""
	}
	f.process = nil
	p.in.Close()
	p.cmd.Process.Kill()
	p.cmd.Wait()
	return complaint(p.stderr.Bytes())
}

func (f *catFile) object(id ID) (kind string, b []byte, err error) {
	if k, ok := f.kept(id); ok {
		return k.kind, k.content, nil
	}
	kind, b, err = f.ask(id)
	if err != nil {
		return kind, nil, err
	}
	h := sha1.New()
	if len(id) == idSizeWide {
		h = sha256.New()
	}
	if ID(pack.IDOf(h, kind, b)) != id {
		return kind, nil, fmt.Errorf("%w: its content has another id", ErrCorrupt)
	}
	f.cache.lru.Put(kept{id: id, kind: kind, content: b})
	return kind, b, nil
}

// ask reads one answer, which is
//
//	ID KIND SIZE newline CONTENT newline
//
// or "ID missing". A git that met damage ends instead, or says so and goes on with
// "missing".
func (f *catFile) ask(id ID) (kind string, b []byte, err error) {
	if f.process == nil {
		if err := f.start(); err != nil {
			return "", nil, fmt.Errorf("git cat-file: %w", err)
		}
	}
	p := f.process
	fmt.Fprintf(p.in, "%s\n", id) // that it ended shows when its answer is read
	line, err := p.out.ReadString('\n')
	if err != nil {
		return "", nil, f.ended(err)
	}
	part := strings.Fields(line)
	if len(part) == 2 && part[1] == "missing" {
		return "", nil, f.missing()
	}
	size := int64(-1)
	if len(part) == 3 && part[0] == id.String() {
		if n, err := strconv.ParseInt(part[2], 10, 64); err == nil {
			size = n
		}
	}
	if size < 0 {
		f.stop()
		return "", nil, fmt.Errorf("git cat-file: cannot read its answer %.80q", line)
	}
	if size > MaxFile {
		f.stop()
		return part[1], nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	b = make([]byte, size+1)
	if _, err := io.ReadFull(p.out, b); err != nil {
		return part[1], nil, f.ended(err)
	}
	return part[1], b[:size:size], nil
}

// missing tells an object that is not there from one that git cannot read. Only the end
// of the process makes sure that all it said was heard, which is too dear where objects
// are missing on purpose.
func (f *catFile) missing() error {
	if f.git.config.partial {
		return errAbsent
	}
	if words := f.stop(); words != "" {
		return fmt.Errorf("%w: git says %s", ErrCorrupt, words)
	}
	return errAbsent
}

// ended says why the process is gone. Over an object that a partial clone lacks git
// ends too, since it may not fetch it.
func (f *catFile) ended(err error) error {
	words := f.stop()
	switch {
	case f.git.config.partial && strings.Contains(words, "promisor"):
		return errAbsent
	case words != "":
		return fmt.Errorf("%w: git says %s", ErrCorrupt, words)
	case errors.Is(err, io.EOF):
		return errors.New("git cat-file ended without a word")
	}
	return fmt.Errorf("git cat-file: %w", err)
}

// kept is an object in a Cache.
type kept struct {
	plumbing.EncodedObject // nil: a Cache asks for the two below only
	id                     ID
	kind                   string
	content                []byte
}

// Hash is the key: of a SHA-256 the first 20 bytes, which differ as surely as a SHA-1.
func (k kept) Hash() plumbing.Hash { return k.id.hash() }

// Size implements plumbing.EncodedObject.
func (k kept) Size() int64 { return int64(len(k.content)) }

func (f *catFile) kept(id ID) (kept, bool) {
	o, ok := f.cache.lru.Get(id.hash())
	k, isKept := o.(kept)
	return k, ok && isKept && k.id == id
}
