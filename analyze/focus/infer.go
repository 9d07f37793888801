package focus

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seam/analyze/portable"
)

const (
	// minAuthorChanges is what makes an author regular: fewer changes do not tell
	// what somebody works on.
	minAuthorChanges = 10
	// maxAuthors bounds the square in the cost; the most active are taken.
	maxAuthors = 2000
	// leastSimilarity is how alike the members of a group are on average: the cosine
	// between what they work on.
	leastSimilarity = 0.7

	inferredPrefix = "inferred "
)

// author is somebody regular.
type author struct {
	person  int       // identity: index into People
	first   int       // position of their first change, oldest first
	changes int       // that touch an area
	work    []float64 // by area, a unit vector
}

// inferTeams groups regular authors by what they work on.
//
// An author is the vector of the changes that touch each area, weighted by
// ln((authors + 1) / authors of the area), so that areas where everybody is now and
// then (documentation, tests) say little: the tf-idf of text search. Groups merge,
// the two most alike first, as long as their members are on average alike (average
// linkage of cosines, at least 0.7). A group of two or more is an inferred team; who
// stays alone is in no team. Numbers go by changes, most first, and never by names.
//
// Limits: people who left count with those who came; somebody who does everything is
// in whichever group does most.
func (m *measure) inferTeams() {
	identity := m.owners.Identities(m.changes.People)
	authors := m.regularAuthors(identity)
	groups := slices.DeleteFunc(agglomerate(authors), func(g []int) bool { return len(g) < 2 })
	size := func(g []int) (n int) {
		for _, i := range g {
			n += authors[i].changes
		}
		return n
	}
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(size(b), size(a)) })

	teamOf := map[int]int{}
	for n, g := range groups {
		m.teams = append(m.teams, fmt.Sprintf("%s%d", inferredPrefix, n+1))
		for _, i := range g {
			teamOf[authors[i].person] = n
		}
	}
	m.teamOf = make([]int, len(m.changes.People))
	for i, person := range identity {
		m.teamOf[i] = none
		if n, ok := teamOf[person]; ok {
			m.teamOf[i] = n
		}
	}
}

// regularAuthors lists the authors with enough changes in the order of their first
// change, with their vectors.
func (m *measure) regularAuthors(identity []int) []author {
	all := map[int]*author{}
	position := m.changes.List.Len()
	for change, touched := range m.touched {
		position--
		person := identity[change.Author()]
		if all[person] == nil {
			all[person] = &author{person: person, work: make([]float64, len(m.areas))}
		}
		a := all[person]
		a.first = position
		a.changes++
		for _, area := range touched {
			a.work[area]++
		}
	}
	var regular []author
	for _, a := range all {
		if a.changes >= minAuthorChanges {
			regular = append(regular, *a)
		}
	}
	slices.SortFunc(regular, func(a, b author) int {
		return cmp.Or(cmp.Compare(b.changes, a.changes), cmp.Compare(a.first, b.first))
	})
	regular = regular[:min(len(regular), maxAuthors)]
	slices.SortFunc(regular, func(a, b author) int { return cmp.Compare(a.first, b.first) })
	weigh(regular)
	return regular
}

// weigh turns counts of changes into weighted unit vectors.
func weigh(authors []author) {
	if len(authors) == 0 {
		return
	}
	weight := make([]float64, len(authors[0].work))
	for area := range weight {
		n := 0
		for _, a := range authors {
			if a.work[area] > 0 {
				n++
			}
		}
		if n > 0 {
			weight[area] = portable.Log(float64(len(authors)+1) / float64(n))
		}
	}
	for _, a := range authors {
		for area := range a.work {
			a.work[area] *= weight[area]
		}
		length := math.Sqrt(dot(a.work, a.work))
		for area := range a.work {
			a.work[area] /= length
		}
	}
}

// dot keeps the compiler from fusing multiplication and addition, which some
// processors do and others do not: the groups must be the same everywhere.
func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

// cluster is a group in the making. The sum of its members' unit vectors is all that
// average linkage needs: the mean cosine between two groups is the product of their
// sums over the product of their sizes.
type cluster struct {
	members []int
	sum     []float64
	nearest int // of the later clusters, none if there is none
	close   float64
}

func similarity(a, b *cluster) float64 {
	return dot(a.sum, b.sum) / float64(len(a.members)*len(b.members))
}

// agglomerate merges clusters while the two most alike are alike enough; of equals
// the earliest pair goes first. The groups are in the order of their first members.
func agglomerate(authors []author) [][]int {
	clusters := make([]*cluster, len(authors))
	for i, a := range authors {
		clusters[i] = &cluster{members: []int{i}, sum: slices.Clone(a.work)}
	}
	for i := range clusters {
		seek(clusters, i)
	}
	for {
		i := closest(clusters)
		if i == none || clusters[i].close < leastSimilarity {
			break
		}
		merge(clusters, i)
	}
	var out [][]int
	for _, c := range clusters {
		if c != nil {
			slices.Sort(c.members)
			out = append(out, c.members)
		}
	}
	return out
}

// seek finds the cluster after i that is most like it.
func seek(clusters []*cluster, i int) {
	c := clusters[i]
	c.nearest, c.close = none, 0
	for j := i + 1; j < len(clusters); j++ {
		if clusters[j] == nil {
			continue
		}
		if s := similarity(c, clusters[j]); c.nearest == none || s > c.close {
			c.nearest, c.close = j, s
		}
	}
}

// closest is the first cluster of the pair that is most alike.
func closest(clusters []*cluster) int {
	best := none
	for i, c := range clusters {
		if c != nil && c.nearest != none && (best == none || c.close > clusters[best].close) {
			best = i
		}
	}
	return best
}

// merge joins cluster i with its nearest and brings the neighbours of those before
// and between up to date.
func merge(clusters []*cluster, i int) {
	c := clusters[i]
	j := c.nearest
	for area, x := range clusters[j].sum {
		c.sum[area] += x
	}
	c.members = append(c.members, clusters[j].members...)
	clusters[j] = nil
	seek(clusters, i)
	for k := range j {
		o := clusters[k]
		switch {
		case o == nil || k == i:
		case o.nearest == i || o.nearest == j:
			seek(clusters, k)
		case k < i:
			if s := similarity(o, c); s > o.close || s == o.close && i < o.nearest {
				o.nearest, o.close = i, s
			}
		}
	}
}
