package source

import "strings"

// Words is a list of words, blanks between them, as a set: keywords, standard packages,
// names of folders.
func Words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
