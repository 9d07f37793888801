package profile

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	pprof "github.com/google/pprof/profile"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// MaxFile bounds the file that is read and what it unpacks to, in bytes.
const (
	MaxFile     = 64 << 20
	maxUnpacked = 256 << 20
)

// ErrNotCPU: the file is no CPU profile in pprof's format.
var ErrNotCPU = errors.New("not a CPU profile")

// most bounds how often one stack counts, so that no sum overflows; no profiler ever
// saw one as often.
const most = 1 << 36

// few is the number of samples below which shares say little.
const few = 100

// Read reads a profile and matches it to the packages of a graph. The error is ErrNotCPU
// with the reason.
func Read(data []byte, g *imports.Graph) (*Profile, []finding.Warning, error) {
	raw, err := parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %v", ErrNotCPU, err)
	}
	count, nanos, err := valuesOf(raw)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %v", ErrNotCPU, err)
	}
	p := &Profile{}
	m := newMatcher(g)
	p.paths = m.paths
	f := folder{matcher: m, at: map[string]int{}, seen: map[string]bool{}}
	for _, s := range raw.Sample {
		n := int(min(max(0, s.Value[count]), most))
		p.Samples += n
		p.Nanos += min(max(0, s.Value[nanos]), math.MaxInt64-p.Nanos)
		f.add(s, n)
	}
	p.stacks = f.stacks
	p.measure()
	return p, p.warnings(), nil
}

func (p *Profile) warnings() []finding.Warning {
	switch {
	case p.Samples == 0:
		return []finding.Warning{{Code: "profile-empty", Count: 1, Message: "the CPU profile holds no sample: nothing was running"}}
	case p.FirstParty == 0:
		return []finding.Warning{{Code: "profile-foreign", Count: p.Samples,
			Message: "no stack of the CPU profile holds a function of this repository: it is another program's, or stripped of names"}}
	case p.Samples < few:
		return []finding.Warning{{Code: "profile-short", Count: p.Samples,
			Message: "samples in the CPU profile are too few for shares: profile for some 30 seconds under load"}}
	}
	return nil
}

// parse unpacks and decodes a file, bounded. Only the protocol buffer format is read,
// packed or not.
func parse(data []byte) (p *pprof.Profile, err error) {
	defer func() {
		if r := recover(); r != nil { // the decoder trusts its input in places
			p, err = nil, fmt.Errorf("malformed: %v", r)
		}
	}()
	if len(data) > MaxFile {
		return nil, fmt.Errorf("larger than %d MiB", MaxFile>>20)
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxUnpacked+1)); err != nil {
			return nil, err
		}
		if len(data) > maxUnpacked {
			return nil, fmt.Errorf("unpacks to more than %d MiB", maxUnpacked>>20)
		}
	}
	if len(data) == 0 {
		return nil, errors.New("the file is empty")
	}
	if p, err = pprof.ParseUncompressed(data); err != nil {
		return nil, err
	}
	return p, p.CheckValid()
}

// valuesOf finds the columns of counts and of CPU time.
func valuesOf(p *pprof.Profile) (count, nanos int, err error) {
	count, nanos = -1, -1
	var kinds []string
	for i, t := range p.SampleType {
		kinds = append(kinds, t.Type+"/"+t.Unit)
		switch {
		case t.Type == "samples" && t.Unit == "count":
			count = i
		case t.Type == "cpu" && t.Unit == "nanoseconds":
			nanos = i
		}
	}
	if count < 0 || nanos < 0 {
		return 0, 0, fmt.Errorf("it counts %s instead of samples/count and cpu/nanoseconds", strings.Join(kinds, ", "))
	}
	return count, nanos, nil
}

// folder gathers samples with the same packages on their stack.
type folder struct {
	matcher *matcher
	stacks  []stack
	at      map[string]int  // packages -> index into stacks
	seen    map[string]bool // stacks by their locations
}

func (f *folder) add(s *pprof.Sample, n int) {
	packages, start := f.packages(s)
	if len(packages) == 0 {
		return
	}
	var key []byte
	for _, p := range packages {
		key = binary.AppendUvarint(key, uint64(p))
	}
	if start {
		key = append(key, 's')
	}
	i, ok := f.at[string(key)]
	if !ok {
		i = len(f.stacks)
		f.at[string(key)] = i
		f.stacks = append(f.stacks, stack{packages: packages, start: start})
	}
	f.stacks[i].samples += n
	if f.isNew(s) {
		f.stacks[i].stacks++
	}
}

// isNew reports whether no earlier sample had the same stack: labels make two of one.
func (f *folder) isNew(s *pprof.Sample) bool {
	var key []byte
	for _, l := range s.Location {
		key = binary.AppendUvarint(key, l.ID)
	}
	if f.seen[string(key)] {
		return false
	}
	f.seen[string(key)] = true
	return true
}

// packages is a sample's stack as first-party packages, outermost first; start tells
// that the outermost one is a program's.
func (f *folder) packages(s *pprof.Sample) (out []int32, start bool) {
	for _, l := range slices.Backward(s.Location) {
		for _, line := range slices.Backward(l.Line) {
			if line.Function == nil {
				continue
			}
			pkg, ok := f.matcher.find(line.Function)
			if ok && (len(out) == 0 || out[len(out)-1] != pkg) {
				out = append(out, pkg)
			}
		}
	}
	return out, len(out) > 0 && f.matcher.main[out[0]]
}
