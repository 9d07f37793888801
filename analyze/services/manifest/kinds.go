package manifest

// Kinds of units, as Service.Kind shows them.
const (
	Kubernetes = "kubernetes"
	Knative    = "knative"
	Compose    = "compose"
	Aspire     = "aspire"
	Nomad      = "nomad"
	Helm       = "helm"   // a release of a chart that is not in the repository
	Argo       = "argocd" // an Application
	Flux       = "flux"   // a HelmRelease
	Dapr       = "dapr"
	Terragrunt = "terragrunt"
	Terraform  = "terraform"
	// TerraformRoot is a Terraform root module whose state other modules read.
	TerraformRoot = "terraform-root"
	Azure         = "azure" // an app that Bicep deploys, or a service of an azure.yaml
	// CloudFormation is a stack: a template of CloudFormation or SAM, or a serverless.yml.
	CloudFormation = "cloudformation"
	Dockerfile     = "dockerfile"  // an image, where no manifest declares anything
	Application    = "application" // names itself, where no manifest declares anything
	SeamYAML       = "seam.yaml"   // declared there and nowhere else
)

// Kind is a kind of evidence and what it is worth.
type Kind struct {
	Name       string  // as Evidence.Kind shows it
	Confidence float64 // of an edge that this kind alone shows
	Unread     float64 // of a setting whose reader is not in the repository; 0: such a setting shows nothing
	Setting    bool    // counts only if the caller's code reads the key, or by Unread
	Declared   bool    // the value is the name of a unit, not free text
	Call       bool    // of a declared one: states a use, not only an order
}

// The kinds of evidence that manifests hold. The figures were counted on ten systems
// read by hand: a declared start order is nearly always a use; an address that the
// code reads is one; without the code at hand, settings that hold another name were
// one in seven of ten doubtful cases; bags (env_file, envFrom) are handed to services
// that use a part of them.
var (
	Stated       = Kind{Name: "calls", Confidence: 0.99, Declared: true, Call: true}     // seam.yaml
	Dependency   = Kind{Name: "dependency", Confidence: 0.99, Declared: true}            // Terragrunt
	Dependencies = Kind{Name: "dependencies", Confidence: 0.99, Declared: true}          // Terragrunt
	Chart        = Kind{Name: "chart", Confidence: 0.99, Declared: true}                 // Helm: the chart needs the other chart
	Needs        = Kind{Name: "needs", Confidence: 0.99, Declared: true}                 // helmfile
	JobNeeds     = Kind{Name: "job needs", Confidence: 0.9, Declared: true}              // GitHub Actions, GitLab
	Requires     = Kind{Name: "requires", Confidence: 0.9, Declared: true}               // Skaffold
	WaitFor      = Kind{Name: "wait", Confidence: 0.99, Declared: true}                  // Aspire
	Uses         = Kind{Name: "reference", Confidence: 0.99, Declared: true, Call: true} // Aspire: handed the other's address
	Output       = Kind{Name: "output", Confidence: 0.99, Declared: true, Call: true}    // Terraform: handed a value of the other
	RemoteState  = Kind{Name: "remote state", Confidence: 0.99, Declared: true}          // Terraform
	Upstream     = Kind{Name: "upstream", Confidence: 0.99, Declared: true, Call: true}  // Nomad, Consul

	Component     = Kind{Name: "component", Confidence: 0.95}                // Dapr reaches it for those in its scopes
	OpenComponent = Kind{Name: "component", Confidence: 0.95, Setting: true} // the same, for whose code names it

	DependsOn = Kind{Name: "depends_on", Confidence: 0.9, Declared: true}
	Links     = Kind{Name: "links", Confidence: 0.9, Declared: true}
	Env       = Kind{Name: "env", Confidence: 0.95, Unread: 0.7, Setting: true}
	Args      = Kind{Name: "args", Confidence: 0.8}
	EnvFile   = Kind{Name: "env_file", Confidence: 0.95, Setting: true}
	EnvFrom   = Kind{Name: "envFrom", Confidence: 0.95, Setting: true}
)
