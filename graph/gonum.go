package graph

import "gonum.org/v1/gonum/graph"

// ordered shows a Graph to gonum with nodes and neighbours in index order, which
// makes its algorithms deterministic.
type ordered struct{ g *Graph }

type node int64

func (n node) ID() int64 { return int64(n) }

type link struct{ from, to node }

func (l link) From() graph.Node         { return l.from }
func (l link) To() graph.Node           { return l.to }
func (l link) ReversedEdge() graph.Edge { return link{l.to, l.from} }

func (o ordered) has(id int64) bool { return id >= 0 && id < int64(o.g.Len()) }

func (o ordered) Node(id int64) graph.Node {
	if !o.has(id) {
		return nil
	}
	return node(id)
}

func (o ordered) Nodes() graph.Nodes {
	all := make([]int, o.g.Len())
	for i := range all {
		all[i] = i
	}
	return &list{ids: all}
}

func (o ordered) From(id int64) graph.Nodes { return &list{ids: o.g.out[id]} }
func (o ordered) To(id int64) graph.Nodes   { return &list{ids: o.g.in[id]} }

func (o ordered) HasEdgeFromTo(u, v int64) bool {
	return o.has(u) && o.has(v) && o.g.HasEdge(int(u), int(v))
}

func (o ordered) HasEdgeBetween(x, y int64) bool {
	return o.HasEdgeFromTo(x, y) || o.HasEdgeFromTo(y, x)
}

func (o ordered) Edge(u, v int64) graph.Edge {
	if !o.HasEdgeFromTo(u, v) {
		return nil
	}
	return link{node(u), node(v)}
}

// list iterates over node ids in the order given.
type list struct {
	ids []int
	at  int
}

func (l *list) Next() bool {
	if l.at >= len(l.ids) {
		return false
	}
	l.at++
	return true
}

func (l *list) Len() int         { return len(l.ids) - l.at }
func (l *list) Reset()           { l.at = 0 }
func (l *list) Node() graph.Node { return node(l.ids[l.at-1]) }
