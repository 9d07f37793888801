package manifest

// Kinds of units, as Service.Kind shows them.
const (
	Kubernetes = "kubernetes"
	Compose    = "compose"
)

// Kind is a kind of evidence and what it is worth.
type Kind struct {
	Name       string  // as Evidence.Kind shows it
	Confidence float64 // of an edge that this kind alone shows
	Unread     float64 // of a setting whose reader is not in the repository; 0: such a setting shows nothing
	Setting    bool    // counts only if the caller's code reads the key, or by Unread
	Declared   bool    // states an order; the value is the name of a unit, not free text
}

// The kinds of evidence that manifests hold. The figures were counted on ten systems
// read by hand: a declared start order is nearly always a use; an address that the
// code reads is one; without the code at hand, settings that hold another name were
// one in seven of ten doubtful cases; bags (env_file, envFrom) are handed to services
// that use a part of them.
var (
	DependsOn = Kind{Name: "depends_on", Confidence: 0.9, Declared: true}
	Links     = Kind{Name: "links", Confidence: 0.9, Declared: true}
	Env       = Kind{Name: "env", Confidence: 0.95, Unread: 0.7, Setting: true}
	Args      = Kind{Name: "args", Confidence: 0.8}
	EnvFile   = Kind{Name: "env_file", Confidence: 0.95, Setting: true}
	EnvFrom   = Kind{Name: "envFrom", Confidence: 0.95, Setting: true}
)
