package diamonds

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
)

// mend is the edit that removes a skew: the highest version that the repository already
// asks for, written in every file that asks for another. It begins with the line of the
// lowest wish.
func (d wished) mend(deciding []wish) *finding.Fix {
	high := slices.MaxFunc(deciding, lowestWish)
	behind := keep(deciding, func(w wish) bool { return w.version != high.version })
	low := slices.MinFunc(behind, lowestWish)
	fix := &finding.Fix{Version: high.version, File: low.sets.File, Line: low.sets.Line}
	if low.fork {
		fix.Edit = fmt.Sprintf("No edit is needed: %s keeps a version of %s for each platform or language version", low.sets.File, d.name)
		return fix
	}
	places := distinct(behind, func(w wish) string { return w.sets.String() })
	fix.Edit = fmt.Sprintf("%s %s to %s in %s", verbOf(behind), d.name, high.version, english.Some(places, 4))
	if !slices.ContainsFunc(behind, func(w wish) bool { return w.direct }) {
		fix.Edit += "; no manifest here asks for it, other packages do"
	}
	to := flavour(high.version)
	if other := slices.IndexFunc(behind, func(w wish) bool { from := flavour(w.version); return from != to && from != "" && to != "" }); other >= 0 {
		fix.Edit += fmt.Sprintf("; %s and %s are builds for different platforms: keep to each one's own, at one release", behind[other].version, high.version)
		return fix
	}
	fix.Command = d.command(behind, high.version)
	for _, w := range behind {
		if !w.locked {
			fix.Edits = append(fix.Edits, finding.Edit{File: w.sets.File, Line: w.sets.Line, Name: d.name, Old: w.version, New: high.version})
		}
	}
	fix.Edits = sortedEdits(fix.Edits)
	return fix
}

// flavour is which of several builds of one release a version names, as 32.1-jre and
// 32.1-android, 12.2.jre8 and 12.2.jre11, 2.4-jdk15 do; "" for most.
func flavour(version string) string {
	at := strings.LastIndexAny(version, "-.")
	switch last := version[at+1:]; strings.TrimRight(last, "0123456789") {
	case "jre", "jdk", "android":
		return last
	}
	return ""
}

// verbOf is what is done to the lines of wishes: manifests are edited, locks written anew.
func verbOf(wishes []wish) string {
	if !slices.ContainsFunc(wishes, func(w wish) bool { return !w.locked }) {
		return "Update"
	}
	return "Raise"
}

// command is the package manager's own for the edit; "" where it has none that is sure to
// do just this.
func (d wished) command(behind []wish, to string) string {
	folders := distinct(behind, func(w wish) string { return w.unit })
	switch d.ecosystem {
	case "npm":
		return d.install(behind, to)
	case "cargo":
		return inFolders(folders, "cargo add "+developing(behind, "--dev ")+finding.ShellWord(d.name+"@"+to))
	case "composer":
		if slices.ContainsFunc(behind, func(w wish) bool { return w.locked }) {
			return "" // whether composer.json accepts it is not looked at
		}
		return inFolders(folders, "composer require "+developing(behind, "--dev ")+finding.ShellWord(d.name+":"+to))
	case "pub":
		if slices.ContainsFunc(behind, func(w wish) bool { return w.locked }) {
			return "" // whether pubspec.yaml accepts it is not looked at
		}
		return inFolders(folders, "dart pub add "+finding.ShellWord(developing(behind, "dev:")+d.name+":"+to))
	case "maven":
		if elsewhere(behind) {
			return "" // a property or a list of versions: the line is named
		}
		return "mvn versions:use-dep-version -DforceVersion=true -Dincludes=" + finding.ShellWord(d.name) + " -DdepVersion=" + finding.ShellWord(to) + " -pl " + finding.ShellWord(strings.Join(folders, ","))
	case "nuget":
		if elsewhere(behind) {
			return ""
		}
		return eachFile(distinct(behind, func(w wish) string { return w.location.File }), func(file string) string {
			return "dotnet add " + file + " package " + finding.ShellWord(d.name) + " --version " + finding.ShellWord(to)
		})
	case "python":
		return d.upgrade(behind, to)
	}
	return ""
}

// install is npm's command. Which of npm's cousins a repository uses is told by no
// manifest of a single unit, so that only the edit of package.json is asked for.
func (d wished) install(behind []wish, to string) string {
	var commands []string
	for _, kind := range []struct {
		kind  modules.Kind
		field string
	}{{modules.Production, "dependencies"}, {modules.Development, "devDependencies"}, {modules.Peer, "peerDependencies"}, {modules.Optional, "optionalDependencies"}} {
		list := keep(behind, func(w wish) bool { return w.kind == kind.kind && w.sets == w.location })
		if len(list) == 0 {
			continue
		}
		set := fmt.Sprintf("%s[%s]=%s", kind.field, d.name, to)
		commands = append(commands, inFolders(distinct(list, func(w wish) string { return w.unit }), "npm pkg set "+finding.ShellWord(set)))
	}
	return strings.Join(commands, "; ")
}

// upgrade is uv's command for its locks; requirements files are edited.
func (d wished) upgrade(behind []wish, to string) string {
	uv := keep(behind, func(w wish) bool { return w.locked && path.Base(w.location.File) == "uv.lock" })
	if len(uv) != len(behind) {
		return ""
	}
	return inFolders(distinct(uv, func(w wish) string { return w.unit }), "uv lock --upgrade-package "+finding.ShellWord(d.name+"=="+to))
}

// developing is a flag for requirements that are all for development.
func developing(wishes []wish, flag string) string {
	if slices.ContainsFunc(wishes, func(w wish) bool { return w.kind != modules.Development }) {
		return ""
	}
	return flag
}

// elsewhere reports that the version of some wish is set on another line than its own.
func elsewhere(wishes []wish) bool {
	return slices.ContainsFunc(wishes, func(w wish) bool { return w.sets.File != w.location.File })
}

func eachFile(files []string, command func(quoted string) string) string {
	if len(files) == 1 {
		return command(finding.ShellWord(files[0]))
	}
	quoted := make([]string, len(files))
	for i, f := range files {
		quoted[i] = finding.ShellWord(f)
	}
	return "for f in " + strings.Join(quoted, " ") + "; do " + command(`"$f"`) + "; done"
}
