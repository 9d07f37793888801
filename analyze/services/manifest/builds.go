package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/regex"
)

// builds gives units the folder that their image is built from, where a skaffold.yaml, a
// Tiltfile or a bake file says so and only one folder is said.
func builds(s *Source, units []*Unit) {
	folders := map[string][]string{} // last element of an image's name -> folders
	add := func(dir, image, folder string) {
		image, folder = imageName(image), path.Join(dir, folder)
		if image != "" && !strings.HasPrefix(folder, "..") && !slices.Contains(folders[image], folder) {
			folders[image] = append(folders[image], folder)
		}
	}
	for _, file := range s.product(isBuildFile) {
		dir := path.Dir(file)
		switch base := path.Base(file); {
		case strings.HasPrefix(base, "skaffold"):
			skaffoldBuilds(s, file, func(image, folder string) { add(dir, image, folder) })
		case path.Ext(base) == ".hcl":
			bakeBuilds(s, file, func(image, folder string) { add(dir, image, folder) })
		default:
			tiltBuilds(s, file, func(image, folder string) { add(dir, image, folder) })
		}
	}
	for _, u := range units {
		for _, image := range u.Images {
			if f := folders[image]; u.Context == "" && len(f) == 1 {
				u.Context = f[0]
			}
		}
	}
}

func isBuildFile(base string) bool {
	return strings.HasPrefix(base, "skaffold") && IsYAML(base) || base == "Tiltfile" || strings.HasSuffix(base, ".Tiltfile") ||
		base == "docker-bake.hcl"
}

// skaffoldBuilds reads the artifacts of a skaffold.yaml.
func skaffoldBuilds(s *Source, file string, add func(image, folder string)) {
	for _, doc := range s.templated(file, func([]byte) bool { return true }) {
		for _, a := range doc.At("build", "artifacts").List() {
			folder := a.Get("context").Text()
			if f := a.At("docker", "dockerfile").Text(); f != "" && strings.Contains(f, "/") {
				if folder == "" || folder == "." {
					folder = path.Dir(f)
				}
			}
			add(a.Get("image").Text(), folder)
		}
	}
}

var dockerBuild = regex.New(`(?m)^[^#\n]*?\b(?:docker_build|docker_build_with_restart|custom_build)\(\s*(?:ref\s*=\s*)?['"]([^'"]+)['"]\s*,\s*(?:context\s*=\s*)?['"]([^'"]+)['"]`)

// tiltBuilds reads docker_build('image', 'folder') in a Tiltfile, which is a program: what
// it computes is not seen.
func tiltBuilds(s *Source, file string, add func(image, folder string)) {
	data, ok := s.manifest(file)
	if !ok {
		return
	}
	for _, m := range dockerBuild().FindAllSubmatch(data, -1) {
		add(string(m[1]), string(m[2]))
	}
}

// bakeBuilds reads the targets of a docker-bake.hcl.
func bakeBuilds(s *Source, file string, add func(image, folder string)) {
	for _, t := range s.hcl(file).Of("target") {
		folder, _ := t.Body.Get("context").Text(noScope)
		images := []string{t.Label(0)}
		for _, tag := range t.Body.Get("tags").List() {
			images = append(images, tag.Loose(noScope))
		}
		if folder != "" && folder != "." {
			for _, image := range images {
				add(image, folder)
			}
		}
	}
}
