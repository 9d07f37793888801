package code

import "strings"

// channel is a channel of a framework as its settings say.
type channel struct {
	publishes bool
	topic     string // "" where it is that of the channel's name
	named     bool   // the settings name a topic, or a connector that has the channel's
	at        entry
}

// channels notes the topics that a framework joins to channels of code by settings:
// spring.cloud.stream.bindings.orders-out-0.destination, mp.messaging.incoming.orders.topic.
func channels(f *Facts, all []entry) {
	byName := map[string]*channel{}
	var order []string
	for _, e := range all {
		name, last, publishes, ok := channelOf(e.key)
		if !ok {
			continue
		}
		key := name
		if publishes {
			key += ">"
		}
		c := byName[key]
		if c == nil {
			c = &channel{publishes: publishes, topic: name}
			byName[key] = c
			order = append(order, key)
		}
		switch value := withDefaults(e.value); last {
		case "destination", "topic", "address", "queue.name":
			c.topic, c.named, c.at = value, true, e
		case "connector":
			if !c.named {
				c.named, c.at = true, e
			}
		}
	}
	for _, key := range order {
		if c := byName[key]; c.named && c.topic != "" && !strings.ContainsAny(c.topic, " ,") {
			f.Topics = append(f.Topics, Topic{
				Publishes: c.publishes, Command: isCommand(c.topic), Names: []string{c.topic}, Line: c.at.line, Text: lastKey(c.at.key) + ": " + c.at.value,
			})
		}
	}
}

// channelOf reads the key of a setting of a channel: its name, what is set, which way it goes.
func channelOf(key string) (name, last string, publishes, ok bool) {
	if i := strings.Index(key, "mp.messaging."); i >= 0 {
		way, rest, _ := strings.Cut(key[i+len("mp.messaging."):], ".")
		name, last, ok = strings.Cut(rest, ".")
		return strings.Trim(name, `"`), last, way == "outgoing", ok && (way == "outgoing" || way == "incoming")
	}
	i := strings.Index(key, "cloud.stream.bindings.")
	if i < 0 {
		return "", "", false, false
	}
	name, last, ok = strings.Cut(key[i+len("cloud.stream.bindings."):], ".")
	low := strings.ToLower(name)
	switch {
	case !ok || last != "destination":
		return "", "", false, false
	case strings.Contains(low, "-out-") || strings.HasSuffix(low, "output"):
		return name, last, true, true
	case strings.Contains(low, "-in-") || strings.HasSuffix(low, "input"):
		return name, last, false, true
	}
	return "", "", false, false
}
