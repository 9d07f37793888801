package helm

// Chart is what a template may ask of the chart that it is part of.
type Chart struct {
	Name   string
	Folder string // in the repository
}

// chartFolder is the key under which .Files knows the folder of its chart.
const chartFolder = " folder"

// Root is what the templates of a chart see when it is installed as a release into the
// namespace "default"; values may be nil.
func (c Chart) Root(release string, values *Value) *Value {
	root, rel, about, files, template := NewMap(), NewMap(), NewMap(), NewMap(), NewMap()
	rel.Set("Name", Text(release))
	rel.Set("Namespace", Text("default"))
	rel.Set("Service", Text("Helm"))
	rel.Set("IsInstall", Bool(true))
	about.Set("Name", Text(c.Name))
	about.Set("Version", Text("0.0.0"))
	about.Set("AppVersion", Text("0.0.0"))
	template.Set("Name", Text(c.Name))
	template.Set("BasePath", Text(c.Folder+"/templates"))
	if values == nil {
		values = NewMap()
	}
	root.Set("Values", values)
	root.Set("Release", rel)
	root.Set("Chart", about)
	files.Set(chartFolder, Text(c.Folder))
	root.Set("Files", files)
	root.Set("Template", template)
	root.Set("Capabilities", Unknown())
	return root
}
