package rollout

import (
	"fmt"
	"maps"
	"slices"
)

// messages finds what two services that send each other messages ask of the order: those
// that begin or end with this change. Others order nothing: the broker holds them.
func (p *planner) messages(x pair, both bool) {
	if !both {
		return
	}
	before := len(p.plan.Constraints)
	p.topics(x.callee, x.caller)
	p.topics(x.caller, x.callee)
	if len(p.plan.Constraints) == before {
		p.plan.Free = append(p.plan.Free, Free{x.caller, x.callee, "no message between them begins or ends"})
	}
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
