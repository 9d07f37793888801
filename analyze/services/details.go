package services

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

// Details of one service: its files, the contracts and topics it serves and uses, and the settings
// that manifests give it.
type Details struct {
	Files    []File             // of its code, by path
	Folders  []string           // of its code, the main one first
	Declared []finding.Location // in manifests
	Serves   []string           // simple names of gRPC services that its code registers, sorted
	Given    []string           // keys of settings that its manifests give it, sorted
	Open     bool               // manifests hand it settings whose keys are not in the repository
	Sends    []Topic            // topics, queues and types of messages that it publishes, by name
	Reads    []Topic            // those that it consumes, by name
	Values   []Value            // what its manifests give it: settings, images, files that stand in them
}

// Value is one thing that manifests give a service, as it is after interpolation. It is
// for comparing, not for showing: it may be a secret.
type Value struct {
	Key, Value string
	File       string // the file with the value, or the manifest that interpolates it
}

// values lists what manifests give a node. Of bags only those settings count that its
// code may read.
func (u *usage) values(n *node) []Value {
	var out []Value
	for _, d := range n.units {
		for _, r := range d.Refs {
			if r.Kind == manifest.Args || r.Kind.Unread > 0 || r.Kind.Setting && u.of(n, r.Key) != unused {
				out = append(out, Value{r.Kind.Name + " " + r.Key, r.Value, r.At.File})
			}
		}
		for _, i := range d.FullImages {
			out = append(out, Value{"image", i.Value, i.At.File})
		}
		for _, t := range d.Texts {
			out = append(out, Value{"file " + t.Name, t.Data, t.At.File})
		}
	}
	slices.SortFunc(out, func(a, b Value) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.File, b.File), strings.Compare(a.Value, b.Value))
	})
	return slices.Compact(out)
}

// Topic is a name under which messages go, and the first place that says so.
type Topic struct {
	Name string
	At   finding.Location
}

// carry notes what a node sends or reads.
func (u *usage) carry(p place) {
	list := u.consumed
	if p.Publishes {
		list = u.sent
	}
	for _, name := range p.Names {
		list[p.node] = append(list[p.node], Topic{name, finding.Location{File: p.file, Line: p.Line}})
	}
}

// topicsByName keeps the first place of each name.
func topicsByName(list []Topic) []Topic {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b Topic) int { return cmp.Or(strings.Compare(a.Name, b.Name), a.At.Compare(b.At)) })
	return slices.CompactFunc(out, func(a, b Topic) bool { return a.Name == b.Name })
}

// File is one file of a service.
type File struct {
	Path   string
	Shared bool // other services have it, too, or it lies in none of its folders
	Handed bool // not code: mounted, or copied into its image
}

// detailsOf collects what connect has read.
func detailsOf(nodes []*node, u *usage) map[string]Details {
	out := make(map[string]Details, len(nodes))
	for _, n := range nodes {
		d := Details{Folders: n.code}
		for _, b := range u.files[n] {
			if b.text {
				continue
			}
			own := slices.ContainsFunc(n.code, func(dir string) bool { return repo.Below(dir, b.file) })
			d.Files = append(d.Files, File{Path: b.file, Shared: b.shared || !own, Handed: b.handed})
			if b.facts == nil || b.shared {
				continue
			}
			for _, c := range b.facts.Contracts {
				if c.Serves {
					d.Serves = append(d.Serves, c.Name)
				}
			}
		}
		for _, m := range n.units {
			d.Declared = append(d.Declared, m.At)
			d.Open = d.Open || m.Open
			d.Given = append(d.Given, m.Gives...)
			for _, r := range m.Refs {
				if r.Key != "" {
					d.Given = append(d.Given, r.Key)
				}
			}
		}
		for _, r := range u.given[n] {
			d.Given = append(d.Given, r.Key)
		}
		d.Values = u.values(n)
		d.Sends, d.Reads = topicsByName(u.sent[n]), topicsByName(u.consumed[n])
		d.Serves, d.Given = manifest.Unique(d.Serves), manifest.Unique(d.Given)
		slices.SortFunc(d.Declared, finding.Location.Compare)
		d.Declared = slices.Compact(d.Declared)
		out[n.name] = d
	}
	return out
}
