package glossary

var terms = []definition{
	{"gives-more-than-it-takes", "split", "(distinct exported names of the part that others use + 1) / (distinct names of other packages that it uses + 1), tests left out. A part that gives more than it takes has users and few ties."},
	{"keeps-to-itself", "split", "(imports from its files to other packages of the repository + 1) / (such imports that stay inside + 1). Low values keep to themselves. A single package has no inside, so it pays here by construction."},
	{"changes-alone", "split", "Share of its changes that touch no other package, each weighted by ½ for every two years of age, smoothed by two changes at the repository's pooled share so that small samples cannot win."},
	{"changes-with-others", "split", "Other packages touched along with it / what their popularity alone would give, ½ added to both. Above 1 it changes with others more often than chance."},
	{"team-focus", "split", "How much of all their work its authors do here, averaged over its changes by weight. People are counted, never named."},
	{"enough-code", "split", "Lines of non-test code: a part of a few dozen lines is hardly worth a release of its own."},
	{"too-much-code", "split", "Lines of non-test code: beyond some ten thousand, a part has parts of its own that are looked at first."},
	{"buried", "split", "Folders in its path. What lies deep is a detail of what is above it."},
	{"most-of-the-repository", "split", "Share of the repository's packages. Above a third it is the repository, not a part of it."},
}

var evidence = []definition{
	{"changes-alone", "split", "For: at least 20 changes, of which more than 30 % and more than in the median part touch nothing else. Plain counts, without the weights of the term of that name."},
	{"change-type", "changetypes", "For: three quarters or more of the changes of one type (ticket project, scope or prefix of the subject) touch the part."},
	{"gives", "split", "For: others use more than twice as many names of it as it uses of theirs."},
	{"wide-use", "split", "For: five or more packages outside import it."},
	{"own-module", "split", "For: it has a go.mod of its own already."},
	{"keeps-to-itself", "split", "For: more than half of its imports of packages of this repository stay inside."},
	{"takes-nothing", "split", "For: it imports nothing of this repository, so nothing would have to come along."},
	{"team-focus", "split", "For: its authors, at least two of them, do more than 15 % of all their work here."},
	{"own-third-parties", "split", "For: third-party modules that nobody else here uses would leave with it."},
	{"program", "split", "For: it already builds to a program."},
	{"too-little", "split", "Against: fewer than 20 changes or fewer than 200 lines are little to judge by."},
	{"crossing", "split", "Against: more than a quarter of its changes also touch other packages; each would have been two releases."},
	{"needs", "split", "Against: packages of this repository that it imports, and how many more these need."},
	{"cycle", "whatif", "Against: after the split its unit and others would need each other, so that none could be released alone."},
	{"other-builds", "split", "Against: imports across the cut that hold only on other platforms or with other build tags; they are in none of the other numbers."},
	{"diamonds", "whatif", "Against: units that would be needed over two ways once everything is versioned apart, and so at possibly two versions."},
	{"nobody-owns", "split", "Against: its authors do less than 1 % of their work here."},
	{"most-of-it", "split", "Against: more than a fifth of all packages belong to it."},
	{"wide-surface", "split", "Against: more than 20 exported names are used from outside and would have to be kept stable."},
	{"drawer", "split", "Against: a drawer of unrelated things. It falls into pieces that do not use each other, as many as four of equal size or more. Five packages or more use it, from all over the repository; most pairs of them have no piece in common, or they are more than half of all packages. And nobody works on it by itself."},
	{"imported-outside", "reuse", "For: packages of other repositories that were given import it."},
	{"copied-outside", "reuse", "For: code of it stands in other repositories that were given too."},
	{"vendored-outside", "reuse", "For: other repositories that were given keep a copy of it among what they vendor."},
	{"moves-outside-users", "reuse", "Against: importers in other repositories would have to change the import path if it moved to a repository of its own."},
	{"quiet-surface", "surface", "For: the names that the part exports to others changed in at most a quarter of the months of a year, so that users would seldom wait for a release."},
	{"busy-surface", "surface", "Against: the names that the part exports to others changed in more than a quarter of the months of a year; each month would have been a versioned release."},
	{"own-cpu", "profile", "For: it burns a large share of the CPU time itself, which scaling it apart could follow."},
	{"hot-calls", "profile", "Against a service: calls that the CPU profile shows often would become calls over a network, at least 5,000 times slower."},
}

var verdicts = []definition{
	{"library", "split", "It could become a repository or module of its own that others import."},
	{"service", "split", "It could become a program of its own that others call over a network."},
	{"module", "split", "It could have a go.mod of its own in the same repository."},
	{"leave", "split", "Leave it as it is: the evidence for a split is too weak, or the price too high. It says why."},
	{"focused", "focus", "A team makes 90 % of an area's changes there, or does 90 % of its own work in the area."},
	{"contested", "focus", "Two teams or more make at least a quarter of an area's changes each."},
	{"shared", "focus", "Neither focused nor contested."},
}
