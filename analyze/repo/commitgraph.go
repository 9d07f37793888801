package repo

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"seam/analyze/filemap"
)

// CommitGraph is the file in which git keeps the ids of commits and their parents beside
// the objects, or a chain of such files (gitformat-commit-graph). It is a hint: objects
// say what a commit is, and who goes by it has to compare. Methods are safe for several
// goroutines until Close.
//
// The whole of each file is held against the checksum that ends it, so that a damaged one
// is never used.
type CommitGraph struct {
	layers []*graphLayer // each has commits with parents in itself and in those before it
	idSize int
}

// graphLayer is one file. Its tables lie one commit behind another, sorted by id.
type graphLayer struct {
	name   string
	file   *filemap.File
	before uint32 // commits in the layers before it
	size   uint32
	fanout []byte // 256 numbers: how many ids have a first byte up to this one
	ids    []byte
	data   []byte // the tree's id, two parents, and times
	edges  []byte // of commits with more parents: all but the first
	bases  []byte // the checksums of the layers before it
	sum    []byte // the checksum of all
}

// errGraph is said of files that are not as git writes them.
var errGraph = errors.New("malformed commit-graph")

// maxLayers bounds a chain; git merges layers long before.
const maxLayers = 256

const (
	graphMagic     = "CGPH"
	graphHead      = 8
	graphChunk     = 12 // a chunk's name and where it begins
	graphNoParent  = 0x70000000
	graphManyFlag  = 1 << 31 // in a second parent: the others are in the table of edges
	graphDataExtra = 16      // bytes of a commit's data beyond the id of its tree
)

// CommitGraph opens the commit-graph of the repository or of one that it borrows objects
// from; nil if there is none. wrong names the files that are there and cannot be used.
// Where the repository replaces, grafts or cuts off anything no commit-graph counts, as
// for git, nor does one where the configuration says so (core.commitGraph).
func (r *Repository) CommitGraph() (g *CommitGraph, wrong []string) {
	if r.edits != nil || r.config.noGraph || r.forced == GoGitReader {
		return nil, nil
	}
	for _, objects := range r.layout.objects {
		info := filepath.Join(objects, "info")
		for _, open := range []func() (*CommitGraph, error){
			func() (*CommitGraph, error) { return r.openGraphs([]string{filepath.Join(info, "commit-graph")}) },
			func() (*CommitGraph, error) { return r.openChain(filepath.Join(info, "commit-graphs")) },
		} {
			g, err := open()
			if err == nil {
				return g, wrong
			}
			if !errors.Is(err, fs.ErrNotExist) {
				wrong = append(wrong, err.Error())
			}
		}
	}
	return nil, wrong
}

// openChain opens the layers that the chain in a folder lists, wherever they lie.
func (r *Repository) openChain(folder string) (*CommitGraph, error) {
	list := filepath.Join(folder, "commit-graph-chain")
	f, err := os.Open(list)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const most = maxLayers * (2*idSizeWide + 1)
	b := make([]byte, most+1)
	n, err := f.Read(b)
	lines := strings.Fields(string(b[:n]))
	if err != nil || n > most || len(lines) > maxLayers {
		return nil, fmt.Errorf("%s: %w", list, errGraph)
	}
	var files []string
	for _, sum := range lines {
		if id, err := parseID(sum); err != nil || len(id) != r.config.idSize() {
			return nil, fmt.Errorf("%s: %w: %.70q is no checksum", list, errGraph, sum)
		}
		files = append(files, r.layerFile("graph-"+sum+".graph"))
	}
	if g, err := r.openGraphs(files); !errors.Is(err, fs.ErrNotExist) {
		return g, err
	}
	return nil, fmt.Errorf("%s: %w: it names a file that is not there", list, errGraph)
}

// layerFile finds a layer, which may lie with borrowed objects.
func (r *Repository) layerFile(name string) string {
	for _, objects := range r.layout.objects {
		file := filepath.Join(objects, "info", "commit-graphs", name)
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	return filepath.Join(r.layout.objects[0], "info", "commit-graphs", name)
}

// openGraphs opens files, the lowest layer first.
func (r *Repository) openGraphs(files []string) (*CommitGraph, error) {
	g := &CommitGraph{idSize: r.config.idSize()}
	for _, name := range files {
		file, err := filemap.Open(name)
		if err == nil {
			err = g.add(name, file)
		}
		if err != nil {
			g.Close()
			return nil, err
		}
	}
	return g, nil
}

// add puts a layer on top of others. Close closes its file, whether it can be used or not.
func (g *CommitGraph) add(name string, file *filemap.File) error {
	l := &graphLayer{name: name, file: file}
	if n := len(g.layers); n > 0 {
		l.before = g.layers[n-1].before + g.layers[n-1].size
	}
	g.layers = append(g.layers, l)
	err := filemap.Guard(func() error {
		var own []byte
		b, err := file.Bytes(0, file.Size(), &own)
		if err != nil {
			return err
		}
		return l.read(b, g.idSize)
	})
	if err == nil {
		err = g.onTop(l)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// onTop reports whether the last layer belongs on the others.
func (g *CommitGraph) onTop(l *graphLayer) error {
	below := g.layers[:len(g.layers)-1]
	if len(l.bases) != len(below)*g.idSize || uint64(l.before)+uint64(l.size) >= graphNoParent {
		return errGraph
	}
	for i, b := range below {
		if !bytes.Equal(l.bases[i*g.idSize:(i+1)*g.idSize], b.sum) {
			return fmt.Errorf("%w: it was written for other files below it", errGraph)
		}
	}
	if sum, ok := strings.CutPrefix(filepath.Base(l.name), "graph-"); ok && sum != hex.EncodeToString(l.sum)+".graph" {
		return fmt.Errorf("%w: it has another checksum", errGraph)
	}
	return nil
}

// Close ends the use of the files.
func (g *CommitGraph) Close() {
	for _, l := range g.layers {
		l.file.Close()
	}
}

// Name is the file, the uppermost one of a chain.
func (g *CommitGraph) Name() string {
	if len(g.layers) == 0 {
		return ""
	}
	return g.layers[len(g.layers)-1].name
}

// read finds the tables in the bytes of a file.
func (l *graphLayer) read(b []byte, idSize int) error {
	var sum hash.Hash = sha1.New()
	version := byte(1)
	if idSize == idSizeWide {
		sum, version = sha256.New(), 2
	}
	if len(b) < graphHead+graphChunk+idSize || string(b[:4]) != graphMagic {
		return errGraph
	}
	body := b[:len(b)-idSize]
	sum.Write(body)
	if l.sum = bytes.Clone(b[len(body):]); !bytes.Equal(sum.Sum(nil), l.sum) {
		return fmt.Errorf("%w: its checksum is wrong", errGraph)
	}
	if b[4] != 1 || b[5] != version {
		return fmt.Errorf("%w: it has version %d of the format and %d of ids", errGraph, b[4], b[5])
	}
	chunks, err := graphChunks(body, int(b[6]))
	if err != nil {
		return err
	}
	l.fanout, l.ids, l.data, l.edges, l.bases = chunks["OIDF"], chunks["OIDL"], chunks["CDAT"], chunks["EDGE"], chunks["BASE"]
	if len(l.fanout) != 4*256 || len(l.bases) != int(b[7])*idSize {
		return errGraph
	}
	for i := 4; i < len(l.fanout); i += 4 {
		if binary.BigEndian.Uint32(l.fanout[i:]) < binary.BigEndian.Uint32(l.fanout[i-4:]) {
			return errGraph
		}
	}
	l.size = binary.BigEndian.Uint32(l.fanout[4*255:])
	if uint64(len(l.ids)) != uint64(l.size)*uint64(idSize) || uint64(len(l.data)) != uint64(l.size)*uint64(idSize+graphDataExtra) {
		return errGraph
	}
	return nil
}

// graphChunks reads the table of contents: each chunk ends where the next one begins.
// Those that nobody reads here are passed over.
func graphChunks(body []byte, count int) (map[string][]byte, error) {
	table := graphHead + (count+1)*graphChunk
	if table > len(body) {
		return nil, errGraph
	}
	chunks := make(map[string][]byte, count)
	for i := range count {
		entry := body[graphHead+i*graphChunk:]
		name := string(entry[:4])
		from, to := binary.BigEndian.Uint64(entry[4:]), binary.BigEndian.Uint64(entry[graphChunk+4:])
		if _, twice := chunks[name]; twice || from < uint64(table) || to < from || to > uint64(len(body)) {
			return nil, errGraph
		}
		chunks[name] = body[from:to]
	}
	return chunks, nil
}

// Has reports whether a commit is in the graph.
func (g *CommitGraph) Has(id ID) (ok bool) {
	filemap.Guard(func() error {
		_, ok = g.find([]byte(id))
		return nil
	})
	return ok
}

// find is the position of a commit, counted through all layers.
func (g *CommitGraph) find(id []byte) (position uint32, ok bool) {
	if len(id) != g.idSize {
		return 0, false
	}
	for _, l := range slices.Backward(g.layers) {
		from, to := 0, int(binary.BigEndian.Uint32(l.fanout[4*int(id[0]):]))
		if id[0] > 0 {
			from = int(binary.BigEndian.Uint32(l.fanout[4*int(id[0])-4:]))
		}
		for to = min(to, int(l.size)); from < to; {
			middle := (from + to) / 2
			switch c := bytes.Compare(l.ids[middle*g.idSize:(middle+1)*g.idSize], id); {
			case c == 0:
				return l.before + uint32(middle), true
			case c < 0:
				from = middle + 1
			default:
				to = middle
			}
		}
	}
	return 0, false
}

// layer is the layer that a position is in, and the index there.
func (g *CommitGraph) layer(position uint32) (l *graphLayer, i int, err error) {
	for _, l := range slices.Backward(g.layers) {
		if position >= l.before {
			if position -= l.before; position < l.size {
				return l, int(position), nil
			}
			break
		}
	}
	return nil, 0, errGraph
}

// appendParents appends the positions of a commit's parents.
func (g *CommitGraph) appendParents(to []uint32, position uint32) ([]uint32, error) {
	l, i, err := g.layer(position)
	if err != nil {
		return to, err
	}
	parents := l.data[i*(g.idSize+graphDataExtra)+g.idSize:]
	first, second := binary.BigEndian.Uint32(parents), binary.BigEndian.Uint32(parents[4:])
	switch {
	case first == graphNoParent && second == graphNoParent:
		return to, nil
	case second == graphNoParent:
		return append(to, first), nil
	case second&graphManyFlag == 0:
		return append(to, first, second), nil
	}
	to = append(to, first)
	for at := uint64(second&^graphManyFlag) * 4; at+4 <= uint64(len(l.edges)); at += 4 {
		parent := binary.BigEndian.Uint32(l.edges[at:])
		if to = append(to, parent&^graphManyFlag); parent&graphManyFlag != 0 {
			return to, nil
		}
	}
	return to, errGraph
}

// Ancestry is commits and all that can be reached from them. It shares nothing with the
// files.
type Ancestry struct {
	IDs     []ID    // each once, later ones by committer time first, to two seconds
	Asked   []int32 // the indexes of those that were asked for
	parents []int32
	ends    []int32 // where in parents those of each commit end
}

// Parents lists the parents of a commit, as indexes of IDs.
func (a *Ancestry) Parents(i int) []int32 {
	from := int32(0)
	if i > 0 {
		from = a.ends[i-1]
	}
	return a.parents[from:a.ends[i]]
}

// Ancestry lists commits of the graph and all that can be reached from them.
func (g *CommitGraph) Ancestry(from []ID) (a *Ancestry, err error) {
	err = filemap.Guard(func() error {
		a, err = g.ancestry(from)
		return err
	})
	return a, err
}

func (g *CommitGraph) ancestry(from []ID) (*Ancestry, error) {
	var starts []uint32
	for _, id := range from {
		position, ok := g.find([]byte(id))
		if !ok {
			return nil, fmt.Errorf("%w: it lacks %s", errGraph, id.Short())
		}
		starts = append(starts, position)
	}
	order, number, err := g.reach(starts)
	if err != nil {
		return nil, err
	}
	most := g.mostParents()
	a := &Ancestry{IDs: make([]ID, len(order)), ends: make([]int32, len(order)), parents: make([]int32, 0, len(order)*5/4)}
	var ids strings.Builder
	ids.Grow(len(order) * g.idSize)
	var parents []uint32
	for i, c := range order {
		l, k, err := g.layer(c.position())
		if err != nil {
			return nil, err
		}
		ids.Write(l.ids[k*g.idSize : (k+1)*g.idSize])
		if parents, err = g.appendParents(parents[:0], c.position()); err != nil {
			return nil, err
		}
		for _, p := range parents {
			if int64(p) >= int64(len(number)) || len(a.parents) == most {
				return nil, errGraph // not what reach saw
			}
			a.parents = append(a.parents, number[p])
		}
		a.ends[i] = int32(len(a.parents))
	}
	for i := range order {
		a.IDs[i] = ID(ids.String()[i*g.idSize : (i+1)*g.idSize])
	}
	for _, position := range starts {
		a.Asked = append(a.Asked, number[position])
	}
	return a, nil
}

// mostParents is how many parents all commits together can have, where each edge belongs
// to one of them.
func (g *CommitGraph) mostParents() int {
	n := 0
	for _, l := range g.layers {
		n += 2*int(l.size) + len(l.edges)/4
	}
	return n
}

// graphCommit is a commit by its position, in the lower 31 bits, and above them how long
// before the latest time that there is it was committed, in steps of two seconds. So
// numbers sort as later commits first, and sorting is most of the work.
type graphCommit uint64

const positionBits = 31

func newGraphCommit(position uint32, times uint64) graphCommit {
	const latest = 1<<34 - 1 // seconds since 1970; the bits above are another number
	return graphCommit((latest-times&latest)>>1<<positionBits | uint64(position))
}

func (c graphCommit) position() uint32 { return uint32(c & (1<<positionBits - 1)) }

// reach lists the commits that can be reached from some, later ones first, and gives the
// index in that list by position.
func (g *CommitGraph) reach(starts []uint32) (order []graphCommit, number []int32, err error) {
	if n := len(g.layers); n > 0 {
		number = make([]int32, g.layers[n-1].before+g.layers[n-1].size)
	}
	stack := slices.Clone(starts)
	left := g.mostParents()
	var parents []uint32
	for len(stack) > 0 {
		position := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if int64(position) >= int64(len(number)) {
			return nil, nil, errGraph
		}
		if number[position] != 0 {
			continue
		}
		number[position] = 1
		l, i, err := g.layer(position)
		if err != nil {
			return nil, nil, err
		}
		data := l.data[(i+1)*(g.idSize+graphDataExtra)-8:]
		order = append(order, newGraphCommit(position, binary.BigEndian.Uint64(data)))
		if parents, err = g.appendParents(parents[:0], position); err != nil {
			return nil, nil, err
		}
		if left -= len(parents); left < 0 {
			return nil, nil, errGraph
		}
		stack = append(stack, parents...)
	}
	slices.Sort(order)
	for i, c := range order {
		number[c.position()] = int32(i)
	}
	return order, number, nil
}
