package services

// Kinds of services, as Service.Kind shows them.
const (
	kindKubernetes = "kubernetes"
	kindCompose    = "compose"
	kindGoMain     = GoMain
)

// The kinds of evidence, as Evidence.Kind shows them. kinds has a line for each.
const (
	dependsOn = "depends_on"
	links     = "links"
	env       = "env"
	args      = "args"
	envFile   = "env_file"
	envFrom   = "envFrom"
)

// trust says what a kind of evidence is worth.
type trust struct {
	confidence float64 // of an edge that this kind alone shows
	unread     float64 // of a setting whose reader is not in the repository; 0: such a setting shows nothing
	setting    bool    // counts only if the caller's code reads the key, or by unread
	declared   bool    // states an order; the value is the name of a unit, not free text
}

// kinds was counted on ten systems read by hand: a declared start order is nearly
// always a use; an address that the code reads is one; without the code at hand,
// settings that hold another name were one in seven of ten doubtful cases; bags are
// handed to services that use a part of them.
var kinds = map[string]trust{
	dependsOn: {confidence: 0.9, declared: true},
	links:     {confidence: 0.9, declared: true},
	env:       {confidence: 0.95, unread: 0.7, setting: true},
	args:      {confidence: 0.8},
	envFile:   {confidence: 0.95, setting: true},
	envFrom:   {confidence: 0.95, setting: true},
}
