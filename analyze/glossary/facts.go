package glossary

var exclusions = []definition{
	{"excluded", "history", "Files that --exclude or exclude in seam.yaml leaves out."},
	{"vendored", "history", "Files of third parties kept in the repository (vendor, node_modules, third_party …)."},
	{"lock-file", "history", "Lock files, which tools write: go.sum, package-lock.json …"},
	{"binary", "history", "Images, archives and other files that are no text, by their name."},
	{"changelog", "history", "Changelogs: every change touches them and says nothing thereby."},
	{"generated", "history", "Files that a generator writes, by their name or by the marker in their first lines."},
	{"shallow-boundary", "history", "Commits at the end of a shallow clone: what they changed cannot be told."},
	{"bot", "history", "Commits of programs, by name and address or by bots in seam.yaml."},
	{"no-files-left", "history", "Commits all of whose files are left out."},
	{"release-bump", "history", "Commits that only raise a version for a release, by subject and number of files."},
	{"mass-change", "history", "Commits that touch very many files at once, or whose subject says so (format, rename, licence headers)."},
	{"over-file-cap", "history", "Changes of more files than max_files in seam.yaml allows: they couple everything with everything."},
	{"moved", "history", "Moves of whole folders: the files keep their history under the new name, and the move itself is no change."},
}

var rules = []definition{
	{"workspace-skew", "diamonds", "A dependency is required at several versions by manifests of one repository."},
	{"first-party-skew", "diamonds", "A module of this repository is required at several published versions."},
	{"replace-skew", "diamonds", "A dependency is replaced in one manifest, and not, or by something else, in another."},
	{"go/two-majors", "diamonds", "Two major versions of one module stand in one go.mod."},
	{"lock-duplicate", "diamonds", "One name is installed at several versions by one lock file."},
	{"dedupable", "diamonds", "One name is installed at several versions although every range accepts one of them: the package manager can remove the others."},
	{"registry-copy", "diamonds", "A unit of this repository is also installed from the registry."},
	{"deploy/cycle", "deploy", "Services need each other, so there is no order to deploy them in."},
}

var words = []definition{
	{"area", "areas", "A named set of folders: those of seam.yaml, else found by descent from the root."},
	{"change", "history", "One unit of change (commit, squash, merged pull request, ticket, or an author's row of small commits) after exclusions."},
	{"support", "cochange", "Changes that touch both ends of a pair."},
	{"confidence", "cochange", "support / changes of one end: how often the other end changes along."},
	{"lift", "cochange", "support / what changes of these sizes and ends of these popularities would share by chance."},
	{"q-value", "cochange", "Fisher's exact test, upper tail, corrected over all pairs of the level (Benjamini and Hochberg, 1995): the share of false pairs among those with this value or less."},
	{"hidden-coupling", "cochange", "A pair that changes together significantly (three changes at least, lift above 1, q at most 0.01) without an import path either way."},
	{"score", "split", "The sum of the points of all terms. It says \"like parts that were split\", not \"will succeed\"."},
	{"ramp", "split", "Points of a step grow from nothing at 80 % of its threshold to all at 120 %, so that a small change of the input cannot move a candidate by several places."},
	{"calibration", "split", "What became of parts with about the same score in the repositories that the weights were fitted on, all of which did split something."},
	{"stability", "split", "How the rank moves when every weight is multiplied by a random number from 0.8 to 1.2, in seeded draws."},
	{"crossing-share", "whatif", "Changes that touch source files on both sides of a cut / changes that touch the part."},
	{"cut", "whatif", "The imports that lead from one side of a border to the other."},
	{"diamond", "diamonds", "A dependency that is wanted at several versions; as a latent one: a unit that would be needed over two ways once units are versioned apart."},
	{"chain", "chains", "The longest path of imports from a unit's packages, a cycle counting as one place."},
	{"share-of-area", "focus", "Changes of the area made by the team / changes of the area."},
	{"share-of-team", "focus", "Changes of the team in the area / changes of the team."},
	{"inferred-team", "focus", "Authors grouped by what they work on, where nothing declares teams; shown, never scored."},
	{"wave", "deploy", "Services that may be deployed at the same time, after those of the waves before."},
	{"confidence-of-an-edge", "services", "1 - product of (1 - c) over its kinds of evidence, c being how far each kind is trusted."},
	{"community", "communities", "A group of packages that import one another and change together, whatever folders they lie in."},
	{"percentile", "split", "Share of the repository's other parts with a lower value."},
	{"surface", "surface", "The exported names of a package, with their signatures: what others can use, and what a version promises to keep."},
}
