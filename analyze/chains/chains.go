// Package chains measures how deep and how wide dependencies go: the longest chain
// of every unit, with its witness, and how many requirements a unit has.
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
	Path             []string `json:"path"` // the witness, from the top down
}

// Dependencies counts a unit's requirements.
type Dependencies struct {
	Unit      string `json:"unit"`
	Ecosystem string `json:"ecosystem"`
	Direct    int    `json:"direct"`
	Listed    int    `json:"listed"` // direct and indirect ones that the manifest lists
	Total     int    `json:"total"`  // in the resolved build list; 0 where nothing resolved it
}
