package rulepacks

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

func monthOf(n int) time.Month { return time.Month(min(max(n, 1), 12)) }

func (c *checker) procedure(path string, p *Procedure) {
	c.name(path+".code", p.Code)
	c.need(path+".title", p.Title)
	c.evidence(path, p.Evidence)
	c.day(path+".effective_from", p.EffectiveFrom)
	c.day(path+".effective_to", p.EffectiveTo)
	if p.EffectiveTo != "" && p.EffectiveTo < p.EffectiveFrom {
		c.find(path+".effective_to", "rulepacks.check.range")
	}
	if a := p.Applies; a.Country != "" && !country.MatchString(a.Country) {
		c.find(path+".applies.country", "rulepacks.check.country", "said", cut(a.Country))
	}
	c.known(path+".calendar", p.Calendar)
	c.unique(path+".steps", len(p.Steps), func(i int) string { return p.Steps[i].ID })
	if len(p.Steps) > maxItems {
		return
	}
	for i, q := range p.Questions {
		c.question(at(path+".questions", i), p, q)
	}
	for i := range p.Steps {
		c.step(at(path+".steps", i), p, &p.Steps[i])
	}
	c.unique(path+".questions", len(p.Questions), func(i int) string { return p.Questions[i].ID })
	c.order(path, p)
}

// known refuses a calendar that neither this pack nor another one brings.
func (c *checker) known(path, calendar string) {
	if calendar != "" && !slices.Contains(c.elsewhere, calendar) && !slices.ContainsFunc(c.pack.Calendars, func(cal Calendar) bool { return cal.ID == calendar }) {
		c.find(path, "rulepacks.check.calendar", "said", cut(calendar))
	}
}

func (c *checker) question(path string, in *Procedure, q Question) {
	c.name(path+".id", q.ID)
	c.need(path+".ask", q.Ask)
	if len(q.Answers) < 2 {
		c.find(path+".answers", "rulepacks.check.answers")
	}
	for i, a := range q.Answers {
		p := at(path+".answers", i)
		c.name(p+".id", a.ID)
		c.need(p+".says", a.Says)
		oneOf(c, p+".track", a.Track, Tracks(), false)
		if _, ok := in.Step(a.Begin); a.Begin != "" && !ok {
			c.find(p+".begin", "rulepacks.check.step", "said", cut(a.Begin))
		}
		if a.Track != "" || a.Begin != "" {
			c.evidence(p, a.Evidence)
		} else {
			c.hint(p, a.Evidence)
		}
	}
	c.unique(path+".answers", len(q.Answers), func(i int) string { return q.Answers[i].ID })
}

func (c *checker) step(path string, p *Procedure, s *Step) {
	c.name(path+".id", s.ID)
	c.need(path+".title", s.Title)
	oneOf(c, path+".kind", s.Kind, StepKinds(), true)
	c.tracks(path+".tracks", s.Tracks)
	c.tracks(path+".start_on", s.StartOn)
	for i, id := range s.After {
		if _, ok := p.Step(id); !ok {
			c.find(at(path+".after", i), "rulepacks.check.step", "said", cut(id))
		}
	}
	c.form(path+".form", s.Form)
	for i := range s.Limits {
		c.limit(at(path+".limits", i), &s.Limits[i])
	}
	c.oneLimitEach(path, s)
}

func (c *checker) tracks(path string, list []Track) {
	for i, t := range list {
		oneOf(c, at(path, i), t, Tracks(), true)
	}
}

// oneLimitEach refuses a second limit for the same thing on the same track.
func (c *checker) oneLimitEach(path string, s *Step) {
	seen := map[string]bool{}
	for i, l := range s.Limits {
		tracks := l.Tracks
		if len(tracks) == 0 {
			tracks = []Track{""}
		}
		for _, t := range tracks {
			if key := string(l.For) + "/" + string(t); seen[key] {
				c.find(at(path+".limits", i), "rulepacks.check.limit.twice", "for", string(l.For), "track", string(t))
			} else {
				seen[key] = true
			}
		}
	}
}

func (c *checker) form(path string, f Form) {
	if reflect.ValueOf(f).IsZero() {
		return
	}
	c.need(path+".name", f.Name)
	c.evidence(path, f.Evidence)
	for i, field := range f.Fields {
		p := at(path+".fields", i)
		c.name(p+".id", field.ID)
		c.need(p+".label", field.Label)
		oneOf(c, p+".from", field.From, FieldSources(), false)
		if field.Lines < 0 || field.Lines > 200 || field.Chars < 0 || field.Chars > 20_000 {
			c.find(p, "rulepacks.check.field.size")
		}
	}
	c.unique(path+".fields", len(f.Fields), func(i int) string { return f.Fields[i].ID })
	if f.ExtraPages < -1 || f.ExtraPages > 100 || f.PerWeek < 0 || f.PerWeek > 100 {
		c.find(path, "rulepacks.check.field.size")
	}
}

// FieldSources lists what can fill a box of a form.
func FieldSources() []string {
	return []string{"name", "number", "facility", "unit", "incident_on", "about", "wanted", "tried", "previous_answer", "their_number", "today"}
}

func (c *checker) limit(path string, l *Limit) {
	oneOf(c, path+".for", l.For, Fors(), true)
	c.tracks(path+".tracks", l.Tracks)
	c.amount(path, l.N, l.Unit)
	c.evidence(path, l.Evidence)
	if len(l.StartsOn) == 0 && l.Unit != NoLimit {
		c.find(path+".starts_on", "rulepacks.check.missing", "field", "starts_on")
	}
	c.events(path+".starts_on", l.StartsOn)
	oneOf(c, path+".count_from", l.CountFrom, []string{NextDay, SameDay}, false)
	oneOf(c, path+".roll", l.Roll, []string{NoRoll, NextWorkingDay}, false)
	oneOf(c, path+".silence", l.Silence, Silences(), false)
	c.known(path+".calendar", l.Calendar)
	if l.MailDays < 0 || l.MailDays > maxMail {
		c.find(path+".mail_days", "rulepacks.check.amount", "most", maxMail)
	}
	for i, r := range l.AlsoRead {
		p := at(path+".also_read_as", i)
		c.amount(p, r.N, r.Unit)
		c.events(p+".starts_on", r.StartsOn)
		c.evidence(p, r.Evidence)
	}
	if e := l.Extension; e != nil {
		c.amount(path+".extension", e.N, e.Unit)
		c.evidence(path+".extension", e.Evidence)
		if e.Unit == NoLimit || e.Times < 0 || e.Times > 20 {
			c.find(path+".extension", "rulepacks.check.amount", "most", 20)
		}
	}
}

func (c *checker) events(path string, list []Event) {
	for i, e := range list {
		oneOf(c, at(path, i), e, Events(), true)
	}
}

func (c *checker) amount(path string, n int, u Unit) {
	oneOf(c, path+".unit", u, Units(), true)
	if (u == NoLimit) != (n == 0) || n < 0 || n > maxCount {
		c.find(path+".n", "rulepacks.check.amount", "most", maxCount)
	}
}

// order refuses steps that follow each other in a circle, and a procedure that
// begins nowhere.
func (c *checker) order(path string, p *Procedure) {
	if len(p.Steps) == 0 {
		c.find(path+".steps", "rulepacks.check.missing", "field", "steps")
		return
	}
	state := map[string]int{} // 1 on the way, 2 seen
	var visit func(id string, way []string) bool
	visit = func(id string, way []string) bool {
		s, ok := p.Step(id)
		if !ok || state[id] == 2 {
			return true
		}
		if way = append(way, id); state[id] == 1 {
			closes := slices.IndexFunc(p.Steps, func(s Step) bool { return s.ID == way[len(way)-2] })
			c.find(at(path+".steps", closes)+".after", "rulepacks.check.cycle", "steps", strings.Join(way, " → "))
			return false
		}
		state[id] = 1
		for _, before := range s.After {
			if !visit(before, way) {
				return false
			}
		}
		state[id] = 2
		return true
	}
	for _, s := range p.Steps {
		if !visit(s.ID, nil) {
			return
		}
	}
}
