// Package filemap maps files into memory, to be read only: what is not looked at is never
// read, and the system may drop what was. Whoever makes such a file shorter meanwhile stops
// the program, unless that reads it in Guard; those that seam maps, packs and segments of the
// cache, are written once.
package filemap
