package release

// part is one sentence inside a term.
type part struct {
	*Sentence
	n    int    // its place in the booking, from 1
	rule *point // of a standard sentence: how much is served
	kind *kindRule
}

// term is a chain of sentences served one after the other, or one sentence
// alone. Terms run side by side.
type term struct {
	parts   []part
	start   day // the first sentence
	imposed day // the last sentence
	days    int // of custody, one part after the other
	whole   int // of custody and extension
	last    day // the last day, before any adjustment
	recall  *Recall
}

// terms puts the sentences of a booking into chains. It refuses a chain that
// comes back to itself, one that follows a sentence nobody gave, and two sentences
// that follow the same one.
func terms(b *Booking) ([]*term, error) {
	if len(b.Sentences) == 1 && b.Sentences[0].After == "" {
		t := &term{parts: []part{{Sentence: &b.Sentences[0], n: 1}}}
		return []*term{t}, t.measure()
	}
	next, err := followers(b)
	if err != nil {
		return nil, err
	}
	var all []*term
	placed := 0
	for i := range b.Sentences {
		if b.Sentences[i].After != "" {
			continue
		}
		t := &term{}
		for at := i; at >= 0; at = next[at] {
			t.parts = append(t.parts, part{Sentence: &b.Sentences[at], n: at + 1})
			placed++
		}
		if err := t.measure(); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	if placed < len(b.Sentences) {
		return nil, refuse("release.refused.circle")
	}
	return all, nil
}

// followers gives for each sentence the one that is consecutive to it, or -1.
func followers(b *Booking) ([]int, error) {
	at := make(map[string]int, len(b.Sentences))
	twice := map[string]bool{}
	next := make([]int, len(b.Sentences))
	for i, s := range b.Sentences {
		if _, known := at[s.ID]; known && s.ID != "" {
			twice[s.ID] = true
		}
		at[s.ID], next[i] = i, -1
	}
	for i, s := range b.Sentences {
		if s.After == "" {
			continue
		}
		first, known := at[s.After]
		switch {
		case !known:
			return nil, refuse("release.refused.follows_nothing", "sentence", i+1)
		case twice[s.After]:
			return nil, refuse("release.refused.same_id", "sentence", i+1)
		case next[first] >= 0:
			return nil, refuse("release.refused.two_follow", "sentence", first+1)
		}
		next[first] = i
	}
	return next, nil
}

// measure counts the days of a term.
func (t *term) measure() error {
	t.start, t.imposed, t.recall = t.parts[0].Imposed, t.parts[0].Imposed, t.parts[0].Recall
	var custody, whole run
	var sum Length
	for _, p := range t.parts {
		if (p.Recall == nil) != (t.recall == nil) {
			return refuse("release.refused.part_recalled", "sentence", p.n)
		}
		sum = sum.plus(p.Custody).plus(p.Extension)
		if sum.tooLong() {
			return refuse("release.refused.too_long", "sentence", p.n)
		}
		custody.add(p.Custody)
		whole.add(p.Custody)
		whole.add(p.Extension)
		t.imposed = max(t.imposed, p.Imposed)
	}
	t.days = int(custody.after(t.start) - t.start)
	t.last = whole.after(t.start) - 1
	t.whole = int(t.last-t.start) + 1
	return nil
}

// only reports whether every sentence of the term is of one of the kinds.
func (t *term) only(kind Kind) bool {
	for _, p := range t.parts {
		if p.Kind != kind {
			return false
		}
	}
	return true
}

// alone reports whether the term is the only kind of sentence that does not go
// together with others.
func (t *term) alone() Kind {
	for _, p := range t.parts {
		switch p.Kind {
		case Training, Fine, Supervision:
			return p.Kind
		}
	}
	return ""
}
