package analyze

import (
	"context"
	"slices"
	"sync"

	"seam/analyze/imports"
	"seam/analyze/imports/cpp"
	"seam/analyze/imports/cross"
	"seam/analyze/imports/csharp"
	"seam/analyze/imports/dart"
	"seam/analyze/imports/golang"
	"seam/analyze/imports/javascript"
	"seam/analyze/imports/jvm"
	"seam/analyze/imports/php"
	"seam/analyze/imports/proto"
	"seam/analyze/imports/python"
	"seam/analyze/imports/ruby"
	"seam/analyze/imports/rust"
	"seam/analyze/imports/swift"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// reader reads the import graph of one language.
type reader func(context.Context, repo.Tree, imports.Options) (*imports.Graph, error)

// readers are the readers there are: a new language adds a line.
func readers(manifests modules.Source) []reader {
	told := func(read func(context.Context, repo.Tree, modules.Source, imports.Options) (*imports.Graph, error)) reader {
		return func(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
			return read(ctx, t, manifests, opt)
		}
	}
	return []reader{
		golang.Load,
		javascript.Load,
		python.Load,
		proto.Load,
		csharp.Load,
		rust.Load,
		told(jvm.Load),
		php.Load,
		told(ruby.Load),
		cpp.Load,
		dart.Load,
		swift.Load,
	}
}

// loadImports reads the import graphs of all languages side by side and makes them one,
// with the edges that lead from one language to another. manifests are those of the tree.
func loadImports(ctx context.Context, tree repo.Tree, manifests modules.Source, opt imports.Options) (*imports.Graph, error) {
	all := readers(manifests)
	graphs, errs := make([]*imports.Graph, len(all)), make([]error, len(all))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	heard := cross.Listen(tree, opt.Cache)
	var group sync.WaitGroup
	for i, read := range all {
		group.Go(func() {
			if graphs[i], errs[i] = read(ctx, heard, opt); errs[i] != nil {
				cancel()
			}
		})
	}
	group.Wait()
	if err := firstError(present(errs)); err != nil {
		return nil, err
	}
	joined := imports.Join(graphs...)
	between, err := cross.Load(ctx, heard, joined)
	if err != nil {
		return nil, err
	}
	return imports.Join(joined, between), nil
}

func present(errs []error) []error {
	var out []error
	for _, err := range errs {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}

// importsOutside tells the import paths of other repositories that Go code here imports.
// nil where imports were not read.
func (in *Input) importsOutside() func(path string) bool {
	if in.Imports == nil {
		return nil
	}
	found := map[string]bool{}
	for _, p := range in.Imports.Packages {
		if p.Language == "go" {
			for _, path := range slices.Concat(p.ThirdParty, p.TestThird) {
				found[path] = true
			}
		}
	}
	return func(path string) bool { return found[path] }
}
