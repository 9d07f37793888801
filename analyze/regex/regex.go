// Package regex holds regular expressions back until they are used: a run uses few of
// those that the program has, and to compile them all took longer than the rest of its
// start.
package regex

import (
	"regexp"
	"sync"
)

// New returns an expression that the first call compiles. It may be called from several
// goroutines. The expression stands in the source, where a test compiles it; what is none
// panics at the first call.
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
