package main

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// subject is somebody on their way into the record.
type subject struct {
	*world
	key    string
	id     string
	by     authz.Actor // who records most of it
	worker string      // account of who works with them, "" for nobody
	today  civil.Day
	caseID string
}

// m makes a marker of this person.
func (s *subject) m(c class, what string) string {
	return s.keep(mark{Class: c, Person: s.key, What: what})
}

// person adds somebody of whom every text field holds its own marker.
func (w *world) person(key string, by authz.Actor, worker string) {
	s := &subject{world: w, key: key, by: by, worker: worker, today: w.rec.Casework.Today(w.ctx())}
	s.add()
	s.care()
	s.around()
	s.custody()
	s.cases()
	s.timeline()
	s.tasks()
	s.consents()
	s.packets()
	s.file()
}

func (s *subject) add() {
	s.addAs(s.m(post, "name")+" "+s.m(post, "family name"), s.m(post, "number"))
}

func (s *subject) addAs(name, number string) {
	n := people.NewPerson{
		Name: name, SayIt: s.m(file, "say it"), SortAs: s.m(edit, "sort as"),
		Born: s.date(s.born()), Source: s.m(file, "source of the person"),
		Numbers: []people.Number{
			{Text: number, Issuer: s.m(file, "issuer"), Source: s.m(edit, "source of the number")},
			{Text: s.m(file, "second number"), Issuer: s.m(file, "second issuer"), Source: s.m(file, "source of the second number")},
		},
		Languages: []people.Language{{Lang: "fa", How: people.Reads}},
	}
	for _, k := range people.NameKinds() {
		if k != people.NameUsed {
			c := post
			if k == people.NameFormer {
				c = edit // it may hurt to hear
			}
			n.Names = append(n.Names, people.Name{Text: s.m(c, "name "+string(k)), Kind: k, Source: s.m(edit, "source of the name "+string(k))})
		}
	}
	for _, k := range append(people.FactKinds(), s.m(file, "kind of a fact")) {
		c := file
		if k == people.FactHealth || k == people.FactFaith || k == people.FactEthnicity {
			c = special
		}
		n.Facts = append(n.Facts, people.Fact{Kind: k, Value: s.m(c, "fact "+k), Source: s.m(c, "source of the fact "+k)})
	}
	p, err := s.rec.People.Add(s.ctx(), s.by, n)
	s.must(err)
	s.id, s.folk[s.key] = p.ID, p.ID
}

// born is a day of birth: n2 is under age.
func (s *subject) born() string {
	if s.key == "n2" {
		return "2012-04"
	}
	return "1971-04"
}

func (s *subject) date(text string) partialdate.Date {
	d, err := partialdate.Parse(text)
	s.must(err)
	return d
}

func (s *subject) care() {
	s.must(s.rec.People.AddCare(s.ctx(), s.by, s.id, people.Care{
		Line: s.m(file, "care line"), Detail: s.m(file, "care detail"), Reason: s.m(edit, "care reason"), ReviewOn: partialdate.On(s.today.Add(30)),
	}))
}

// around adds a relative who is in the record for that alone, and somebody
// whom a colleague must not know of.
func (s *subject) around() {
	s.must(s.rec.People.RelateNew(s.ctx(), s.by, people.NewPerson{Name: s.m(kin, "relative"), Kind: people.Relative}, people.Relation{
		PersonID: s.id, Relation: s.m(file, "relation"), Contact: s.m(file, "contact of a relative"), WhenToCall: s.m(file, "when to call"), Agreed: people.AgreedYes,
	}))
}

// link says that somebody the work is with is around another one.
func (w *world) link(a, b string) {
	say := func(what string) string { return w.keep(mark{Class: both, Person: a, Other: b, What: what}) }
	w.must(w.rec.People.Relate(w.ctx(), w.as("lead"), people.Relation{
		PersonID: w.folk[a], Other: people.Card{ID: w.folk[b]}, Relation: say("relation"), Contact: say("contact"), WhenToCall: say("when to call"),
	}))
}

// ask lets a colleague ask to read an entry kept for leads, and a lead say no.
func (w *world) ask(key, asker, by string) {
	say := func(what string) string {
		return w.keep(mark{Class: asked, Person: key, Author: asker, What: what})
	}
	page, err := w.rec.Timeline.Page(w.ctx(), w.as(asker), w.folk[key], timeline.Filter{Limit: timeline.Most})
	w.must(err)
	shut := page.Entries[slices.IndexFunc(page.Entries, func(e timeline.Entry) bool { return e.Stub && e.Sight == timeline.SightLead })]
	id, err := w.rec.Asking.Ask(w.ctx(), w.as(asker), w.folk[key], shut.ID, say("why somebody asks"))
	w.must(err)
	w.must(w.rec.Asking.Refuse(w.ctx(), w.as(by), w.folk[key], id, say("why not")))
}

func (s *subject) custody() {
	for _, v := range []custody.Move{
		{FacilityID: s.facility, Unit: s.m(file, "earlier unit"), On: s.date("2019"), Source: s.m(file, "source of the earlier stay")},
		{FacilityID: s.facility, Unit: s.m(post, "unit"), On: s.date("2022-05"), Source: s.m(file, "source of the stay"), Confidence: custody.Confirmed},
	} {
		_, err := s.rec.Custody.Move(s.ctx(), s.by, []string{s.id}, v)
		s.must(err)
	}
	for _, k := range []custody.Kind{custody.Release, custody.Hearing} {
		_, err := s.rec.Custody.SetMilestone(s.ctx(), s.by, custody.NewMilestone{
			PersonID: s.id, Kind: k, On: partialdate.On(s.today.Add(10)), Detail: s.m(file, "detail of "+string(k)), Source: s.m(file, "source of "+string(k)),
		})
		s.must(err)
	}
}

// cases opens one that is at work, answered, and one that has ended.
func (s *subject) cases() {
	worker := s.worker
	if worker == "" {
		worker = s.by.ID
	}
	c, err := s.rec.Casework.OpenCase(s.ctx(), s.by, casework.NewCase{
		PersonID: s.id, WorkerID: worker, Next: casework.Next{Words: s.m(file, "next action"), On: s.today.Add(2)},
	})
	s.must(err)
	s.caseID = c.ID
	s.must(s.rec.Casework.SaveAnswers(s.ctx(), s.by, c.ID, []casework.Answer{{QuestionID: s.program.Questions[0].ID, Value: s.m(file, "answer")}}))
	ended, err := s.rec.Casework.OpenCase(s.ctx(), s.by, casework.NewCase{PersonID: s.id, ProgrammeID: s.coming(), WorkerID: worker})
	s.must(err)
	s.must(s.rec.Casework.Close(s.ctx(), s.by, ended.ID, ended.Rev, casework.Closing{Reason: s.m(file, "closing reason"), LastWord: s.m(entry, "last word")}))
}

// coming is the second programme, made when the first case of it is opened.
func (w *world) coming() string {
	list, err := w.rec.Casework.Programmes(w.ctx(), w.as("lead"))
	w.must(err)
	if len(list) > 1 {
		return list[1].ID
	}
	p, err := w.rec.Casework.SaveProgramme(w.ctx(), w.as("solo"), casework.Programme{Name: "Coming home", IntervalDays: 14, DormantDays: 60})
	w.must(err)
	return p.ID
}

func (s *subject) timeline() {
	write := func(author authz.Actor, e timeline.Entry) string {
		e.PersonID, e.On = s.id, partialdate.On(s.today.Add(-3))
		id, err := s.rec.Timeline.Write(s.ctx(), author, e, string(s.today))
		s.must(err)
		return id
	}
	write(s.by, timeline.Entry{Kind: timeline.KindNote, Body: s.m(entry, "note"), Source: s.m(entry, "source of the note")})
	write(s.by, timeline.Entry{Kind: timeline.KindLetter, Direction: timeline.In, Body: s.m(entry, "letter")})
	write(s.by, timeline.Entry{Kind: timeline.KindCall, Direction: timeline.Out, Body: s.m(leads, "call kept for leads"), Source: s.m(leads, "source kept for leads"), Sight: timeline.SightLead})
	write(s.as("solo"), timeline.Entry{Kind: timeline.KindNote, Sight: timeline.SightAuthor,
		Body: s.keep(mark{Class: own, Person: s.key, Author: "solo", What: "note for its author"}), Source: s.keep(mark{Class: own, Person: s.key, Author: "solo", What: "source for its author"})})
	id := write(s.by, timeline.Entry{Kind: timeline.KindVisit, Body: s.m(entry, "what a visit said before")})
	e, _, err := s.rec.Timeline.Entry(s.ctx(), s.by, id)
	s.must(err)
	s.must(s.rec.Timeline.Correct(s.ctx(), s.by, id, e.Rev, s.m(entry, "what a visit says now"), e.On))
	s.must(s.rec.Timeline.State(s.ctx(), s.by, timeline.Statement{EntryID: id, Body: s.m(entry, "what they say to it"), How: "letter", On: e.On}, s.today))
}

// packets begins what an order covers.
func (s *subject) packets() {
	id, err := s.rec.Packets.BeginOrder(s.ctx(), s.by, disclosing.NewOrder{Who: []string{s.id}, Lang: "en", Ground: disclosing.Ground{
		Kind: consent.Order, Audience: s.m(leads, "audience of a packet"), Citation: s.m(leads, "citation of a packet"),
		Reference: s.m(leads, "reference of a packet"), Reason: "The court asks for it: " + s.m(leads, "reason of a packet"),
	}})
	s.must(err)
	r, err := s.rec.Packets.Open(s.ctx(), s.by, id, s.words())
	s.must(err)
	about := slices.IndexFunc(r.Content, func(t disclosing.Thing) bool { return t.Others })
	s.must(s.rec.Packets.Decide(s.ctx(), s.by, id, []disclosing.Choice{{Thing: r.Content[about].Key, Act: disclosing.Leave, Reason: s.m(leads, "why a thing was left out")}}))
}

// tasks adds one for each worker who may have one, and one that was lost.
func (s *subject) tasks() {
	mine := s.worker
	if mine == "" {
		mine = s.by.ID
	}
	_, err := s.rec.Tasks.Add(s.ctx(), s.by, tasks.Task{PersonID: s.id, CaseID: s.caseID, Kind: tasks.KindCall, Title: s.m(file, "task"), Reason: s.m(file, "reason of a task"), DueOn: s.today, DueTime: "16:00", WorkerID: mine})
	s.must(err)
	lost, err := s.rec.Tasks.Add(s.ctx(), s.by, tasks.Task{PersonID: s.id, Kind: tasks.KindDeadline, Title: s.m(file, "lost task"), DueOn: s.today, WorkerID: mine})
	s.must(err)
	s.must(s.rec.Tasks.Lose(s.ctx(), s.by, lost.ID, lost.Rev, s.m(never, "why a task was lost")))
	s.must(s.rec.Day.AddLine(s.ctx(), s.by, s.id, s.m(file, "line of the hand-over")))
}

func (s *subject) consents() {
	c := s.rec.Consent
	to := consent.Audience{Name: s.m(agreed, "audience")}
	classes := consent.Of("C3")
	given, err := c.Record(s.ctx(), s.by, consent.Answer{PersonID: s.id, Act: consent.Give, Terms: consent.Terms{
		Purpose: "share-lawyer", Audience: to, Classes: classes, How: consent.ByLetter, Lang: "en", Witness: s.m(agreed, "witness"),
		From: s.today.Add(-2), Until: s.today.Add(200), Limits: s.m(agreed, "limits"),
	}})
	s.must(err)
	s.must(c.Share(s.ctx(), s.by, consent.Ask{PersonID: s.id, Purpose: "share-lawyer", Audience: to, Classes: classes, What: s.m(agreed, "what was shared")}))
	s.must(c.Share(s.ctx(), s.by, consent.Ask{
		PersonID: s.id, Purpose: "share-partner", Audience: consent.Audience{Name: s.m(agreed, "audience of an order")}, Classes: classes, What: s.m(agreed, "what the order took"),
		Basis: &consent.Basis{Kind: consent.Order, Citation: s.m(agreed, "citation"), Reason: "An order of the court: " + s.m(agreed, "reason")},
	}))
	_, err = c.Withdraw(s.ctx(), s.by, consent.Withdrawal{PersonID: s.id, ConsentID: given, How: consent.ByPhone, On: s.today, Words: s.m(agreed, "words of a withdrawal")})
	s.must(err)
	_, err = c.AskOnPaper(s.ctx(), s.by, consent.Form{PersonID: s.id, Purpose: "media", Audience: consent.Audience{Name: s.m(agreed, "audience of a form")}, Classes: classes, Months: 12, Lang: "en"})
	s.must(err)
}

// unmarked are the columns of the people of the record that hold no words of
// anybody: ids, days, enumerations, and what the program says by itself.
var unmarked = strings.Fields(`
	.id .rev _id _on _at _by _key _sort _lang .kind .state _state .role .pronoun .born .born_last .died .lang .how .since .until .confidence .claim .at_time
	.due_time .until_time .direction .title_args .args .author_name .agreed .sight .act .purpose .classes .basis .recorded_name .asked_name .by_name
	.sort .kinds .notices .sum .thing .created_name .made_name .link_kind .waiting_since .wait_until .on_date .form .choices _how .since_sort .on_sort .known_on .editor .said_name`)
