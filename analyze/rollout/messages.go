package rollout

import (
	"fmt"
	"maps"
	"slices"

	"seam/analyze/contracts"
)

// messages finds what two services that send each other messages ask of the order: those
// that begin or end with this change, and what changed in them where that can be read.
// Others order nothing: the broker holds them.
func (p *planner) messages(x pair, both bool) {
	before := len(p.plan.Constraints) + len(p.plan.Problems)
	old, now := p.events(x)
	for _, c := range contracts.Compare(old, now) {
		p.change(x, c, both)
	}
	if !both {
		return
	}
	p.topics(x.callee, x.caller)
	p.topics(x.caller, x.callee)
	if len(p.plan.Constraints)+len(p.plan.Problems) == before {
		p.plan.Free = append(p.plan.Free, Free{x.caller, x.callee, "no message between them begins or ends"})
	}
}

// events are the fields of what goes between two services, before and after: of the messages
// that the owner's documents describe, and of those of protobuf that the code of both names.
func (p *planner) events(x pair) (old, now contracts.Surface) {
	base, head := p.in.Base, p.in.Head
	both := func(name string) bool {
		return (base.Uses[x.caller].Says(name) || head.Uses[x.caller].Says(name)) && (base.Uses[x.callee].Says(name) || head.Uses[x.callee].Says(name))
	}
	return contracts.Join(base.Events[x.callee], base.Protos.MessagesOf(both)), contracts.Join(head.Events[x.callee], head.Protos.MessagesOf(both))
}

// topics compares what one service sends and the other reads.
func (p *planner) topics(sender, reader string) {
	old, now := p.in.Base.Topics, p.in.Head.Topics
	names := slices.Sorted(maps.Keys(now[sender].Sends))
	for name := range old[sender].Sends {
		if _, ok := now[sender].Sends[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		sentAt, sends := now[sender].Sends[name]
		readAt, reads := now[reader].Reads[name]
		sentBefore, sent := old[sender].Sends[name]
		_, read := old[reader].Reads[name]
		switch {
		case sends && !sent && reads && !read:
			p.constrain(reader, sender, Topic, fmt.Sprintf("%s begins to send %s, which %s begins to read: a reader must be there before the message", sender, name, reader), sentAt, readAt)
		case sent && !sends && read && !reads:
			p.constrain(sender, reader, Topic, fmt.Sprintf("%s no longer sends %s, which %s no longer reads: what was sent is read before the reader goes", sender, name, reader), sentBefore)
		}
	}
}
