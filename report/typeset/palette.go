package typeset

// Palette colours words for a terminal, or leaves them alone.
type Palette map[string]string

// NewPalette gives codes that colour text, or empty ones.
func NewPalette(color bool) Palette {
	if !color {
		return nil
	}
	return Palette{
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

// Tone colours a text by the name of its tone.
func (p Palette) Tone(name, text string) string {
	code, ok := p[name]
	if !ok || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
