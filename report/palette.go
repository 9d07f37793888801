package report

// palette colours words for a terminal, or leaves them alone.
type palette map[string]string

// newPalette gives codes that colour text, or empty ones.
func newPalette(color bool) palette {
	if !color {
		return nil
	}
	return palette{
		"heading": "1",
		"faint":   "2",
		"good":    "32",
		"library": "32",
		"service": "35",
		"module":  "36",
		"leave":   "2",
		"problem": "31",
		"smell":   "33",
		"noise":   "2",
	}
}

func (p palette) tone(name, text string) string {
	code, ok := p[name]
	if !ok || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
