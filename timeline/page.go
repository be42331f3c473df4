package timeline

import (
	"cmp"
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/people"
)

// Shown is how many past entries a page has unless asked otherwise, and Most
// how many it ever has.
const (
	Shown = 12
	Most  = 500
)

// Filter says which part of a timeline to show.
type Filter struct {
	Group  string // one of Groups, "" for all
	Before string // id of an entry: show what is older than it
	At     string // id of an entry: show it and what is older
	Limit  int    // 0 means Shown, at most Most
}

// Page is one page of a timeline.
type Page struct {
	Entries []Entry        // newest first
	Older   int            // how many lie between the last of Entries and First
	Before  string         // what Filter.Before is for the next page
	First   *Entry         // the oldest entry, when it is not among Entries
	Word    *Entry         // the first letter, call or visit, whatever the filter
	Counts  map[string]int // entries by group, regardless of the filter
	Total   int            // all of them
}

// Page returns a page of a person's timeline as the actor may see it: entries
// outside their sight come as stubs without their text. It returns NotFound
// for a person the actor does not see.
func (s *Service) Page(ctx context.Context, actor authz.Actor, personID string, f Filter) (Page, error) {
	var p Page
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if err = people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		r := reading{tx: tx, actor: actor, kinds: s.Kinds, personID: personID, group: f.Group}
		p, err = r.page(ctx, f)
		return err
	})
	return p, err
}

// reading is one actor reading one person's timeline in one transaction.
type reading struct {
	tx       *database.Tx
	actor    authz.Actor
	kinds    *Kinds
	personID string
	group    string
}

// within narrows to what the reading is of.
func (r reading) within() *narrowing {
	n := exists(r.actor, r.kinds, r.personID)
	n.group(r.kinds, r.group)
	return n
}

// page reads one entry more than is shown, to know whether there are older
// ones, and only then asks how many and which is the first.
func (r reading) page(ctx context.Context, f Filter) (Page, error) {
	p, err := r.counts(ctx)
	if err != nil {
		return p, err
	}
	here, err := r.from(ctx, f)
	if err != nil {
		return p, err
	}
	limit := f.limit()
	entries, err := newest(ctx, r.tx, here, limit+1)
	if err == nil && len(entries) > limit {
		entries, err = r.fold(ctx, entries[:limit], f, &p)
	}
	if err != nil {
		return p, err
	}
	if p.Entries, err = r.seen(ctx, entries); err != nil {
		return p, err
	}
	p.Word, err = r.firstWord(ctx, p)
	return p, err
}

// beside puts under each entry what the person has to say to it.
func (r reading) beside(ctx context.Context, entries []Entry) error {
	at, ids := map[string]int{}, make([]string, 0, len(entries))
	for i, e := range entries {
		if !e.Stub {
			at[e.ID] = i
			ids = append(ids, e.ID)
		}
	}
	said, err := statementsOf(ctx, r.tx, ids...)
	for _, st := range said {
		e := &entries[at[st.EntryID]]
		e.Said = append(e.Said, st)
	}
	return err
}

// firstWord is where the way together began.
func (r reading) firstWord(ctx context.Context, p Page) (*Entry, error) {
	if p.Counts[Letters]+p.Counts[Talks] == 0 {
		return nil, nil
	}
	words := append(r.kinds.in(Letters), r.kinds.in(Talks)...)
	n := exists(r.actor, r.kinds, r.personID)
	n.and("e.kind IN "+database.In(len(words)), anys(words)...)
	e, err := oldest(ctx, r.tx, n)
	if err != nil {
		return nil, err
	}
	return r.one(ctx, e)
}

func (r reading) counts(ctx context.Context) (Page, error) {
	p := Page{Counts: make(map[string]int, len(Groups()))}
	byKind, err := countByKind(ctx, r.tx, exists(r.actor, r.kinds, r.personID))
	for kind, n := range byKind {
		p.Counts[r.kinds.Kind(kind).Group] += n
		p.Total += n
	}
	return p, err
}

// from narrows to an entry and what is older, or to what is older alone. When
// that entry was taken back in the meantime, the page begins anew.
func (r reading) from(ctx context.Context, f Filter) (*narrowing, error) {
	n := r.within()
	if f.newest() {
		return n, nil
	}
	at, err := positionOf(ctx, r.tx, r.personID, cmp.Or(f.At, f.Before))
	switch {
	case fault.Is(err, fault.NotFound):
		return n, nil
	case f.At != "":
		n.upTo(at)
	default:
		n.olderThan(at)
	}
	return n, err
}

// newest reports whether the page begins with the newest entry.
func (f Filter) newest() bool { return f.At == "" && f.Before == "" }

// fold fills in what lies behind the entries shown: the very first one, and
// how many are in between. When nothing is, the first is simply the last shown.
func (r reading) fold(ctx context.Context, entries []Entry, f Filter, p *Page) ([]Entry, error) {
	last := entries[len(entries)-1]
	behind, err := r.behind(ctx, last, len(entries), f, p)
	if err != nil {
		return nil, err
	}
	first, err := oldest(ctx, r.tx, r.within())
	if err != nil {
		return nil, err
	}
	if behind == 1 {
		return append(entries, first), nil
	}
	p.Older, p.Before = behind-1, last.ID
	p.First, err = r.one(ctx, first)
	return entries, err
}

// behind counts the entries older than the last one shown. On the first page
// the counts of the tabs tell it.
func (r reading) behind(ctx context.Context, last Entry, shown int, f Filter, p *Page) (int, error) {
	if f.newest() {
		if f.Group == "" {
			return p.Total - shown, nil
		}
		return p.Counts[f.Group] - shown, nil
	}
	n := r.within()
	n.olderThan(last.position())
	return countEntries(ctx, r.tx, n)
}

// seen replaces what the reader may not read by stubs.
func (r reading) seen(ctx context.Context, entries []Entry) ([]Entry, error) {
	err := borrow(ctx, r.tx, r.actor, entries)
	for i, e := range entries {
		if !e.Lent && !e.InSight(r.actor) {
			entries[i] = e.stub()
		}
	}
	if err != nil {
		return entries, err
	}
	return entries, r.beside(ctx, entries)
}

func (r reading) one(ctx context.Context, e Entry) (*Entry, error) {
	list, err := r.seen(ctx, []Entry{e})
	return &list[0], err
}

func (f Filter) limit() int {
	if f.Limit <= 0 {
		return Shown
	}
	return min(f.Limit, Most)
}
