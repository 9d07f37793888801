package golang

import (
	"maps"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// newPackage folds the files of one folder, sorted by base name, to a package. It may be
// called from several goroutines.
func (l *loader) newPackage(folder string, files []*source) imports.Package {
	p := imports.Package{
		Path:       folder,
		Language:   language,
		Module:     l.modules.name(l.modules.owner(folder)),
		ImportPath: l.modules.importPath(folder),
	}
	namer := nameGiver(files)
	if namer != nil {
		p.Name = namer.Package
	}
	p.Main = p.Name == "main" && !namer.test && !namer.Unbuilt
	p.Elsewhere = true
	exported, third, testThird := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range files {
		l.addFile(&p, s)
		p.Elsewhere = p.Elsewhere && (s.Constraint != "" || hidden(folder))
		switch {
		case s.Unbuilt:
			continue
		case s.test:
			l.addThirdParty(testThird, s)
			continue
		}
		l.addThirdParty(third, s)
		if s.Package != p.Name {
			l.warnTwoPackages(namer, s)
			continue
		}
		p.Documented = p.Documented || s.Documented
		for _, name := range s.Exported {
			exported[name] = true
		}
	}
	p.TestOnly = len(p.Files) == 0
	p.Exported = slices.Sorted(maps.Keys(exported))
	p.ThirdParty = slices.Sorted(maps.Keys(third))
	maps.DeleteFunc(testThird, func(i string, _ bool) bool { return third[i] })
	p.TestThird = slices.Sorted(maps.Keys(testThird))
	return p
}

// nameGiver is the file whose package clause names a folder's package: the first of
// the default build, as the go command has it, with non-test files before others;
// else the first that some build takes; else the first that declares a name.
func nameGiver(files []*source) *source {
	var first *source
	best := 0
	for _, s := range files {
		rank := 1
		switch {
		case s.Package == "":
			continue
		case !s.Unbuilt && s.Constraint == "" && !s.test:
			rank = 4
		case !s.Unbuilt && !s.test:
			rank = 3
		case !s.Unbuilt:
			rank = 2
		}
		if rank > best {
			first, best = s, rank
		}
	}
	return first
}

func (l *loader) addFile(p *imports.Package, s *source) {
	if s.test {
		p.TestFiles = append(p.TestFiles, s.base)
		p.TestLines += s.Lines
		return
	}
	p.Files = append(p.Files, s.base)
	p.Lines += s.Lines
	if s.Generated {
		p.Generated = append(p.Generated, s.base)
	}
}

func (l *loader) addThirdParty(third map[string]bool, s *source) {
	for _, i := range s.imports {
		if i.to == "" && i.origin == thirdParty {
			third[withoutVendor(i.Path)] = true
		}
	}
}

func withoutVendor(importPath string) string {
	if p, ok := vendoredPath(importPath); ok {
		return p
	}
	return importPath
}

// warnTwoPackages reports a second package among files of one build.
func (l *loader) warnTwoPackages(namer, s *source) {
	if namer == nil || s.Package == "" || s.Constraint != namer.Constraint {
		return
	}
	l.warn.Add("go-two-packages", finding.Location{File: s.path()},
		"package "+s.Package+" beside package "+namer.Package+" of "+namer.base)
}
