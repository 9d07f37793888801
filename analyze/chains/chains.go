// Package chains measures how deep and how wide dependencies go: the longest chain
// of every unit, with its witness, and how many requirements a unit has.
//
// The chain is the longest path over strongly connected groups (Tarjan, then dynamic
// programming in reverse topological order, linear time), counted in steps between
// groups, so a cycle counts as one place. It follows the import edges of the default
// build without tests, begins in a package of the unit and may run into other
// first-party units. Counts are what the unit's manifest lists: Direct without
// indirect ones.
//
// Of a part of a repository (modules.Set.Within, imports.Graph.Within) the unit above
// it counts where a package below the folder belongs to it, not for a folder of
// documents.
//
// Where a build was resolved (modules.Lock.Resolved), the chain is that of the modules
// it selects, by the same definition, and Total is known.
//
// A lock file gives one chain more, through everything that it holds; units that no lock
// holds one over the requirements that they have for one another. Tail tells the third
// parties at the end of a chain from the part in this repository. Cut is the edge of this
// repository without which the chain is shortest: each edge between groups on the chain is
// taken out in turn.
//
// Brings counts, for each direct requirement, the third-party packages that the unit would
// not have without it: those that it dominates in the graph of the lock (Lengauer and
// Tarjan, 1979). Why finds the k shortest ways to a dependency (Yen, 1971).
//
// Where the requirements of some packages of a resolved build could not be read
// (modules.Lock.Missing), Total is a lower bound, and what a requirement alone brings is
// counted over what is known: it may bring more, and some of it may have another way in.
//
// Limits: without a lock or a resolved build Length equals FirstPartyLength and Total is 0.
// What brings nothing alone may still bring much together with another. A long chain is no
// fault in itself: compare with yesterday's, not with a number from a book. That two
// first-party packages meet again in a third (an import diamond) is harmless while
// all are built at one version, and is no finding.
//
// Source: "dependency hell" (too many dependencies, long chains) in Brikman,
// Fundamentals of DevOps and Software Delivery, part 6. Measuring all simple paths
// instead does not end on large repositories.
package chains

// Chain is the longest chain of one unit and ecosystem. Length counts steps (edges)
// between strongly connected groups, FirstPartyLength those between first-party
// packages.
type Chain struct {
	ID               string   `json:"id"`
	Unit             string   `json:"unit"`
	Ecosystem        string   `json:"ecosystem"`
	Length           int      `json:"length"`
	FirstPartyLength int      `json:"first_party_length"`
	Path             []string `json:"path"` // the witness, from the top down, as package paths; each enters the next group

	// Tail is how many entries at the end of Path are third parties.
	Tail int `json:"tail,omitempty"`

	// FirstPartyPath is the witness of FirstPartyLength where Path is another one.
	FirstPartyPath []string `json:"first_party_path,omitempty"`
	Cut            *Cut     `json:"cut,omitempty"` // the edge whose removal shortens the chain most

	// Resolved says that the chain runs through the modules that the unit is built with:
	// Length counts steps between those, Path names them as NAME@VERSION and units by
	// their folders. FirstPartyLength is of the chain along imports all the same.
	Resolved bool `json:"resolved,omitempty"`
}

// Dependencies counts a unit's requirements.
type Dependencies struct {
	Unit      string `json:"unit"`
	Ecosystem string `json:"ecosystem"`
	Direct    int    `json:"direct"`
	Listed    int    `json:"listed"` // direct and indirect ones that the manifest lists
	Total     int    `json:"total"`  // third-party packages of the lock or resolved build that it needs; 0 where there is neither

	Brings []Brought `json:"brings,omitempty"` // what each direct requirement alone brings, most first

	// Partial says that the requirements of some packages of a resolved build could not be
	// read: Total is at least that many, and Brings follows the requirements that were read.
	Partial bool `json:"partial,omitempty"`
}
