package imports

// Options of a loader. The zero value works.
type Options struct {
	// Headers reads no further than what gives the packages and their edges: Exported
	// is empty and Symbols unknown. A loader for which this saves nothing reads everything.
	Headers bool
	// Files wants FileEdges, which may be missing without it. A loader that needs symbols
	// for them reads these in spite of Headers.
	Files bool
	// Types makes Symbols exact where a type checker is at hand (Go alone). Headers is
	// then without effect.
	Types bool
	// Dir is the folder in which Types makes its copy and removes it; "" is the
	// system's folder for temporary files.
	Dir string
	// Cache keeps what the files say from run to run; nil keeps nothing.
	Cache Cache
}

// Cache keeps the facts of single files. A key names the content of a file and the
// reader of it, so that a value never grows stale. It may be used from several
// goroutines; what it loses is read anew.
type Cache interface {
	Get(key string) (value []byte, ok bool)
	Put(key string, value []byte)
}
