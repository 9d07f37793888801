package split

import (
	"path"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/repo"
)

// layout matches the folders between a module of Java, Kotlin or Scala and its packages, as
// Maven, Gradle and sbt lay them out: src/main/java, src/commonMain/kotlin, src/main/scala-2.13.
var layout = regex.New(`(^|/)src/[^/]+/(java|kotlin|scala)(-[0-9.]+)?(/|$)`)

// layoutIn is where the layout stands in a path, nil if it does not: most are quickly told.
func layoutIn(folder string) []int {
	if !strings.Contains(folder, "src/") {
		return nil
	}
	return layout().FindStringIndex(folder)
}

// depthOf counts the folders in the shortest path of a part. Those that every package of a
// module lies below count for nothing, where a language asks for them: api and
// api/src/main/java/org/shop are one deep, api/src/main/java/org/shop/cart is two.
func (m *measurer) depthOf(p part) int {
	best := 0
	for i, f := range p.folders() {
		if n := m.folderDepth(f); i == 0 || n < best {
			best = n
		}
	}
	return best
}

func (m *measurer) folderDepth(folder string) int {
	at := layoutIn(folder)
	if at == nil {
		return 1 + strings.Count(folder, "/")
	}
	root := strings.TrimSuffix(folder[:at[1]], "/")
	n := 0
	if module := strings.TrimSuffix(folder[:at[0]], "/"); module != "" {
		n = 1 + strings.Count(module, "/")
	}
	if common := m.common[root]; folder != common && repo.Below(common, folder) {
		n += 1 + strings.Count(strings.TrimPrefix(folder, common+"/"), "/")
	}
	return max(1, n)
}

// commonFolders tells of every folder that holds the packages of a module of Java or Kotlin
// the innermost one that nearly all of them lie in.
func commonFolders(packages []string) map[string]string {
	count, isPackage := map[string]int{}, map[string]bool{}
	out, largest := map[string]string{}, map[string]string{} // largest: the sub-folder with most packages
	for _, p := range packages {
		at := layoutIn(p)
		if at == nil {
			continue
		}
		root := strings.TrimSuffix(p[:at[1]], "/")
		out[root], isPackage[p] = root, true
		for dir := p; dir != root; dir = path.Dir(dir) {
			count[dir]++
			if above := path.Dir(dir); count[dir] > count[largest[above]] {
				largest[above] = dir
			}
		}
		count[root]++
	}
	for root := range out {
		at := root
		for next := largest[at]; next != "" && !isPackage[at] && float64(count[next]) >= mostOfIt*float64(count[root]); next = largest[at] {
			at = next
		}
		out[root] = at
	}
	return out
}
