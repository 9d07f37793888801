package manifest

import (
	"path"
	"slices"
	"strings"
)

// A folder called website holds, as a rule, the documentation of a project as pages. In a
// shop it is the shop: then it holds code and hardly any text, and no generator of pages
// is set up in it.

// generators are the files that set up a generator of documentation, without extension.
var generators = map[string]bool{
	"docusaurus.config": true, "mkdocs": true, "hugo": true, "_config": true, "antora": true, "antora-playbook": true,
	"conf": true, "book": true, "gatsby-config": true, "astro.config": true, "eleventy.config": true, ".eleventy": true,
}

// websites lists the folders called website that are of the product, sorted.
func websites(files []string) []string {
	type content struct {
		text, code int
		generated  bool
	}
	found := map[string]*content{}
	for _, f := range files {
		dir, inside := website(f)
		if dir == "" {
			continue
		}
		c := found[dir]
		if c == nil {
			c = &content{}
			found[dir] = c
		}
		base := path.Base(f)
		ext := path.Ext(base)
		switch ext {
		case ".md", ".mdx", ".rst", ".adoc", ".asciidoc":
			c.text++
		case ".js", ".jsx", ".ts", ".tsx", ".vue", ".svelte", ".astro", ".go", ".py", ".java", ".kt", ".cs", ".rb", ".php", ".rs":
			c.code++
		}
		if !strings.Contains(inside, "/") && generators[strings.TrimSuffix(base, ext)] || strings.HasPrefix(inside, ".vitepress/") || strings.HasPrefix(inside, ".vuepress/") {
			c.generated = true
		}
	}
	var out []string
	for dir, c := range found {
		if c.code > c.text && !c.generated {
			out = append(out, dir)
		}
	}
	slices.Sort(out)
	return out
}

// website is the outermost folder called website that a file lies in, "" for none, and
// the file's path in it.
func website(file string) (dir, inside string) {
	for at := 0; ; {
		i := strings.IndexByte(file[at:], '/')
		if i < 0 {
			return "", ""
		}
		if strings.EqualFold(file[at:at+i], "website") {
			return file[:at+i], file[at+i+1:]
		}
		at += i + 1
	}
}
