package trail

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// Look is how casework was shown to somebody.
type Look string

// The ways of looking, from the lightest to the one that takes things away.
const (
	Page   Look = "page"   // somebody's page, or a part of it
	List   Look = "list"   // a list with several people on it
	Print  Look = "print"  // made for paper
	Export Look = "export" // a file to keep
)

func (l Look) weight() int { return slices.Index([]Look{Page, List, Print, Export}, l) }

// Seen gathers whose casework is read on behalf of one request, from whatever
// places: what was shown in one answer is one reading.
type Seen struct {
	mu       sync.Mutex
	look     Look
	subjects []string
}

type seenKey struct{}

// Thing names something smaller or other than a person that was read: an entry
// that was lent, a sealed matter. Readers and Readings of it are asked for by
// that name; it does not count as a person on a reading.
func Thing(kind, id string) string { return kind + ":" + id }

// Watch returns a context in which readings are gathered.
func Watch(ctx context.Context) (context.Context, *Seen) {
	s := &Seen{}
	return context.WithValue(ctx, seenKey{}, s), s
}

// Saw says that what is read in ctx shows the casework of people. It writes
// nothing by itself: whoever answers (the pages, the command line) hands what was
// gathered to a Witness before the answer leaves. Where nobody watches, as in
// work that shows nothing to anybody, it does nothing.
func Saw(ctx context.Context, look Look, people ...string) {
	if s, ok := ctx.Value(seenKey{}).(*Seen); ok {
		s.Add(look, people...)
	}
}

// SawAll is Saw for the rows of a list; of gives whom a row is about, or "".
func SawAll[T any](ctx context.Context, look Look, rows []T, of func(T) string) {
	s, ok := ctx.Value(seenKey{}).(*Seen)
	if !ok {
		return
	}
	people := make([]string, 0, len(rows))
	for _, row := range rows {
		if id := of(row); id != "" {
			people = append(people, id)
		}
	}
	s.Add(look, people...)
}

// Add is Saw for one who holds the gathering. The heaviest look stays.
func (s *Seen) Add(look Look, people ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if look.weight() >= s.look.weight() {
		s.look = look
	}
	s.subjects = append(s.subjects, people...)
}

// People is how and whom it holds by now, each once; nothing is emptied by it.
// Things (see Thing) are no people.
func (s *Seen) People() (Look, []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	people := slices.DeleteFunc(slices.Clone(s.subjects), func(subject string) bool { return strings.Contains(subject, ":") })
	slices.Sort(people)
	return s.look, slices.Compact(people)
}

// Drop forgets what was gathered: it was not shown.
func (s *Seen) Drop() { s.take() }

// take empties the gathering. Nobody is on it twice.
func (s *Seen) take() (Look, []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	look, subjects := s.look, s.subjects
	s.look, s.subjects = "", nil
	slices.Sort(subjects)
	return look, slices.Compact(subjects)
}
