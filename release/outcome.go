package release

import "cmp"

// outcome is what is worked out for one term.
type outcome struct {
	*term
	own      Kind // of a term of its own kind: training, fine, supervision; "" for imprisonment
	since    day  // adjustments before this day do not count,
	until    day  // nor those after this one
	adj      adjusted
	served   int     // days to release before adjustments, under the rules that hold
	natural  day     // release, if no tranche held it back
	due      dated   // under the rules that hold, without added days
	held     day     // release, with added days
	expiry   day     // the last day, adjusted
	end      *ending // what release and the last day are called
	licence  day     // the last day of licence; none without
	recalled day     // release after recall
	topUp    day     // the last day of supervision
	phase    *tranche
	stayed   bool // a later rule was passed over: out on the day it began
}

// dated is the days that a change of the rules moves. Added days are not in them.
type dated struct{ release, eligible, curfew day }

func newOutcome(t *term) *outcome {
	return &outcome{term: t, own: t.alone(), since: none, until: forever, licence: none, recalled: none, topUp: none, due: dated{none, none, none}}
}

// imprisonment reports whether the term counts towards what is held together with
// others: not an order of training, a fine, or a breach.
func (o *outcome) imprisonment() bool { return o.own == "" }

// current reports whether release of the term is still to come: it was not
// recalled, and is not an order of training, which has dates of its own.
func (o *outcome) current() bool { return o.recall == nil && o.own != Training }

func byStart(a, b *outcome) int { return cmp.Compare(a.start, b.start) }

// moved is by how many days the adjustments move release and the last day.
func (o *outcome) moved() day { return day(o.adj.away - o.adj.off()) }

// added is the days added for breaking prison rules, where they count.
func (o *outcome) added() day { return day(o.adj.added) }

// immediate reports whether everything to serve was served on remand.
func (o *outcome) immediate() bool { return o.due.release+o.added() <= o.imposed }
