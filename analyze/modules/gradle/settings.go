package gradle

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// settings is what a settings file says.
type settings struct {
	folder, name string
	projects     map[string]string     // folders by project path ":a:b"
	in           map[string]string     // the first project path by folder
	accessors    map[string]string     // the first project path by what it is plainly
	catalogues   map[string]*catalogue // by accessor; libs unless said otherwise
}

func (l *loader) readSettings(file string) {
	s := l.script(file)
	if s == nil {
		return
	}
	out := &settings{folder: path.Dir(file), name: s.values["name"].value, projects: map[string]string{}, catalogues: map[string]*catalogue{}}
	if c := l.catalogues[path.Join(out.folder, "gradle", "libs.versions.toml")]; c != nil {
		out.catalogues["libs"] = c
	}
	renamed := map[string]string{}
	for i := range s.tokens {
		switch t := s.tokens[i]; {
		case t.is("name") && i+2 < len(s.tokens) && s.tokens[i+1].is("=") && s.tokens[i+2].kind == str:
			if p := projectBefore(s.tokens, i); p != "" {
				renamed[p] = s.tokens[i+2].text
			}
		case t.is("include"):
			out.include(s.tokens, i+1)
		case t.is("projectDir"):
			out.place(s.tokens, i)
		case t.is("from") && i+3 < len(s.tokens) && s.tokens[i+1].is("("):
			l.named(out, s.tokens, i)
		}
	}
	out.rename(renamed)
	out.index()
	l.settings = append(l.settings, out)
}

// rename gives projects the names that project(":a").name = "b" gives them. Two may swap
// names, so that all change at once.
func (s *settings) rename(renamed map[string]string) {
	projects := map[string]string{}
	for _, p := range slices.Sorted(maps.Keys(s.projects)) {
		folder := s.projects[p]
		if name := renamed[p]; name != "" {
			p = p[:strings.LastIndexByte(p, ':')+1] + name
		}
		projects[p] = folder
	}
	s.projects = projects
}

// index notes which projects stand in a folder and behind an accessor.
func (s *settings) index() {
	s.in, s.accessors = map[string]string{}, map[string]string{}
	for _, p := range slices.Backward(slices.Sorted(maps.Keys(s.projects))) {
		s.in[s.projects[p]], s.accessors[plain(p)] = p, p
	}
}

// projectBefore is the project of project(":a").WORD with the word at i; "" if it is none.
func projectBefore(tokens []token, i int) string {
	if i < 5 || !tokens[i-1].is(".") || !tokens[i-2].is(")") || tokens[i-3].kind != str || !tokens[i-4].is("(") || !tokens[i-5].is("project") {
		return ""
	}
	return ":" + strings.TrimPrefix(tokens[i-3].text, ":")
}

// include notes the projects of include "a", ":b:c".
func (s *settings) include(tokens []token, i int) {
	for ; i < len(tokens); i++ {
		switch t := tokens[i]; {
		case t.kind == str && !strings.Contains(t.text, "$"):
			p := ":" + strings.TrimPrefix(t.text, ":")
			if s.projects[p] == "" {
				s.projects[p] = path.Join(s.folder, strings.ReplaceAll(p, ":", "/"))
			}
		case t.kind == space && i > 0 && !tokens[i-1].is(",") && !tokens[i-1].is("("):
			if !follows(tokens, i) {
				return
			}
		case t.is(",") || t.is("(") || t.kind == space:
		default:
			return
		}
	}
}

// follows reports that the line after place i goes on with a list.
func follows(tokens []token, i int) bool {
	return i+1 < len(tokens) && (tokens[i+1].is(",") || tokens[i+1].is(")"))
}

// place notes project(":a").projectDir = file("somewhere").
func (s *settings) place(tokens []token, i int) {
	project := projectBefore(tokens, i)
	if project == "" {
		return
	}
	for j := i + 1; j < min(i+12, len(tokens)) && tokens[j].kind != space; j++ {
		if tokens[j].kind == str && !strings.Contains(tokens[j].text, "$") {
			s.projects[project] = path.Join(s.folder, tokens[j].text)
			return
		}
	}
}

// named notes create("name") { from(files("some.versions.toml")) }.
func (l *loader) named(s *settings, tokens []token, i int) {
	file := ""
	for j := i + 1; j < min(i+8, len(tokens)); j++ {
		if tokens[j].kind == str {
			file = appliedPath(tokens[j].text, s.folder, s.folder)
			break
		}
	}
	c := l.catalogues[file]
	for j := i - 1; c != nil && j > 1 && j > i-8; j-- {
		switch {
		case tokens[j].kind == str:
			s.catalogues[tokens[j].text] = c
			return
		case tokens[j].is("{") && tokens[j-1].kind == word:
			s.catalogues[tokens[j-1].text] = c
			return
		}
	}
}

// settingsOf finds the settings of the build that a folder belongs to: the nearest at or
// above it.
func (l *loader) settingsOf(folder string) *settings {
	for dir := folder; ; dir = path.Dir(dir) {
		if i := slices.IndexFunc(l.settings, func(s *settings) bool { return s.folder == dir }); i >= 0 {
			return l.settings[i]
		}
		if dir == "." || dir == "/" {
			return nil
		}
	}
}

// folderOf finds a project by its path; "" if it is neither included nor has a build file.
func (l *loader) folderOf(s *settings, project string) string {
	if s == nil {
		return ""
	}
	project = ":" + strings.TrimPrefix(project, ":")
	if folder := s.projects[project]; folder != "" {
		return folder
	}
	if folder := path.Join(s.folder, strings.ReplaceAll(project, ":", "/")); l.builds[folder] != "" {
		return folder
	}
	return ""
}

// accessed finds the project of projects.some.name; case and dashes do not count.
func (l *loader) accessed(s *settings, accessor string) (project, folder string) {
	if s == nil {
		return "", ""
	}
	project, ok := s.accessors[plain(":"+strings.ReplaceAll(accessor, ".", ":"))]
	if !ok {
		return "", ""
	}
	return project, l.folderOf(s, project)
}

var separators = strings.NewReplacer("-", "", "_", "", ".", "")

func plain(s string) string { return strings.ToLower(separators.Replace(s)) }

// projectOf is the name of the unit in a folder.
func (l *loader) projectOf(folder string) string {
	s := l.settingsOf(folder)
	switch {
	case s == nil:
		return ":" + strings.ReplaceAll(folder, "/", ":")
	case s.folder == folder && s.name != "":
		return s.name
	case s.folder == folder:
		return ":"
	}
	if p, ok := s.in[folder]; ok {
		return p
	}
	return ":" + strings.ReplaceAll(strings.TrimPrefix(folder, strings.TrimPrefix(s.folder+"/", "./")), "/", ":")
}
