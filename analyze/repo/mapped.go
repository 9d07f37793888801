package repo

import (
	"io"
	"os"
	"runtime/debug"

	"seam/analyze/filemap"
)

// mappedFile is a file that is read at any place. Where the system can, it is mapped into
// memory, which saves a call of the system and a copy for each object. Whoever reads one does
// so in whole, or recovers as it does: others may make the file shorter meanwhile.
type mappedFile struct {
	size   int64
	file   *os.File // nil if mapped
	mapped []byte
}

func openMapped(name string) (*mappedFile, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	p := &mappedFile{size: info.Size(), file: f}
	if b, err := filemap.Map(f, p.size); err == nil {
		f.Close()
		p.file, p.mapped = nil, b
	}
	return p, nil
}

func (f *mappedFile) close() {
	if f.file != nil {
		f.file.Close()
	}
	if f.mapped != nil {
		filemap.Unmap(f.mapped)
		f.mapped = nil
	}
}

// bytes returns n bytes from an offset on, or as many as there are. They lie in the
// mapped file, where nobody may write and which ends with close, or in buf, which grows
// to hold them.
func (f *mappedFile) bytes(at, n int64, buf *[]byte) ([]byte, error) {
	if at < 0 || at > f.size {
		return nil, errPack
	}
	n = min(n, f.size-at)
	if f.mapped != nil {
		return f.mapped[at : at+n : at+n], nil
	}
	if int64(cap(*buf)) < n {
		*buf = make([]byte, n)
	}
	b := (*buf)[:n]
	got, err := f.file.ReadAt(b, at)
	if err == io.EOF { // shorter than it was
		err = nil
	}
	return b[:got], err
}

// whole runs what reads mapped files, and makes an error of reading where a file has no
// bytes any more, or none that can be read.
func whole(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if isFault(recover()) {
			err = errPack
		}
	}()
	return read()
}

// isFault tells whether what was recovered from is such a place; other panics go on.
func isFault(why any) bool {
	switch why := why.(type) {
	case nil:
		return false
	case interface{ Addr() uintptr }: // the address of the fault
		return true
	default:
		panic(why)
	}
}
