package code

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"seam/analyze/services/address"
	"seam/analyze/source"
)

// brokers are words of libraries that carry messages; a file that names none says
// nothing about topics, save by annotations.
var brokers = []string{"kafka", "amqp", "rabbit", "pika", "nats", "pulsar", "sqs", "sns", "servicebus", "eventhub", "pubsub", "mqtt", "stomp", "jms",
	"redis", "dapr", "masstransit", "kinesis", "nservicebus", "eventbus", "eventbridge", "rsmq", "rhea", "sarama", "confluent", "bunny", "nameko", "go-queue"}

// messages finds what a file publishes and consumes.
func messages(f *Facts, v *view) {
	v.topicConsts(f)
	m := messenger{f: f, v: v, carries: sync.OnceValue(func() bool { return carries(v.src) })}
	for _, i := range v.named {
		m.types(i)
		m.calls(i)
		m.options(i)
		m.jobs(i)
		m.cases(i)
	}
}

// carries reports whether a file names a library that carries messages.
func carries(src []byte) bool {
	low := bytes.ToLower(src)
	return slices.ContainsFunc(brokers, func(b string) bool { return bytes.Contains(low, []byte(b)) })
}

type messenger struct {
	f       *Facts
	v       *view
	carries func() bool // whether the file names a library that carries messages
}

func (m messenger) add(t Topic, i int) {
	if !t.Type {
		t.Command = t.Command || slices.ContainsFunc(t.Names, isCommand)
	}
	t.Line, t.Text = m.v.tokens[i].Line, m.v.line(i)
	m.f.Topics = append(m.f.Topics, t)
}

// isCommand tells names of requests that one service makes to another.
func isCommand(name string) bool {
	return hasAny(address.KeyWords(name), []string{"command", "commands", "cmd"})
}

// topicWords stand in names of what a topic is told by.
var topicWords = []string{"topic", "topics", "exchange", "queue", "queues", "subject", "subjects", "channel", "channels", "routing", "destination", "binding", "stream"}

func isTopicName(name string) bool { return hasAny(address.KeyWords(name), topicWords) }

// topicConsts keeps the names that other files may use for a topic.
func (v *view) topicConsts(f *Facts) {
	for name, value := range v.consts {
		if value != "" && len(value) < 200 && isTopicName(name) {
			f.Consts[name] = value
		}
	}
}

// subscribers are calls and interfaces, in lower case, whose first type argument is a
// message that is consumed; true if it is a command.
var subscribers = map[string]bool{
	"addsubscription": false, "subscribe": false, "subscribeasync": false, "iconsumer": false, "ihandlemessages": false,
	"iintegrationeventhandler": false, "subscribedynamic": false, "ihandleevent": false, "ieventconsumer": false,
}

// takers are calls, in lower case, whose first argument X.class is a message that is
// consumed; true if it is a command.
var takers = map[string]bool{"onevent": false, "onmessage": true}

// givers are calls, in lower case, whose first type argument is published.
var givers = []string{"publish", "publishasync", "publishevent", "publisheventasync"}

// mappers are calls, in lower case, that make their first type argument of something else.
var mappers = []string{"adapt", "map", "mapto"}

// types finds messages that are told by their type.
func (m messenger) types(i int) {
	v := m.v
	has := v.marks[i].trait
	switch {
	case has&carriesType == 0:
	case v.is(i+1, "<") && messageType(v.text(i+2)):
		low := strings.ToLower(v.text(i))
		if command, ok := subscribers[low]; ok {
			m.add(Topic{Type: true, Command: command || isCommand(v.text(i+2)), Names: []string{v.text(i + 2)}}, i)
			return
		}
		if slices.Contains(givers, low) {
			m.add(Topic{Publishes: true, Type: true, Names: []string{v.text(i + 2)}}, i)
			return
		}
		if slices.Contains(mappers, low) && v.is(i+3, ">") && v.is(i+4, "(") {
			m.add(Topic{Publishes: true, Type: true, Created: true, Names: []string{v.text(i + 2)}}, i)
			return
		}
	case v.is(i+1, "(") && (v.is(i+4, "class") || v.is(i+5, "class")) && messageType(v.text(i+2)):
		if command, ok := takers[strings.ToLower(v.text(i))]; ok {
			m.add(Topic{Type: true, Command: command, Names: []string{v.text(i + 2)}}, i)
			return
		}
	}
	if has&namesType != 0 && m.created(i) {
		m.add(Topic{Publishes: true, Type: true, Created: true, Names: []string{v.text(i)}}, i)
	}
}

// constructs tells the languages in which created sees that something is.
func constructs(l source.Language) bool {
	switch l {
	case source.Kotlin, source.Java, source.CSharp, source.TypeScript, source.PHP:
		return true
	}
	return false
}

// created reports whether the name at i is constructed.
func (m messenger) created(i int) bool {
	v := m.v
	if v.lang == source.Kotlin {
		return v.is(i+1, "(") && !v.is(i-1, "class") && !v.is(i-1, ":") && !v.is(i-1, "@") && !v.is(i-1, ",")
	}
	return (v.is(i+1, "(") || v.is(i+1, "{") || v.is(i+1, "<")) && v.constructed(i)
}

// messageType refuses type parameters (T, TEvent) and what is no type name.
func messageType(w string) bool {
	if len(w) < 4 || w[0] < 'A' || w[0] > 'Z' {
		return false
	}
	return !(w[0] == 'T' && w[1] >= 'A' && w[1] <= 'Z')
}

// verb is what a call does with the texts that it is given.
type verb struct {
	publishes bool
	alone     bool // counts without a library of messages in the file
	marked    bool // only as an annotation or attribute
	command   bool
	settings  bool // only by names that are looked up, not by texts: an outbox keeps other things, too
}

// verbs are the calls and annotations that are known, in lower case.
var verbs = map[string]verb{
	"publish": {publishes: true}, "publishasync": {publishes: true}, "publishwithcontext": {publishes: true}, "publishevent": {publishes: true},
	"publisheventasync": {publishes: true}, "publish_event": {publishes: true}, "basic_publish": {publishes: true}, "basicpublish": {publishes: true},
	"basicpublishasync": {publishes: true}, "produce": {publishes: true}, "produceasync": {publishes: true}, "sendtoqueue": {publishes: true},
	"convertandsend": {publishes: true}, "convertsendandreceive": {publishes: true}, "producerrecord": {publishes: true}, "xadd": {publishes: true},
	"newpusher": {publishes: true}, "insertevent": {publishes: true, settings: true}, "insertoutbox": {publishes: true, settings: true},
	"saveevent": {publishes: true, settings: true}, "saveoutbox": {publishes: true, settings: true}, "addtooutbox": {publishes: true, settings: true},
	"event_dispatcher": {publishes: true}, "event_handler": {alone: true, marked: true},
	"publishmessage": {publishes: true}, "publish_message": {publishes: true}, "sendtotopic": {publishes: true},
	"newsender": {publishes: true}, "createsender": {publishes: true}, "open_sender": {publishes: true}, "get_queue_sender": {publishes: true},
	"newreceiver": {}, "newreceiverforqueue": {}, "createreceiver": {}, "createprocessor": {}, "open_receiver": {}, "get_queue_receiver": {},
	"outgoing": {publishes: true, marked: true}, "setheader": {publishes: true}, "with": {},

	"subscribe": {}, "subscribeasync": {}, "queuesubscribe": {}, "psubscribe": {}, "consume": {}, "basic_consume": {}, "basicconsume": {},
	"basicconsumeasync": {}, "consumepartition": {}, "consumewithcontext": {}, "queuebind": {}, "queue_bind": {}, "bindqueue": {}, "queuebindasync": {},
	"kafkaconsumer": {}, "aiokafkaconsumer": {}, "xreadgroup": {}, "queuesubscribesync": {},
	"kafkalistener": {alone: true, marked: true}, "rabbitlistener": {alone: true, marked: true}, "jmslistener": {alone: true, marked: true},
	"sqslistener": {alone: true, marked: true}, "pulsarlistener": {alone: true, marked: true}, "streamlistener": {alone: true, marked: true},
	"incoming": {marked: true}, "topic": {marked: true}, "queue": {marked: true}, "binding": {marked: true}, "capsubscribe": {alone: true, marked: true},
	"eventpattern": {alone: true, marked: true}, "messagepattern": {alone: true, marked: true, command: true},
}

// senders are words of what "send" is called on, where it sends messages.
var senders = []string{"producer", "template", "publisher", "sender", "bridge", "kafka", "emitter", "client"}

// sends are calls, in lower case, that may send messages: what they are called on tells.
var sends = []string{"send", "sendasync", "send_and_wait", "emit"}

// verbOf is what the call at i does.
func (m messenger) verbOf(i int) (verb, bool) {
	v := m.v
	low := strings.ToLower(v.text(i))
	if slices.Contains(sends, low) {
		words := v.before(i + 1)
		if len(words) > 1 && m.carries() && hasAny(address.KeyWords(strings.Join(words[1:2], "_")), senders) {
			return verb{publishes: true}, true
		}
		return verb{}, false
	}
	known, ok := verbs[low]
	if !ok || !known.alone && !m.carries() {
		return verb{}, false
	}
	if low == "setheader" { // of a message of Spring: setHeader(KafkaHeaders.TOPIC, "orders")
		at := i + 2
		for v.is(at+1, ".") && v.word(at+2) {
			at += 2
		}
		return known, v.is(at, "TOPIC") && v.is(at+1, ",")
	}
	if low == "with" { // a key of Spring: BindingBuilder.bind(queue).to(exchange).with("orders.new")
		return known, slices.Contains(v.before(i+1), "BindingBuilder") && !v.is(i+2, `"#"`) && !v.is(i+2, `"*"`)
	}
	if low == "topic" || low == "queue" || low == "binding" { // of Micronaut, below an interface that says which way
		known.publishes = bytes.Contains(v.src, []byte("@KafkaClient")) || bytes.Contains(v.src, []byte("@RabbitClient"))
	}
	if known.marked && !v.is(i-1, "@") && !(v.is(i-1, "[") && v.lang == source.CSharp) {
		return verb{}, false
	}
	return known, true
}

// calls finds messages that are told by the texts given to a known call.
func (m messenger) calls(i int) {
	v := m.v
	if v.marks[i].trait&carriesText == 0 {
		return
	}
	open := i + 1
	if v.is(open, "<") { // type arguments
		for open < len(v.tokens) && open < i+maxChain/2 && !v.is(open, "(") {
			open++
		}
	}
	if !v.is(open, "(") || v.is(i-1, "func") || v.is(i-1, "def") || v.is(i-1, "function") || v.is(i-1, "fn") || v.is(i-1, "fun") {
		return
	}
	known, ok := m.verbOf(i)
	if !ok {
		return
	}
	if v.lang == source.Go && !v.is(i-1, ".") { // a method's declaration
		return
	}
	names, computed := m.names(open, known.marked)
	if known.settings {
		computed = false
		names = slices.DeleteFunc(names, func(n string) bool { return !strings.HasPrefix(n, "@") && !strings.HasPrefix(n, "${") })
	}
	switch {
	case len(names) > 0:
		m.add(Topic{Publishes: known.publishes, Command: known.command, Names: names}, i)
	case computed && !v.declares(open):
		m.add(Topic{Publishes: known.publishes, Type: m.single(open)}, i)
	}
}

// single reports whether a call has one argument, so that the message alone tells where
// it goes.
func (m messenger) single(open int) bool {
	v := m.v
	for i := open + 1; i < v.closer(open); i++ {
		if v.inside[i] == open && v.is(i, ",") {
			return false
		}
	}
	return true
}

// declares reports whether the brackets at open belong to a method's declaration:
// a body follows, or a type stands before the name.
func (v *view) declares(open int) bool {
	end := v.closer(open)
	if v.is(end+1, "{") || v.is(end+1, ":") || v.is(end+1, "throws") || v.is(end+1, "=>") || v.is(end+1, "where") {
		return true
	}
	return v.word(open-2) && !v.is(open-2, "await") && !v.is(open-2, "return") && !v.is(open-2, "new") && !v.is(open-2, "yield")
}

// options of a call that say something else than where messages go.
var otherOptions = []string{"group", "groupid", "id", "containerfactory", "concurrency", "errorhandler", "autostartup", "body", "properties", "consumertag",
	"consumer_tag", "clientid", "client_id", "client", "bootstrap", "servers", "bootstrapservers", "bootstrap_servers", "type", "message", "data", "content", "payload", "contenttype",
	"datacontenttype", "durable", "key_deserializer", "value_deserializer", "metadata", "headers", "brokers", "deadlettertopic", "selector", "subscription",
	"exchange_type", "exchangetype", "arguments", "autoack", "callback", "on_message_callback", "auto_offset_reset", "group_id", "balancer", "partition"}

// names are the texts that a call is given which can say where messages go, in
// order: all that are given by name, and those that stand before the first argument
// that is none. computed reports that there was an argument that could not be read.
func (m messenger) names(open int, all bool) (names []string, computed bool) {
	v := m.v
	end := min(v.closer(open), len(v.tokens))
	stopped := false
	for i := open + 1; i < end && i-open < 200; i++ {
		at := v.inside[i]
		if at < 0 || v.tokens[i].Kind == source.Punct {
			continue
		}
		label := v.labelOf(i)
		direct := at == open
		switch {
		case label != "" && (slices.Contains(otherOptions, strings.ToLower(strings.Trim(label, `"'`)))):
			continue
		case direct && label == "" && !stopped && m.getter(i) != "":
			names = append(names, m.getter(i))
			i = v.closer(i + 1)
		case direct && v.nameOf(i) != "":
			names = append(names, v.nameOf(i))
			i = v.closer(i + 1)
		case !direct && v.tokens[i].Kind == source.String && v.gets(i, at, open):
			names = append(names, "${"+v.value(i)+":"+v.fallbackOf(i, at)+"}")
			i = v.closer(at)
		case !direct && !all && !v.listOf(at, open):
			continue
		case !direct && !all && label != "" && !isTopicName(label) && !strings.EqualFold(label, "key"):
			continue
		case v.tokens[i].Kind == source.String && !v.is(i+1, ":") && !v.is(i+1, "=>"):
			if stopped && label == "" && !all {
				continue
			}
			if s := v.value(i); s != "" && len(s) < 200 && !strings.ContainsAny(s, " \n{") || strings.HasPrefix(v.value(i), "${") {
				names = append(names, v.value(i))
			}
		case v.word(i) && v.lastWord(i) && (label != "" && isTopicName(label) || label == "" && !stopped && v.listOf(at, open)):
			name, ok := m.constant(v.text(i))
			switch {
			case ok:
				names = append(names, name)
			case v.is(i-1, ".") && v.is(i-2, "env"):
				names = append(names, "${"+v.text(i)+":}")
			case v.text(i) == "ctx" || v.text(i) == "context" || v.text(i) == "nil" || v.text(i) == "null" || v.text(i) == "this":
			case isTopicName(v.text(i)) || strings.ToUpper(v.text(i)) == v.text(i) && len(v.text(i)) > 2:
				names = append(names, m.named(i))
			default:
				computed = computed || label == ""
				stopped = stopped || label == "" && len(names) > 0
			}
		case v.tokens[i].Kind == source.Hole:
			computed = true
		}
	}
	return names, computed
}

// getter is the name that a getter of Java gives, which says that it is of a topic:
// config.getOrdersTopic() gives ordersTopic, by what this stands for here or elsewhere. ""
// if none stands at i.
func (m messenger) getter(i int) string {
	v := m.v
	name, ok := strings.CutPrefix(v.text(i), "get")
	if !ok || name == "" || v.lang != source.Java || !v.is(i+1, "(") || !v.is(i+2, ")") || v.is(i+3, ".") || !isTopicName(name) {
		return ""
	}
	name = strings.ToLower(name[:1]) + name[1:]
	if value, ok := m.constant(name); ok {
		return value
	}
	return "@" + name
}

// nameOf is what nameof(X) of C# gives, in lower case if that is asked for; "" if none
// stands at i.
func (v *view) nameOf(i int) string {
	if !v.is(i, "nameof") || !v.is(i+1, "(") || v.lang != source.CSharp {
		return ""
	}
	end := v.closer(i + 1)
	if !v.word(end - 1) {
		return ""
	}
	if v.is(end+1, ".") && strings.HasPrefix(v.text(end+2), "ToLower") {
		return strings.ToLower(v.text(end - 1))
	}
	return v.text(end - 1)
}

// listOf reports whether a bracket is a list, or an object, that is an argument of
// the call.
func (v *view) listOf(b, open int) bool {
	for depth := 0; b >= 0 && depth < 3; depth++ {
		if b == open {
			return true
		}
		if !v.is(b, "[") && !v.is(b, "{") && !v.lists(b) {
			return false
		}
		b = v.inside[b]
	}
	return false
}

// lists reports whether a bracket belongs to a call that makes a list of its arguments.
func (v *view) lists(b int) bool {
	words := v.before(b)
	return len(words) > 0 && slices.Contains([]string{"listOf", "setOf", "of", "asList", "singletonList", "singleton", "Arrays"}, words[0])
}

// lastWord reports whether an expression of words ends at i: a.b.NAME, and it is no
// call.
func (v *view) lastWord(i int) bool {
	return !v.is(i+1, ".") && !v.is(i+1, "(") && !v.is(i+1, ":") && !v.is(i+1, "::") && !v.is(i+1, "->") && !v.is(i+1, "=") && !v.is(i+1, "{") && !v.is(i+1, "<") && !v.is(i+1, "=>")
}

// gets reports whether the literal at i is the key of a setting that is read in place of
// an argument of the call at open: publish(os.Getenv("TOPIC"), …), subscribe([environ["TOPIC"]]).
func (v *view) gets(i, at, open int) bool {
	if at != i-1 || !isGetter(v.before(at)) && !(v.is(at, "[") && (v.is(at-1, "environ") || v.is(at-1, "env") || v.is(at-1, "ENV"))) {
		return false
	}
	return v.inside[at] == open || v.listOf(v.inside[at], open)
}

// fallbackOf is the text that a call gives besides the key of a setting.
func (v *view) fallbackOf(i, at int) string {
	if v.is(i+1, ",") && v.literal(i+2) && v.closer(at) == i+3 {
		return v.value(i + 2)
	}
	return ""
}

// named is the name that ends at i: what it stands for here, else the whole of it, to be
// looked up where other files are known.
func (m messenger) named(i int) string {
	if value, ok := m.constant(m.v.text(i)); ok {
		return value
	}
	words := m.v.before(i + 1)
	slices.Reverse(words)
	return "@" + strings.Join(words, ".")
}

// cases finds the topics, or the types, that a consumer tells its messages apart by:
// switch m.Topic { case cfg.Topics.Orders: … }, switch (messageType) { case "Paid": … }.
func (m messenger) cases(i int) {
	v := m.v
	if !v.is(i, "case") || v.inside[i] < 0 {
		return
	}
	end := v.inside[i]
	if v.is(end-1, ")") {
		end--
	}
	words := v.before(end)
	if len(words) == 0 {
		return
	}
	at := i + 1
	for v.is(at+1, ".") && v.word(at+2) {
		at += 2
	}
	if !v.is(at+1, ":") && !v.is(at+1, "->") {
		return
	}
	ws := address.KeyWords(words[0])
	switch {
	case v.literal(at) && len(ws) == 2 && (ws[0] == "message" || ws[0] == "event") && (ws[1] == "type" || ws[1] == "name") && messageType(v.value(at)):
		m.add(Topic{Type: true, Command: isCommand(v.value(at)), Names: []string{v.value(at)}}, i)
	case !slices.Contains([]string{"topic", "subject", "routingkey"}, strings.ToLower(words[0])) || !m.carries():
	case v.literal(at):
		m.add(Topic{Names: []string{v.value(at)}}, i)
	case v.word(at) && len(words) > 1:
		m.add(Topic{Names: []string{m.named(at)}}, i)
	}
}

// constant is what a name stands for in this file.
func (m messenger) constant(name string) (string, bool) {
	if s := m.v.consts[name]; s != "" && !strings.ContainsAny(s, " \n") {
		return s, true
	}
	return "", false
}

// publishing and consuming are words of names around an option that says whether it
// is for one or the other.
var (
	publishing = []string{"publisher", "producer", "writer", "publish", "produce", "sender"}
	consuming  = []string{"consumer", "reader", "subscriber", "subscription", "listener", "receiver", "subscribe", "consume"}
)

// options finds topics that are options of something whose name says which way they
// go: kafka.Writer{Topic: "x"}, consumer.ExchangeName("x").
func (m messenger) options(i int) {
	v := m.v
	switch {
	case v.marks[i].trait&namesTopic == 0:
	case v.is(i, "TopicOptions") && v.lang == source.CSharp && v.constructed(i):
		m.topicOptions(i)
	case v.is(i+1, ":") && v.is(i+2, "[") && v.is(i+3, "]") && v.is(i+4, "string") && v.is(i+5, "{") && v.lang == source.Go:
		for j := i + 6; j < v.closer(i+5); j++ {
			switch {
			case v.literal(j):
				m.directed(m.around(i), i, v.value(j))
			case v.word(j) && v.lastWord(j):
				m.directed(m.around(i), i, m.named(j))
			}
		}
	case v.is(i+1, "(") && v.literal(i+2) && v.is(i+3, ")") && verbs[strings.ToLower(v.text(i))] == verb{}:
		words := v.before(i + 1)
		if len(words) > 1 {
			m.directed(words[1:], i, v.value(i+2))
		}
	case v.is(i+1, ":") && (v.literal(i+2) || v.word(i+2) || v.is(i+2, "&")) && v.lang == source.Go:
		at := i + 2
		if v.is(at, "&") {
			at++
		}
		for v.is(at+1, ".") && v.word(at+2) {
			at += 2
		}
		if v.is(at+1, "{") {
			return // says more of itself
		}
		value := v.value(at)
		if v.word(at) {
			value = m.named(at)
			if v.is(at+1, "(") && v.literal(at+2) && isGetter(v.before(at+1)) {
				value = "${" + v.value(at+2) + ":}"
			}
		}
		m.directed(m.around(i), i, value)
	}
}

// around lists the words before the braces that an option of Go stands in, the nearest
// first; those of a message that is made to be sent say so.
func (m messenger) around(i int) []string {
	v := m.v
	b := v.inside[i]
	if b < 0 || !v.is(b, "{") {
		return nil
	}
	words := v.before(b)
	if outer := v.inside[b]; outer >= 0 && v.is(outer, "{") {
		words = append(words, v.before(outer)...)
	}
	if slices.Contains(words, "Message") && slices.Contains(words, "kafka") || slices.Contains(words, "Msg") && slices.Contains(words, "nats") {
		words = append(words, "publish")
	}
	return words
}

// topicOptions takes what a service of .NET subscribes to by Dapr:
// new TopicOptions { PubsubName = "bus", Name = "orders" }.
func (m messenger) topicOptions(i int) {
	v := m.v
	open := i + 1
	if v.is(open, "(") {
		open = v.closer(open) + 1
	}
	if !v.is(open, "{") {
		return
	}
	var names []string
	for j := open + 1; j < v.closer(open); j++ {
		if label := v.labelOf(j); v.inside[j] != open || label != "PubsubName" && label != "Name" {
			continue
		}
		switch {
		case v.literal(j):
			names = append(names, v.value(j))
		case v.nameOf(j) != "":
			names = append(names, v.nameOf(j))
		case v.word(j) && v.lastWord(j):
			names = append(names, m.named(j))
		}
	}
	if len(names) > 1 {
		m.add(Topic{Names: names}, i)
	}
}

// directed adds a topic whose direction the words tell, the nearest first, if the file
// carries messages, which takes longest to find out.
func (m messenger) directed(words []string, i int, name string) {
	if name == "" || strings.ContainsAny(name, " \n") {
		return
	}
	for _, w := range words {
		ws := address.KeyWords(w)
		publishes := hasAny(ws, publishing)
		if publishes || hasAny(ws, consuming) {
			if m.carries() {
				m.add(Topic{Publishes: publishes, Names: []string{name}}, i)
			}
			return
		}
	}
}
