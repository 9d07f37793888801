package export

import "time"

// Repository is one run.
type Repository struct {
	Repository string `parquet:"repository,dict" doc:"its name: the path of its module, or what the user calls it"`
	Head       string `parquet:"head,dict" doc:"the commit that was read"`
	Day        string `parquet:"day,dict" doc:"committer's date of head, YYYY-MM-DD in UTC; empty where unknown"`
	Folder     string `parquet:"folder,dict" doc:"the analysed folder, . for all of it; other paths are relative to it"`
	Files      int64  `parquet:"files" doc:"tracked files"`
	Commits    int64  `parquet:"commits" doc:"commits read, merges included"`
	Changes    int64  `parquet:"changes" doc:"rows of changes"`
	Seam       string `parquet:"seam,dict" doc:"version of seam"`
}

// Warning is one caveat.
type Warning struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	Code       string `parquet:"code,dict" doc:"what kind of caveat; seam explain CODE says more"`
	Message    string `parquet:"message" doc:"one sentence"`
	Count      int64  `parquet:"count" doc:"cases that it stands for"`
}

// Change is one unit of change.
type Change struct {
	Repository string    `parquet:"repository,dict" doc:"see repositories"`
	Head       string    `parquet:"head,dict" doc:"see repositories"`
	Change     string    `parquet:"change" doc:"the id of its newest commit, or of the merge that brought it in; unique in a repository but for the tickets that share a merge"`
	When       time.Time `parquet:"when,timestamp(millisecond)" doc:"author time of its newest commit, UTC"`
	Author     string    `parquet:"author,dict" doc:"a pseudonym that holds in this repository only; with --people name and address"`
	People     int64     `parquet:"people" doc:"authors and co-authors"`
	Teams      string    `parquet:"teams,dict" doc:"declared teams of these people, author first, comma separated; empty where none is declared"`
	Type       string    `parquet:"type,dict" doc:"ticket project, conventional type or prefix of its subject; empty for none"`
	Commits    int64     `parquet:"commits" doc:"commits that it is made of"`
	Files      int64     `parquet:"files" doc:"rows of change_files"`
}

// ChangeFile is one file of a change.
type ChangeFile struct {
	Repository string    `parquet:"repository,dict" doc:"see repositories"`
	Head       string    `parquet:"head,dict" doc:"see repositories"`
	Change     string    `parquet:"change,dict" doc:"see changes"`
	When       time.Time `parquet:"when,timestamp(millisecond)" doc:"as in changes"`
	Path       string    `parquet:"path,dict" doc:"the file's name today, where it was renamed since"`
	Alive      bool      `parquet:"alive" doc:"the file still exists at head"`
	Package    string    `parquet:"package,dict" doc:"path of its package; empty where it is no source file"`
	Area       string    `parquet:"area,dict" doc:"area that it lies in; empty for none"`
}

// Package is one first-party package.
type Package struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	Path       string `parquet:"path" doc:"its folder, . for the root"`
	Language   string `parquet:"language,dict" doc:"of most of its lines"`
	Module     string `parquet:"module,dict" doc:"name of the module that it belongs to; empty for none"`
	ImportPath string `parquet:"import_path" doc:"how others name it; empty where the language has no such name"`
	Area       string `parquet:"area,dict" doc:"area that it lies in; empty for none"`
	Team       string `parquet:"team,dict" doc:"declared owner, else the declared team with most changes; empty where unknown"`
	Main       bool   `parquet:"main" doc:"builds to a program"`
	TestOnly   bool   `parquet:"test_only" doc:"holds nothing but tests"`
	Files      int64  `parquet:"files" doc:"source files, tests left out"`
	Lines      int64  `parquet:"lines" doc:"lines of these"`
	TestLines  int64  `parquet:"test_lines" doc:"lines of tests"`
}

// Edge is one import between first-party packages.
type Edge struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	From       string `parquet:"from,dict" doc:"path of the package that imports"`
	To         string `parquet:"to,dict" doc:"path of the package that is imported"`
	Kind       string `parquet:"kind,dict" doc:"import, type, dynamic, test, proto, embed, run or through"`
	Constraint string `parquet:"constraint,dict" doc:"build constraint under which it holds; empty for the default build"`
	Files      int64  `parquet:"files" doc:"files that import"`
	File       string `parquet:"file" doc:"the first of them; empty where unknown"`
	Line       int64  `parquet:"line" doc:"line of the import there; 0 where unknown"`
}

// Use is one import of something foreign.
type Use struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	Package    string `parquet:"package,dict" doc:"path of the package that imports"`
	ImportPath string `parquet:"import_path,dict" doc:"what it imports, as its language writes it"`
	Test       bool   `parquet:"test" doc:"only tests import it"`
}

// Module is one manifest.
type Module struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	Path       string `parquet:"path" doc:"its folder"`
	Manifest   string `parquet:"manifest" doc:"the manifest file"`
	Ecosystem  string `parquet:"ecosystem,dict" doc:"go, npm, cargo, maven, gradle, sbt, python, nuget, bundler, composer, pub, swiftpm, bazel …"`
	Name       string `parquet:"name" doc:"as others require it; empty for a unit that nobody can require"`
}

// Requirement is one line of a manifest.
type Requirement struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	Unit       string `parquet:"unit,dict" doc:"folder of the manifest"`
	Module     string `parquet:"module,dict" doc:"name of the module that requires"`
	Ecosystem  string `parquet:"ecosystem,dict" doc:"as in modules"`
	Name       string `parquet:"name,dict" doc:"what it requires"`
	Version    string `parquet:"version,dict" doc:"version or range as written; empty where left to somebody else"`
	Kind       string `parquet:"kind,dict" doc:"production, development, peer or optional"`
	Indirect   bool   `parquet:"indirect" doc:"listed only because something else needs it"`
	Inside     bool   `parquet:"inside" doc:"taken from this repository, whatever the version says"`
	File       string `parquet:"file,dict" doc:"where it stands"`
	Line       int64  `parquet:"line" doc:"line there; 0 where unknown"`
}

// Locked is one version in a lock file.
type Locked struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	File       string `parquet:"file,dict" doc:"the lock file"`
	Ecosystem  string `parquet:"ecosystem,dict" doc:"as in modules"`
	Name       string `parquet:"name,dict" doc:"the dependency"`
	Version    string `parquet:"version,dict" doc:"its version"`
	Inside     bool   `parquet:"inside" doc:"it is a unit of this repository"`
	Line       int64  `parquet:"line" doc:"line in the file; 0 where unknown"`
}

// Service is one deployable unit.
type Service struct {
	Repository string `parquet:"repository,dict" doc:"see repositories"`
	Head       string `parquet:"head,dict" doc:"see repositories"`
	Name       string `parquet:"name" doc:"its name"`
	Path       string `parquet:"path" doc:"folder of its code; empty where the repository holds none"`
	Kind       string `parquet:"kind,dict" doc:"what declares it: compose, kubernetes, helm …"`
	Class      string `parquet:"class,dict" doc:"call for an ordinary service, else data, telemetry or test"`
	File       string `parquet:"file" doc:"where it is declared first"`
	Line       int64  `parquet:"line" doc:"line there; 0 where unknown"`
}

// ServiceEdge is one need of a deployable unit.
type ServiceEdge struct {
	Repository string  `parquet:"repository,dict" doc:"see repositories"`
	Head       string  `parquet:"head,dict" doc:"see repositories"`
	From       string  `parquet:"from,dict" doc:"the unit that needs"`
	To         string  `parquet:"to,dict" doc:"the unit that is needed"`
	Class      string  `parquet:"class,dict" doc:"call, declared, data, message, telemetry or test"`
	Confidence float64 `parquet:"confidence" doc:"0 to 1"`
	Evidence   int64   `parquet:"evidence" doc:"lines that show it"`
	File       string  `parquet:"file" doc:"the first of these lines"`
	Line       int64   `parquet:"line" doc:"its number"`
}

// Finding is one finding.
type Finding struct {
	Repository  string `parquet:"repository,dict" doc:"see repositories"`
	Head        string `parquet:"head,dict" doc:"see repositories"`
	ID          string `parquet:"id" doc:"for seam explain ID"`
	Rule        string `parquet:"rule,dict" doc:"the rule"`
	Severity    string `parquet:"severity,dict" doc:"problem or smell"`
	Message     string `parquet:"message" doc:"what is wrong"`
	File        string `parquet:"file,dict" doc:"where"`
	Line        int64  `parquet:"line" doc:"line there; 0 is the whole file"`
	Dependency  string `parquet:"dependency,dict" doc:"what a version conflict is about; empty for other rules"`
	Fix         string `parquet:"fix" doc:"the one edit that removes it; empty for none"`
	Fingerprint string `parquet:"fingerprint" doc:"the same from commit to commit while the finding stays"`
}
