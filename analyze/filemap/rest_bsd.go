//go:build darwin || freebsd || netbsd || openbsd

package filemap

// Rest does nothing: the system lets pages go when it needs room.
func Rest(mapped []byte, from, to int) {}
