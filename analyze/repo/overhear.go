package repo

// Overheard is a tree whose contents reach a listener too, while somebody else reads them:
// what two readers want of a file then costs one read.
type Overheard struct {
	Tree
	listen func(path string, content []byte)
}

// Overhear makes listen hear every content that Lend lends. It is called by whoever reads,
// on many goroutines at once, and neither changes nor keeps the content.
func Overhear(t Tree, listen func(path string, content []byte)) *Overheard {
	return &Overheard{Tree: t, listen: listen}
}

// ContentID implements Identified.
func (o *Overheard) ContentID(path string) ID {
	if ids, ok := o.Tree.(Identified); ok {
		return ids.ContentID(path)
	}
	return ""
}

// Regulars lists what the function Regulars lists for the tree below.
func (o *Overheard) Regulars() []string { return Regulars(o.Tree) }

// Lend implements Lender.
func (o *Overheard) Lend(path string, use func(content []byte)) error {
	return Lend(o.Tree, path, func(content []byte) {
		use(content)
		o.listen(path, content)
	})
}
