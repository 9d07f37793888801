package report

import "strings"

// omission stands for what is left out.
const omission = "..."

// shorten cuts the middle of a text that is wider than room: the end of a path tells
// most, its beginning next most. A path loses whole elements if that is enough.
func shorten(s string, room int) string {
	if room <= len(omission)+2 || width(s) <= room {
		return s
	}
	if path := fewerElements(s, room); path != "" && !strings.Contains(s, " ") {
		return path
	}
	head := (room - len(omission)) / 4
	tail := room - len(omission) - head
	runes := []rune(s)
	return string(upTo(runes, head)) + omission + string(backTo(runes, tail))
}

// shortenBeside is shorten of a path that stands beside another one: of its elements the
// first that the other has not, and the last or the end of it, where they fit.
func shortenBeside(s, other string, room int) string {
	mine, theirs := strings.Split(s, "/"), strings.Split(other, "/")
	n, last := 0, len(mine)-1
	for n < last && n < len(theirs) && mine[n] == theirs[n] {
		n++
	}
	head, tail := mine[n], ""
	if n > 0 {
		head = omission + "/" + head
	}
	switch {
	case n < last-1:
		tail = "/" + omission + "/" + mine[last]
	case n < last:
		tail = "/" + mine[last]
	}
	const leastEnd = 8 // columns of the last element that are worth to be seen
	bare := strings.TrimPrefix(head, omission+"/")
	switch {
	case width(head+tail) <= room:
		return head + tail
	case width(bare+tail) <= room:
		return bare + tail
	case tail != "" && width(bare)+1+len(omission)+leastEnd <= room:
		return bare + "/" + omission + string(backTo([]rune(mine[last]), room-width(bare)-1-len(omission)))
	}
	return shorten(s, room)
}

// fewerElements keeps the last elements of a path that fit behind the omission, then the
// first one if there is still room; "" if not even the last one fits.
func fewerElements(s string, room int) string {
	first, rest, _ := strings.Cut(s, "/")
	for rest != "" {
		_, rest, _ = strings.Cut(rest, "/")
		short := omission + "/" + rest
		switch {
		case rest == "" || width(short) > room:
		case width(first)+1+width(short) <= room:
			return first + "/" + short
		default:
			return short
		}
	}
	return ""
}

// upTo is the longest beginning that is not wider than room.
func upTo(runes []rune, room int) []rune {
	for i, r := range runes {
		if room -= width(string(r)); room < 0 {
			return runes[:i]
		}
	}
	return runes
}

// backTo is the longest end that is not wider than room.
func backTo(runes []rune, room int) []rune {
	for i := len(runes) - 1; i >= 0; i-- {
		if room -= width(string(runes[i])); room < 0 {
			return runes[i+1:]
		}
	}
	return runes
}

// wrap breaks a text at spaces into lines of at most room columns. A longer word, which
// is a path or a version, is broken after separators only; what is too long between two
// of them is shortened in the middle. Room 0 is no limit. There is always one line.
func wrap(s string, room int) []string {
	words := strings.Fields(s)
	if room <= 0 || len(words) == 0 {
		return []string{strings.Join(words, " ")}
	}
	var lines []string
	line := ""
	for _, w := range words {
		if line != "" && width(line)+1+width(w) > room {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		for _, piece := range tokens(w, room, "/@,=", "-_:") {
			if width(line)+width(piece) > room && line != "" {
				lines, line = append(lines, line), ""
			}
			line += shorten(piece, room)
		}
	}
	return append(lines, line)
}

// tokens splits a word that is wider than room after the first kind of separators, and
// what is still too wide after the next.
func tokens(w string, room int, separators ...string) []string {
	if width(w) <= room || len(separators) == 0 {
		return []string{w}
	}
	var out []string
	for w != "" {
		end := strings.IndexAny(w, separators[0]) + 1
		if end == 0 {
			end = len(w)
		}
		out, w = append(out, tokens(w[:end], room, separators[1:]...)...), w[end:]
	}
	return out
}
