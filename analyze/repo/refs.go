package repo

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"seam/analyze/filemap"
)

// refFiles reads references that are stored as files: one each, or many in
// packed-refs. go-git would do so too, but takes an older value from packed-refs
// where the newer file is broken.
type refFiles struct {
	gitDir string // of the worktree: HEAD and its like
	common string // of all
}

// refPlaces is where git looks for a reference of a short name, in its order.
var refPlaces = []string{"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"}

// find returns the object that a full or short name leads to. A name that leads
// nowhere is fs.ErrNotExist.
func (r refFiles) find(name string) (ID, error) {
	for _, place := range refPlaces {
		if id, err := r.follow(place+name, 0); !errors.Is(err, fs.ErrNotExist) {
			return id, err
		}
	}
	return r.follow("refs/remotes/"+name+"/HEAD", 0)
}

// maxSymbolic is how many symbolic references git follows.
const maxSymbolic = 5

// follow reads a reference of a full name, through symbolic ones.
func (r refFiles) follow(name string, depth int) (ID, error) {
	if !isRefName(name) {
		return "", fs.ErrNotExist
	}
	if depth > maxSymbolic {
		return "", fmt.Errorf("%w: reference %s leads to itself, or through too many others", ErrCorrupt, name)
	}
	file := filepath.Join(r.home(name), filepath.FromSlash(name))
	b, err := os.ReadFile(file)
	if isNoFile(file, err) {
		return r.packed(name)
	} else if err != nil {
		return "", err
	}
	if target, ok := bytes.CutPrefix(b, []byte("ref:")); ok {
		return r.follow(string(bytes.TrimSpace(target)), depth+1)
	}
	hex, _, _ := bytes.Cut(b, []byte("\t")) // FETCH_HEAD tells more, one line a branch
	id, err := parseID(string(bytes.TrimSpace(hex)))
	if err != nil {
		return "", fmt.Errorf("%w: reference %s: %s holds no object id", ErrCorrupt, name, file)
	}
	return id, nil
}

// isNoFile reports whether reading failed as there is no file of that name: nothing, a
// folder ("a" beside the branch "a/b"), or a file on the way ("a/b" beside "a").
func isNoFile(file string, err error) bool {
	if err == nil {
		return false
	}
	info, statErr := os.Stat(file)
	return statErr == nil && info.IsDir() || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ENAMETOOLONG)
}

// home is the folder that a reference lies in: each worktree has some of its own.
func (r refFiles) home(name string) string {
	for _, own := range []string{"refs/bisect/", "refs/worktree/", "refs/rewritten/"} {
		if strings.HasPrefix(name, own) {
			return r.gitDir
		}
	}
	if strings.HasPrefix(name, "refs/") {
		return r.common
	}
	return r.gitDir
}

// packed looks a reference up in packed-refs.
func (r refFiles) packed(name string) (id ID, err error) {
	file := filepath.Join(r.common, packedRefs)
	err = withFile(file, func(b []byte) error {
		begin, end := packedLine(b, name)
		if end < 0 {
			return fs.ErrNotExist
		}
		if id, err = parseID(string(b[begin:end])); err != nil {
			return fmt.Errorf("%w: reference %s: %s holds no object id for it", ErrCorrupt, name, file)
		}
		return nil
	})
	return id, err
}

// packedLine finds the line of a reference in packed-refs: where it begins, and where its
// name follows the id; end is below 0 if there is none.
func packedLine(b []byte, name string) (begin, end int) {
	begin, sorted := packedFrom(b, name)
	if !sorted {
		end = bytes.Index(b, []byte(" "+name+"\n"))
		return bytes.LastIndexByte(b[:max(end, 0)], '\n') + 1, end
	}
	line, _, _ := bytes.Cut(b[begin:], []byte("\n"))
	digits, found, ok := bytes.Cut(line, []byte(" "))
	if !ok || string(found) != name {
		return 0, -1
	}
	return begin, begin + len(digits)
}

// packedFrom is where the lines of the references begin that do not stand before a name in
// byte order. sorted is false of a file of which git does not say that it is: then it says
// nothing.
func packedFrom(b []byte, name string) (from int, sorted bool) {
	head, _, _ := bytes.Cut(b, []byte("\n"))
	if !bytes.HasPrefix(head, []byte("# pack-refs with:")) || !bytes.Contains(append(head[:len(head):len(head)], ' '), []byte(" sorted ")) {
		return 0, false
	}
	from, to := min(len(head)+1, len(b)), len(b) // it is in from to to
	for from < to {
		begin := bytes.LastIndexByte(b[:(from+to)/2], '\n') + 1
		for begin > from && b[begin] == '^' { // what the tag of the line before leads to
			begin = bytes.LastIndexByte(b[:begin-1], '\n') + 1
		}
		line, _, _ := bytes.Cut(b[begin:], []byte("\n"))
		if _, found, _ := bytes.Cut(line, []byte(" ")); string(found) >= name {
			to = begin
			continue
		}
		from = min(begin+len(line)+1, len(b))
		for from < to && b[from] == '^' {
			line, _, _ = bytes.Cut(b[from:], []byte("\n"))
			from = min(from+len(line)+1, len(b))
		}
	}
	return from, true
}

// packedRefs is the file of many references. It may hold hundreds of thousands.
const packedRefs = "packed-refs"

// withFile hands the bytes of a file out, which are mapped where that can be.
func withFile(name string, read func(b []byte) error) error {
	f, err := filemap.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return filemap.Guard(func() error {
		var buf []byte
		b, err := f.Bytes(0, f.Size(), &buf)
		if err != nil {
			return err
		}
		return read(b)
	})
}

// eachPacked calls do for each reference of packed-refs below a folder, which ends with a
// slash.
func (r refFiles) eachPacked(folder string, do func(name string, id ID)) error {
	file := filepath.Join(r.common, packedRefs)
	err := withFile(file, func(b []byte) error { return eachPackedOf(file, b, folder, do) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func eachPackedOf(file string, b []byte, folder string, do func(name string, id ID)) error {
	from, sorted := packedFrom(b, folder)
	for line := range bytes.Lines(b[from:]) {
		if line[0] == '#' || line[0] == '^' {
			continue
		}
		digits, name, ok := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(" "))
		var raw [idSizeWide]byte // there may be hundreds of thousands of lines
		if !ok || len(digits) != 2*idSize && len(digits) != 2*idSizeWide {
			return fmt.Errorf("%w: %s: no reference is %.80q", ErrCorrupt, file, line)
		}
		n, err := hex.Decode(raw[:], digits)
		if err != nil {
			return fmt.Errorf("%w: %s: no reference is %.80q", ErrCorrupt, file, line)
		}
		if bytes.HasPrefix(name, []byte(folder)) {
			do(string(name), ID(raw[:n]))
		} else if sorted {
			return nil
		}
	}
	return nil
}

// replaced implements backend. Files count more than packed-refs.
func (r refFiles) replaced() (map[ID]ID, error) {
	const folder = "refs/replace/"
	set := map[ID]ID{}
	err := r.eachPacked(folder, func(name string, to ID) {
		if from, err := parseID(name[len(folder):]); err == nil {
			set[from] = to
		}
	})
	if err != nil {
		return nil, err
	}
	list, err := os.ReadDir(filepath.Join(r.common, filepath.FromSlash(folder)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range list {
		from, err := parseID(e.Name())
		if err != nil {
			continue // git passes it over too
		}
		if set[from], err = r.follow(folder+e.Name(), 0); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// head says why HEAD leads nowhere.
func (r refFiles) head() error {
	b, err := os.ReadFile(filepath.Join(r.gitDir, "HEAD"))
	if err != nil {
		return err
	}
	branch, _ := bytes.CutPrefix(b, []byte("ref:"))
	return unborn(string(bytes.TrimSpace(branch)), r.anyBranch())
}

// unborn says that HEAD names a branch that is not there, which is how every
// repository begins.
func unborn(branch string, others bool) error {
	if others {
		return fmt.Errorf("%w: it names %s, which does not exist", ErrUnborn, branch)
	}
	return ErrNoCommits
}

func (r refFiles) anyBranch() bool {
	const folder = "refs/heads/"
	found := false
	r.eachPacked(folder, func(string, ID) { found = true })
	filepath.WalkDir(filepath.Join(r.common, filepath.FromSlash(folder)), func(_ string, d fs.DirEntry, err error) error {
		found = found || err == nil && d.Type().IsRegular()
		return nil
	})
	return found
}

// isRefName reports whether git takes a name for a reference. Outside of refs/ there
// are HEAD and its like only, not the other files of a repository.
func isRefName(name string) bool {
	if rest, ok := strings.CutPrefix(name, "refs/"); !ok {
		return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
	} else if rest == "" {
		return false
	}
	for _, c := range []byte(name) {
		if c < ' ' || c == 0x7f || strings.IndexByte(" ~^:?*[\\", c) >= 0 {
			return false
		}
	}
	bad := func(part string) bool {
		return part == "" || part[0] == '.' || strings.HasSuffix(part, ".lock")
	}
	return !strings.Contains(name, "..") && !strings.Contains(name, "@{") && !strings.HasSuffix(name, ".") &&
		!slices.ContainsFunc(strings.Split(name, "/"), bad)
}
