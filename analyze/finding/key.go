package finding

import "slices"

// Key says in parts what a finding is about, for findings that can shrink or grow
// without going away. Two findings of one group are the same story; the head's is old
// if the base's covers it.
type Key struct {
	Group   string   `json:"group"`             // rule, ecosystem and dependency, and the unit where each unit has its own story
	Classes []string `json:"classes,omitempty"` // the version classes in conflict, sorted; no exact versions
	Folders []string `json:"folders,omitempty"` // folders of the manifests that would have to change, sorted
	Size    int      `json:"size,omitempty"`    // of a finding about a number (a budget): the number, of which more is worse
}

// Fingerprint hashes the key without its size: what only grows stays the same story.
func (k Key) Fingerprint() string {
	parts := append([]string{k.Group, ""}, k.Classes...)
	return Fingerprint(append(append(parts, ""), k.Folders...)...)
}

// Covers reports whether everything that l says was said by k already: the same
// group, no further class, no further folder, no larger size.
func (k Key) Covers(l Key) bool {
	return k.Group == l.Group && l.Size <= k.Size && containsAll(k.Classes, l.Classes) && containsAll(k.Folders, l.Folders)
}

// Outweighs reports whether l is k moved on: the same group, no more version classes, whichever
// they are, no further folder, no larger size. One side of a conflict that takes a newer
// version while the other stays makes nothing worse.
func (k Key) Outweighs(l Key) bool {
	return k.Group == l.Group && l.Size <= k.Size && len(l.Classes) <= len(k.Classes) && containsAll(k.Folders, l.Folders)
}

func containsAll(list, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(s string) bool { return !slices.Contains(list, s) })
}
