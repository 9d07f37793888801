package code

import (
	"slices"
	"strings"
)

// trait is what the readers ask of a word, whatever stands around it.
type trait uint16

const (
	namesKey     trait = 1 << iota // of settings that are asked for
	readsSetting                   // see isGetterName
	namesTopic                     // see isTopicName
	carriesText                    // a call that may carry messages, see verbOf
	carriesType                    // a call whose messages are told by their type, see types
	runsJob                        // see jobCalls
	usesStub                       // a part of what contractReaders look for
	namesType                      // see messageType
	special                        // case, env
	findsService                   // see discoverers
	namesPart                      // of a setting's key, see Keys.parts
)

// words finds the traits of words out, each once. What is longer than maxName is looked at
// each time.
type words struct {
	keys   *Keys
	lower  map[string]trait // traits of words in lower case
	found  map[string]bool  // room for keys
	known  map[string]word
	recent [1024]word // some of those met last, by their length and a few bytes
}

type word struct {
	text string
	trait
}

// maxWords bounds the words that are remembered.
const maxWords = 1 << 16

// of is the traits of a word.
func (w *words) of(text []byte) trait {
	n := uint32(len(text))
	at := (n<<24 ^ uint32(text[0])<<16 ^ uint32(text[n/2])<<8 ^ uint32(text[n-1])) * 2654435761
	recent := &w.recent[at>>22]
	if recent.text == string(text) {
		return recent.trait
	}
	found, ok := w.known[string(text)]
	if !ok {
		found = word{string(text), w.traits(string(text))}
		if n > maxName {
			return found.trait
		}
		if w.known == nil || len(w.known) >= maxWords {
			w.known = map[string]word{}
		}
		w.known[found.text] = found
	}
	*recent = found
	return found.trait
}

// newWords knows the words that are known to every reader.
func newWords(k *Keys) *words {
	w := &words{keys: k, lower: map[string]trait{}, found: map[string]bool{}}
	for name := range verbs {
		w.lower[name] |= carriesText
	}
	for name := range subscribers {
		w.lower[name] |= carriesType
	}
	for name := range takers {
		w.lower[name] |= carriesType
	}
	for name := range jobCalls {
		w.lower[name] |= runsJob
	}
	for _, name := range discoverers {
		w.lower[name] |= findsService
	}
	for t, names := range map[trait][]string{carriesText: sends, carriesType: slices.Concat(givers, mappers)} {
		for _, name := range names {
			w.lower[name] |= t
		}
	}
	return w
}

func (w *words) traits(text string) trait {
	low := strings.ToLower(text)
	t := w.lower[low]
	if w.keys.name(w.found, text); len(w.found) > 0 {
		t |= namesKey
		clear(w.found)
	}
	if isGetterName(low) {
		t |= readsSetting
	}
	if mayNameTopic(low) && isTopicName(text) {
		t |= namesTopic
	}
	if isOfStub(text) {
		t |= usesStub
	}
	if messageType(text) {
		t |= namesType
	}
	if w.keys != nil && w.keys.parts[text] {
		t |= namesPart
	}
	if text == "case" || text == "env" {
		t |= special
	}
	return t
}

// mayNameTopic is quick to say that a word, in lower case, is no name of a topic.
func mayNameTopic(low string) bool {
	return len(low) > 4 && slices.ContainsFunc(topicWords, func(w string) bool { return strings.Contains(low, w) })
}
