package diamonds

import (
	"fmt"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// vendorSkew finds requirements whose copy below vendor is of another version: the go
// command refuses to build with such a folder.
func vendorSkew(u *modules.Unit) []Diamond {
	if u.Ecosystem != ecosystem || len(u.Vendored) == 0 {
		return nil
	}
	copied := map[string]modules.Requirement{}
	for _, v := range u.Vendored {
		copied[v.Name] = v
	}
	var out []Diamond
	for _, w := range wantsOf(u) {
		if v, ok := copied[w.name]; ok && w.version != "" && v.Version != w.version {
			out = append(out, staleCopy(w, v))
		}
	}
	return out
}

func staleCopy(w want, v modules.Requirement) Diamond {
	asked := Version{Version: w.version, RequiredBy: []string{w.unit.Path}, Path: []string{w.unit.Path, w.step()}, Locations: []finding.Location{w.location}}
	held := Version{Version: v.Version, RequiredBy: []string{w.unit.Path}, Path: []string{w.unit.Path, v.Location.File, v.Name + "@" + v.Version}, Locations: []finding.Location{v.Location}}
	versions := []Version{held, asked}
	if gomod.Compare(w.version, v.Version) < 0 {
		versions = []Version{asked, held}
	}
	return Diamond{
		ID:             "diamond:" + GoVendorSkew + ":" + ecosystem + ":" + w.name + ":" + w.unit.Path,
		Rule:           GoVendorSkew,
		Ecosystem:      ecosystem,
		Unit:           w.unit.Path,
		Dependency:     w.name,
		Severity:       finding.Problem,
		Message:        fmt.Sprintf("%s requires %s %s, but the copy that %s lists is of %s: the go command refuses to build with it", w.unit.Manifest, w.name, w.version, v.Location.File, v.Version),
		Incompatible:   gomod.Class(w.version) != gomod.Class(v.Version),
		DirectVersions: map[bool]int{true: 1}[w.direct()],
		Versions:       versions,
		Selected:       w.version,
		Location:       v.Location,
		Fix:            &finding.Fix{Edit: "Copy anew what " + w.unit.Manifest + " requires", File: v.Location.File, Line: v.Location.Line, Version: w.version, Command: inFolders([]string{w.unit.Path}, "go mod vendor")},
		Key: finding.Key{
			Group:   GoVendorSkew + " " + ecosystem + " " + w.name + " " + w.unit.Path,
			Classes: []string{"differs"},
			Folders: []string{w.unit.Path},
		},
	}
}
