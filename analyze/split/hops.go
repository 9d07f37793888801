package split

import (
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/profile"
)

const (
	hotShare  = 0.01 // share of CPU samples from which calls across a cut are worth a count
	ownShare  = 0.10 // share from which a part's own CPU time may call for machines of its own
	fewSample = 100  // samples below which a profile says nothing
)

// ownCPU is a part that burns far more of the CPU than it has of the packages: it could
// be scaled alone.
func ownCPU(c *profile.Cut, packages, all int) []Evidence {
	if c == nil || c.Samples < fewSample || c.Own < max(ownShare, 2*ratio(packages, all)) {
		return nil
	}
	return []Evidence{{Code: "own-cpu", Value: c.Own, N: c.Samples, IDs: []string{},
		Text: fmt.Sprintf("it burns %s of %s itself with %d of %s: on machines of its own it could be scaled apart from the rest",
			percent(c.Own), english.Count(c.Samples, "CPU sample"), packages, english.Count(all, "package"))}}
}

// hotCalls says where a service cut would put a network.
func hotCalls(c *profile.Cut) []Evidence {
	if c == nil || c.Samples < fewSample || max(c.InShare, c.OutShare) < hotShare {
		return nil
	}
	calls := hottest(c)
	if len(calls) == 0 {
		return nil
	}
	e := Evidence{Code: "hot-calls", Value: max(c.InShare, c.OutShare), N: c.Samples, IDs: []string{}}
	for _, x := range calls[:min(len(calls), maxIDs)] {
		e.IDs = append(e.IDs, fmt.Sprintf("%s>%s (%s of samples, %s)", x.From, x.To, percent(x.Share), english.Count(x.Stacks, "stack")))
	}
	top := calls[0]
	e.Text = fmt.Sprintf("of %s, %s, most in %s -> %s (%s). As a service each such call crosses a network, which is at least %s times slower than a function call. Samples are time, not calls: count the calls first",
		english.Count(c.Samples, "CPU sample"), bothWays(c), top.From, top.To, percent(top.Share), english.Number(profile.Hop))
	return []Evidence{e}
}

// bothWays says how much of a profile fell into calls into a part and out of it.
func bothWays(c *profile.Cut) string {
	in, out := percent(c.InShare)+" fell into calls of it", percent(c.OutShare)+" into its calls of the rest"
	switch {
	case c.OutShare == 0:
		return in
	case c.InShare == 0:
		return percent(c.OutShare) + " fell into its calls of the rest"
	}
	return in + " and " + out
}

// hottest lists the calls across a cut, either way, without those by which a program
// starts.
func hottest(c *profile.Cut) []profile.Call {
	var out []profile.Call
	for _, x := range slices.Concat(c.In, c.Out) {
		if !x.Start {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b profile.Call) int { return b.Samples - a.Samples })
	return out
}

// callsAcross is what the profile says of a candidate's border; nil without a profile.
func (j *judge) callsAcross(packages []string) *profile.Cut {
	if j.profile == nil {
		return nil
	}
	in := map[string]bool{}
	mark(in, packages)
	return j.profile.CutOf(func(p string) bool { return in[p] })
}
