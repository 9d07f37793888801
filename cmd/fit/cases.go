package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"seam/analyze"
	"seam/analyze/split"
	"seam/graph"
)

// splitCase is one part that was split out, and all parts of its repository then.
type splitCase struct {
	ID          string         `json:"id"`
	Repository  string         `json:"repository"`
	Commit      string         `json:"commit"`
	Kind        string         `json:"kind"`
	Packages    int            `json:"packages"`    // of the repository
	Truth       []int32        `json:"truth"`       // packages that were split out
	Communities [][]int32      `json:"communities"` // of the import graph alone
	Samples     []split.Sample `json:"samples"`
}

// listed is a case as the list of cases states it.
type listed struct {
	ID        string   `json:"id"`
	Repo      string   `json:"repo"`
	Base      string   `json:"base_commit"`
	Extracted []string `json:"extracted_paths"`
	Kind      string   `json:"kind"`
}

func measureCases(ctx context.Context, list, mirror string, progress io.Writer) ([]splitCase, error) {
	data, err := os.ReadFile(list)
	if err != nil {
		return nil, err
	}
	var all []listed
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", list, err)
	}
	out, errs := make([]splitCase, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	free := make(chan bool, atOnce)
	for i, l := range all {
		free <- true
		fmt.Fprintf(progress, "%d/%d %s\n", i+1, len(all), l.ID)
		wg.Go(func() {
			defer func() { <-free }()
			if out[i], errs[i] = measureCase(ctx, l, mirror); errs[i] != nil {
				errs[i] = fmt.Errorf("%s: %w", l.ID, errs[i])
			}
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

// atOnce is how many cases are measured side by side.
const atOnce = 3

func measureCase(ctx context.Context, l listed, mirror string) (splitCase, error) {
	in, err := analyze.Load(ctx, analyze.Request{
		Dir: filepath.Join(mirror, strings.Replace(l.Repo, "/", "+", 1), "repo"), Revision: l.Base,
		Needs: analyze.Needs{History: true, Imports: true, Symbols: true, Split: true},
	})
	if err != nil {
		return splitCase{}, err
	}
	c := splitCase{ID: l.ID, Repository: l.Repo, Commit: l.Base, Kind: l.Kind, Packages: len(in.Base.Packages), Samples: in.Ranking.Samples()}
	for i, p := range in.Base.Packages {
		if slices.ContainsFunc(l.Extracted, func(e string) bool { return p == e || strings.HasPrefix(p, e+"/") }) {
			c.Truth = append(c.Truth, int32(i))
		}
	}
	for _, s := range c.Samples {
		for i := range s.Numbers {
			s.Numbers[i] = short(s.Numbers[i])
		}
	}
	c.Communities = communities(in)
	return c, nil
}

// short keeps five significant digits: what is kept must not depend on more.
func short(v float64) float64 {
	if v == math.Trunc(v) {
		return v
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 5, 64), 64)
	return v
}

// communities parts the packages by their imports alone, largest community first.
func communities(in *analyze.Input) [][]int32 {
	b := in.Base
	var edges []graph.WeightedEdge
	for i := range b.Edges {
		edges = append(edges, graph.WeightedEdge{A: int(b.From[i]), B: int(b.To[i]), Weight: float64(b.Edges[i].Files)})
	}
	of := graph.Communities(len(b.Packages), edges, graph.CommunityOptions{})
	var out [][]int32
	for p, c := range of {
		for len(out) <= c {
			out = append(out, nil)
		}
		out[c] = append(out[c], int32(p))
	}
	slices.SortStableFunc(out, func(a, b []int32) int { return len(b) - len(a) })
	return out
}
