// Gallery takes the pictures of docs/gallery: views of the reports on three public
// repositories, and writes docs/gallery.md beside them.
//
//	gallery -mirror FOLDER -seam PROGRAM -out docs
//
// FOLDER holds the repositories as OWNER+NAME, or OWNER+NAME/repo.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"seam/browser"
)

// shot is one picture.
type shot struct {
	repo   string // OWNER+NAME
	since  string // revision that the repository is compared with; "" for its report
	name   string // of the file
	look   browser.Look
	first  string // run in the page before
	says   string
	height int64
}

// cutOut takes a folder out in the what-if of the page.
const cutOut = `(() => { const f = document.getElementById("cut-form"); f.querySelector("input").value = "gitops-engine"; f.requestSubmit(); })()`

// rolledBack clicks on a unit.
const rolledBack = `document.querySelector('g.box[data-id="productcatalogservice"]').dispatchEvent(new MouseEvent("click", { bubbles: true }))`

// opened clicks on the number of imports that lead from one area back to another.
const opened = `[...document.querySelectorAll("figure.areas g.cell.crossed")].sort((a, b) => b.textContent.length - a.textContent.length)[0].dispatchEvent(new MouseEvent("click", { bubbles: true }))`

const (
	argo       = "argoproj+argo-cd"
	containerd = "containerd+containerd"
	boutique   = "GoogleCloudPlatform+microservices-demo"
)

var shots = []shot{
	{repo: argo, name: "overview", look: browser.Look{Hash: "view=overview"}, says: "What is worth splitting out, what it costs, what stands in the way, and what was not looked at"},
	{repo: argo, name: "candidate", look: browser.Look{Hash: "view=candidates&id=split:gitops-engine"}, says: "A candidate: who imports it, and the evidence for and against"},
	{repo: argo, name: "map", height: 960, look: browser.Look{Hash: "view=map"}, says: "How the parts depend on one another: cycles are one box, and what other arrows imply is left out"},
	{repo: argo, name: "matrix", look: browser.Look{Hash: "view=matrix&id=matrix"}, height: 1080, says: "Who imports whom: areas as numbers, packages as dots; orange ones lead back"},
	{repo: argo, name: "matrix-areas", look: browser.Look{Hash: "view=matrix&id=matrix"}, first: opened, height: 1000, says: "A click on a number shows the packages of its two areas"},
	{repo: argo, name: "hotspots", height: 1080, look: browser.Look{Hash: "view=changes&id=hotspots"}, says: "Where the work is: packages by changes, coloured by team"},
	{repo: argo, name: "coupling", look: browser.Look{Hash: "view=changes"}, says: "What changes together although no import says so"},
	{repo: argo, name: "teams", look: browser.Look{Hash: "view=teams"}, says: "Who works where"},
	{repo: argo, name: "whatif", look: browser.Look{Hash: "view=whatif"}, first: cutOut, says: "What if: a folder is taken out, in the page"},
	{repo: argo, since: "54f9cf08e4", name: "comparison", says: "What changed in four and a half months: imports that are new or gone, candidates that rose and fell"},
	{repo: containerd, name: "candidates", look: browser.Look{Hash: "view=candidates", Dark: true}, says: "The ranking, on a dark screen"},
	{repo: containerd, name: "conflicts", look: browser.Look{Hash: "view=dependencies"}, says: "Dependencies that are wanted at several versions"},
	{repo: containerd, name: "span", height: 900, look: browser.Look{Hash: "view=changes&id=span"}, says: "Whether changes stay in one area: the last year beside the three before"},
	{repo: boutique, name: "deployment", look: browser.Look{Hash: "view=deployment"}, first: rolledBack, says: "The order of deployment, and what goes back with a service when it is rolled back"},
	{repo: boutique, name: "phone", look: browser.Look{Hash: "view=overview", Width: 420}, says: "On a phone"},
}

func main() {
	mirror := flag.String("mirror", "", "folder of repositories named OWNER+NAME")
	seam := flag.String("seam", "seam", "the program")
	out := flag.String("out", "docs", "folder of gallery.md")
	flag.Parse()
	if err := run(*mirror, *seam, *out); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(mirror, seam, out string) error {
	b, err := browser.Start(context.Background())
	if err != nil {
		return err
	}
	defer b.Close()
	if err := os.MkdirAll(filepath.Join(out, "gallery"), 0o755); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp("", "gallery-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	pages := map[string]string{}
	var text bytes.Buffer
	text.WriteString("# The report in pictures\n\n`make gallery MIRROR=FOLDER` takes them anew. Every report is one file that needs no\nnetwork: `seam report --open`.\n")
	for _, s := range shots {
		if !strings.Contains(text.String(), heading(s.repo)) {
			text.WriteString(heading(s.repo))
		}
		page := s.repo + s.since
		if pages[page] == "" {
			if pages[page], err = render(seam, mirror, s.repo, s.since, temporary); err != nil {
				return err
			}
		}
		data, err := take(b, pages[page], s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := os.WriteFile(filepath.Join(out, "gallery", s.name+".png"), data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&text, "\n%s:\n\n![%s](gallery/%s.png)\n", s.says, s.says, s.name)
	}
	return os.WriteFile(filepath.Join(out, "gallery.md"), text.Bytes(), 0o644)
}

func heading(repo string) string { return "\n## " + strings.ReplaceAll(repo, "+", "/") + "\n" }

// render writes the report on a repository, or what changed since a revision.
func render(seam, mirror, repo, since, dir string) (string, error) {
	folder := filepath.Join(mirror, repo)
	if _, err := os.Stat(filepath.Join(folder, "repo")); err == nil {
		folder = filepath.Join(folder, "repo")
	}
	page := filepath.Join(dir, repo+since+".html")
	args := []string{"report", folder}
	if since != "" {
		args = []string{"diff", since, "HEAD", folder}
	}
	c := exec.Command(seam, append(args, "--format", "html", "-o", page)...)
	if said, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", repo, err, said)
	}
	return page, nil
}

// take looks at one view.
func take(b *browser.Browser, page string, s shot) ([]byte, error) {
	look := s.look
	if look.Width == 0 {
		look.Width = 1200
	}
	look.Height = max(s.height, 820)
	p, err := b.Open(page, look)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	if s.first != "" {
		if _, err := browser.Eval[any](p, s.first+"; null"); err != nil {
			return nil, err
		}
	}
	data, err := p.Picture()
	if err != nil {
		return nil, err
	}
	return small(data)
}
