package analyze

import (
	"sync"

	"seam/analyze/areas"
	"seam/analyze/chains"
	"seam/analyze/changetypes"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
)

// ahead is the analyses that need the first look alone, side by side: where the areas are,
// what changes were made for, what changes together, the map of the packages, who works
// where, and what only manifests say.
type ahead struct {
	opt     Options
	result  Result            // holds their answers, and nothing else
	ofFocus []finding.Warning // what is to be warned of who works where
	first   sync.WaitGroup
	all     sync.WaitGroup
}

// begin starts them but for manifests. What Load still reads is not looked at.
func begin(in *Input, opt Options) *ahead {
	a := &ahead{opt: opt, result: Result{Input: in}}
	r := &a.result
	a.first.Go(func() {
		r.Areas = areas.Find(in.Folder, firstParty(in.Files), isSource, in.Config.Areas)
		if in.Changes != nil && in.Imports != nil && !opt.NoCoupling {
			a.all.Go(func() { r.coupling(opt) })
		}
		if in.Base != nil && opt.Communities {
			a.all.Go(r.communities)
		}
		if in.Changes != nil {
			a.all.Go(a.focus)
			if in.Imports != nil && opt.Span {
				a.all.Go(r.span)
			}
			t := changetypes.Measure(in.Changes, r.Areas.InOrder())
			r.Types = &t
		}
	})
	return a
}

// manifests starts what only manifests say, once they are read and, if that is asked for,
// their conflicts proved.
func (a *ahead) manifests() {
	in, r := a.result.Input, &a.result
	if in.Modules != nil {
		a.all.Go(func() {
			d := diamonds.Find(in.Modules, diamonds.Options{All: a.opt.Noise, Imported: in.importsOutside(), Answers: in.Proofs})
			r.Diamonds = &d
		})
	}
	if in.Modules != nil && in.Imports != nil {
		a.all.Go(func() {
			c := chains.Measure(in.Modules, in.Imports)
			r.Chains = &c
		})
	}
}

// focus finds out who works where, or just what would be warned of.
func (a *ahead) focus() {
	r := &a.result
	if a.opt.NoFocus {
		a.ofFocus = focus.Warnings(r.Input.Changes, r.Input.Owners, r.Areas)
		return
	}
	f := focus.Measure(r.Input.Changes, r.Input.Owners, r.Areas, focus.Options{})
	r.Focus, a.ofFocus = &f, f.Warnings
}

// answers reports whether other options ask for the same.
func (a *ahead) answers(opt Options) bool {
	return a.opt.CouplingTop == opt.CouplingTop && a.opt.Communities == opt.Communities && a.opt.Noise == opt.Noise &&
		a.opt.Span == opt.Span && a.opt.NoCoupling == opt.NoCoupling && a.opt.NoFocus == opt.NoFocus
}

// typed waits for the areas and for what changes were made for, of which it makes a result.
func (a *ahead) typed() *Result {
	a.first.Wait()
	return &Result{Input: a.result.Input, Areas: a.result.Areas, Types: a.result.Types}
}

// finish waits for the rest, which it puts into the result.
func (a *ahead) finish(r *Result) {
	a.all.Wait()
	r.Coupling, r.Map, r.Focus, r.Span = a.result.Coupling, a.result.Map, a.result.Focus, a.result.Span
	r.Diamonds, r.Chains = a.result.Diamonds, a.result.Chains
}
