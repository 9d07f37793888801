package cochange

// findHabits numbers what the hidden pairs of files, packages and areas tell: a pair with
// more than half of its changes among those of one before it, of its level or of one before,
// is the same habit seen once more.
func findHabits(levels []level) {
	var habits int32
	of := map[int32][]int32{} // by change: the habits that were first seen in it
	for i := range levels {
		l := &levels[i]
		var hidden []*Pair
		var ends [][2]string
		for k := range l.pairs {
			if p := &l.pairs[k]; p.Hidden {
				hidden, ends = append(hidden, p), append(ends, p.ends())
			}
		}
		for k, shared := range l.meetings(ends) {
			habit := mostly(shared, of)
			if habit == 0 {
				habits++
				habit = habits
				for _, ch := range shared {
					of[ch] = append(of[ch], habit)
				}
			}
			hidden[k].Habit = int(habit)
		}
	}
}

// mostly is the habit that more than half of some changes belong to, the first of those with
// most; 0 for none.
func mostly(changes []int32, habits map[int32][]int32) int32 {
	count := map[int32]int{}
	best, most := int32(0), 0
	for _, ch := range changes {
		for _, h := range habits[ch] {
			count[h]++
			if n := count[h]; n > most || n == most && h < best {
				best, most = h, n
			}
		}
	}
	if 2*most <= len(changes) {
		return 0
	}
	return best
}

// meetings lists the changes that touch both ends of each of some pairs, newest first.
func (l *level) meetings(pairs [][2]string) [][]int32 {
	out := make([][]int32, len(pairs))
	if len(pairs) == 0 {
		return out
	}
	wanted := map[string]int32{} // by end: its number
	number := func(end string) int32 {
		n, ok := wanted[end]
		if !ok {
			n = int32(len(wanted))
			wanted[end] = n
		}
		return n
	}
	at := make(map[[2]int32]int, len(pairs))
	for k, p := range pairs {
		a, b := number(p[0]), number(p[1])
		at[[2]int32{min(a, b), max(a, b)}] = k
	}
	ends := l.numbersOf(wanted)
	seen := make([]int32, len(wanted)) // by end: the last change that touches it, from 1
	var held []int32
	for n, ch := range l.list.All() {
		held = held[:0]
		for _, f := range ch.Files() {
			if e := ends[f]; e >= 0 && seen[e] != int32(n)+1 {
				seen[e] = int32(n) + 1
				held = append(held, e)
			}
		}
		for x, a := range held {
			for _, b := range held[x+1:] {
				if k, ok := at[[2]int32{min(a, b), max(a, b)}]; ok {
					out[k] = append(out[k], int32(n))
				}
			}
		}
	}
	return out
}

// numbersOf is the number of what each path belongs to, -1 where it has none.
func (l *level) numbersOf(items map[string]int32) []int32 {
	out := make([]int32, len(l.of.Paths))
	for i := range out {
		out[i] = -1
		if item, ok := l.name(i); ok {
			if n, ok := items[item]; ok {
				out[i] = n
			}
		}
	}
	return out
}
