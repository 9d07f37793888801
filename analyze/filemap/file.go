package filemap

import (
	"errors"
	"io"
	"os"
	"runtime/debug"
)

// ErrPlace is said of places that a file does not have, or not any more.
var ErrPlace = errors.New("no bytes at this place of the file")

// File is a file that is read at any place. Where the system can, it is mapped into
// memory, which saves a call of the system and a copy for each piece. Whoever reads one does
// so in Guard, or recovers as it does: others may make the file shorter meanwhile.
type File struct {
	size   int64
	file   *os.File // nil if mapped
	mapped []byte
}

// Open opens a file, and maps it if it can be.
func Open(name string) (*File, error) {
	f, err := OpenUnmapped(name)
	if err != nil {
		return nil, err
	}
	if b, err := Map(f.file, f.size); err == nil {
		f.file.Close()
		f.file, f.mapped = nil, b
	}
	return f, nil
}

// OpenUnmapped opens a file as Open does where none can be mapped.
func OpenUnmapped(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return &File{size: info.Size(), file: f}, nil
}

// Of is a file of bytes that lie in memory already.
func Of(b []byte) *File { return &File{size: int64(len(b)), mapped: b} }

// Close lets go of the file, and of all that Bytes gave of a mapped one.
func (f *File) Close() {
	if f.file != nil {
		f.file.Close()
	}
	if f.mapped != nil {
		Unmap(f.mapped)
		f.mapped = nil
	}
}

// Size is how many bytes it had when it was opened.
func (f *File) Size() int64 { return f.size }

// Mapped is the whole file; nil if it is not mapped.
func (f *File) Mapped() []byte { return f.mapped }

// Bytes returns n bytes from an offset on, or as many as there are. They lie in the
// mapped file, where nobody may write and which ends with Close, or in buf, which grows
// to hold them.
func (f *File) Bytes(at, n int64, buf *[]byte) ([]byte, error) {
	if at < 0 || at > f.size {
		return nil, ErrPlace
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

// Guard runs what reads mapped files, and makes ErrPlace of reading where a file has no
// bytes any more, or none that can be read.
func Guard(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if IsFault(recover()) {
			err = ErrPlace
		}
	}()
	return read()
}

// IsFault tells whether what was recovered from, under debug.SetPanicOnFault, is such a
// place; other panics go on.
func IsFault(why any) bool {
	switch why := why.(type) {
	case nil:
		return false
	case interface{ Addr() uintptr }: // the address of the fault
		return true
	default:
		panic(why)
	}
}
