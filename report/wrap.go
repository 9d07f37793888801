package report

import "strings"

// shorten cuts the middle of a text that is wider than room: the end of a path tells
// most, its beginning next most.
func shorten(s string, room int) string {
	const mark = "..."
	if room <= len(mark)+2 || width(s) <= room {
		return s
	}
	head := (room - len(mark)) / 4
	tail := room - len(mark) - head
	runes := []rune(s)
	return string(upTo(runes, head)) + mark + string(backTo(runes, tail))
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

// wrap breaks a text at spaces into lines of at most room columns; a longer word is
// cut. Room 0 is no limit. There is always one line.
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
		for width(w) > room {
			cut := upTo([]rune(w), room)
			if len(cut) == 0 {
				break
			}
			lines, w = append(lines, string(cut)), w[len(string(cut)):]
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(lines, line)
}
