package grievances_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// A grievance goes through every level; each clock that runs is one task, and ends with
// what it was for. 8 working days after 2 March are 13 March, because 4 March is off.
func TestTheWayThroughEveryLevel(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t := w.t
		id := w.open(w.insulin())
		w.wantDue("opened", "grievance-clock 2026-03-13")
		if v := w.view(id); v.Code() != grievances.CodeOf(id) || len(v.Wanted) != 1 || v.Line.Current().ID != "step-1" || v.Place.Name != "Harrow Ridge" || len(v.Needs) != 1 {
			t.Errorf("opened: %+v", v.Grievance)
		}
		w.record(id, "step-1", way.Sent, "2026-03-03")
		w.record(id, "step-1", way.Signed, "2026-03-05")
		w.wantDue("signed", "grievance-clock 2026-03-13")
		w.record(id, "step-1", way.Submitted, "2026-03-06", func(e *way.Event) { e.Way, e.Receipt = "box", "88-1204" })
		w.wantDue("put in: their clock starts when they take it down")
		w.record(id, "step-1", way.Logged, "2026-03-09")
		w.wantDue("logged", "grievance-answer 2026-03-30")
		w.record(id, "step-1", way.TheyTake, "2026-03-12")
		w.wantDue("they take their ten days", "grievance-answer 2026-04-09")
		w.record(id, "step-1", way.Answered, "2026-03-20", answered(way.Refused, "2026-03-16"))
		w.wantDue("refused: from the day it was signed", "grievance-clock 2026-04-05")
		w.record(id, "step-2", way.Submitted, "2026-03-25")
		w.wantDue("appealed", "grievance-chase 2026-04-25", "grievance-answer 2026-05-07")
		w.on("2026-05-08")
		v := w.view(id)
		if st, _ := v.Line.Stage("step-2"); st.Silent != "2026-05-07" || v.Line.Current().ID != "court" {
			t.Errorf("silence: %+v", v.Line.Current())
		}
		if c := v.Checklist; c.Complete != 2 || len(c.Levels) != 3 || c.Exhausted() {
			t.Errorf("checklist: %d of %d", c.Complete, len(c.Levels))
		}
		w.record(id, "talk", way.LeftOut, "2026-05-08", func(e *way.Event) { e.Words = "Nobody came." })
		if c := w.view(id).Checklist; !c.Exhausted() || c.Levels[1].Sent.Receipt != "88-1204" || !c.Levels[1].Proof() || c.Levels[2].Silent == "" {
			t.Errorf("checklist: %+v", c)
		}
		must(t, w.s.End(t.Context(), w.ruth, id, "", grievances.Ending{State: grievances.Exhausted}))
		w.wantDue("ended")
		entries := w.view(id).Entries
		if len(entries) != 10 || entries[0].Kind != "grievance" || entries[len(entries)-1].TitleKey != "grievances.entry.opened" {
			t.Errorf("%d entries", len(entries))
		}
		must(t, w.s.Reopen(t.Context(), w.ruth, id))
		w.wantDue("open again", "grievance-chase 2026-04-25", "grievance-answer 2026-05-07")
	})
}

// When a fact changes, the task follows: the day of the event, a correction for the
// facility, a day off that was added; and the version of the rules stays.
func TestTasksFollowTheFacts(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		must(t, w.rules.AddDay(ctx, w.ruth, rulepacks.AddedDay{Calendar: "tk", OneOff: rulepacks.OneOff{Date: "2026-03-10", Name: "Snow", Evidence: rulepacks.Evidence{Citation: "the radio"}}}))
		w.wantDue("a day off", "grievance-clock 2026-03-16")
		_, err := w.rules.Correct(ctx, w.ruth, rulepacks.Corrected{FacilityID: w.harrow, Code: "tk", Step: "step-1", Limit: rulepacks.Limit{
			For: rulepacks.Filing, N: 5, Unit: rulepacks.CalendarDay, StartsOn: []rulepacks.Event{rulepacks.Incident},
			Evidence: rulepacks.Evidence{Citation: "Handbook 7.4", VerifiedOn: "2026-03-01", Mark: rulepacks.Verified},
		}})
		must(t, err)
		w.wantDue("corrected here", "grievance-clock 2026-03-07")
		n := w.insulin()
		n.Incident, n.Discovered = partialdate.Must("2026-02-27"), partialdate.Must("2026-03-01")
		v := w.view(id)
		must(t, w.s.Change(ctx, w.ruth, id, v.Rev, n))
		w.wantDue("it was earlier", "grievance-clock 2026-03-04")
		want(t, "an old form", w.s.Change(ctx, w.ruth, id, v.Rev, n), fault.Conflict)
		n.Answers = map[string]string{"about": "policy", "nonsense": "x"}
		must(t, w.s.Change(ctx, w.ruth, id, "", n))
		w.wantDue("a standing policy")
		if v := w.view(id); v.Track != rulepacks.PolicyNotIncident || v.Answer == nil || v.Answer.Citation != "Ackerman" || len(v.Answers) != 1 {
			t.Errorf("policy: %+v", v.Grievance)
		}
		newer := strings.NewReplacer(`version: "1"`, `version: "2"`, "n: 8, unit: working_day", "n: 3, unit: working_day").Replace(pack)
		if _, err := w.rules.Install(ctx, w.lee, []byte(newer), "the tests"); err != nil {
			t.Fatal(err)
		}
		n.Answers = nil
		must(t, w.s.Change(ctx, w.ruth, id, "", n))
		w.wantDue("it keeps its version, and the correction", "grievance-clock 2026-03-04")
		if v := w.view(id); v.Version.Pack.Version != "1" {
			t.Error("the open matter took the new version")
		}
		n = w.insulin()
		n.FacilityID, n.Title = w.creek, "Another"
		if v := w.view(w.open(n)); v.Version.Pack.Version != "2" {
			t.Error("a new matter has the old version")
		}
	})
}

// Somebody may say on Today that a clock is done, or lost: it ends, the grievance shows
// it, and it comes back when its day changes.
func TestEndedByHand(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		list, err := w.tasks.OfPerson(ctx, w.ruth, w.marcus)
		must(t, err)
		must(t, w.tasks.Lose(ctx, w.ruth, list[0].ID, "", "The form came back torn."))
		w.record(id, "step-1", way.Sent, "2026-03-02")
		w.wantDue("lost stays lost")
		if v := w.view(id); len(v.Ended) != 1 || v.Ended[0].State != tasks.Lost || v.Ended[0].EndedWhy != "The form came back torn." || v.Ended[0].By != "Ruth" {
			t.Errorf("shown: %+v", v.Ended)
		}
		w.record(id, "step-1", way.MoreTime, "2026-03-02", func(e *way.Event) { e.Way, e.Until = "granted", "2026-03-20" })
		w.wantDue("more time was granted", "grievance-clock 2026-03-20")
		if v := w.view(id); len(v.Ended) != 0 || v.Line.Running[0].Longer != way.MoreTime {
			t.Errorf("shown: %+v", v.Ended)
		}
		in := w.record(id, "step-1", way.Submitted, "2026-03-02")
		w.wantDue("put in")
		must(t, w.s.Strike(ctx, w.ruth, id, in))
		w.wantDue("it never was: the clock runs again", "grievance-clock 2026-03-20")
		w.record(id, "step-1", way.Stopped, "2026-03-02", func(e *way.Event) { e.Step, e.Until, e.Words = "", "2026-03-02", "At court." })
		w.wantDue("stood still on a day that does not count", "grievance-clock 2026-03-20")
	})
}

// What contradicts itself is refused with the field that is wrong.
func TestEventsThatCannotBe(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		w.on("2026-04-01")
		w.record(id, "step-1", way.Submitted, "2026-03-06")
		for name, c := range map[string]struct {
			e     way.Event
			field string
		}{
			"answered before it was put in":  {way.Event{Kind: way.Answered, Step: "step-1", Way: way.Refused, On: partialdate.Must("2026-03-05")}, "on"},
			"put in before it happened":      {way.Event{Kind: way.Submitted, Step: "step-1", On: partialdate.Must("2026-03-01")}, "on"},
			"signed after it was received":   {way.Event{Kind: way.Answered, Step: "step-1", Way: way.Refused, On: partialdate.Must("2026-03-20"), SignedOn: partialdate.Must("2026-03-21")}, "signed_on"},
			"still to come":                  {way.Event{Kind: way.Logged, Step: "step-1", On: partialdate.Must("2026-04-02")}, "on"},
			"an answer that says nothing":    {way.Event{Kind: way.Answered, Step: "step-1", On: partialdate.Must("2026-03-20")}, "way"},
			"a step there is not":            {way.Event{Kind: way.Logged, Step: "step-9", On: partialdate.Must("2026-03-20")}, "step"},
			"no day":                         {way.Event{Kind: way.Logged, Step: "step-1"}, "on"},
			"more time without end":          {way.Event{Kind: way.MoreTime, Step: "step-1", Way: "granted", On: partialdate.Must("2026-03-20")}, "until"},
			"a span that ends before":        {way.Event{Kind: way.Stopped, On: partialdate.Must("2026-03-20"), Until: "2026-03-19", Words: "x"}, "until"},
			"left out without why":           {way.Event{Kind: way.LeftOut, Step: "talk", On: partialdate.Must("2026-03-20")}, "words"},
			"a kind there is not":            {way.Event{Kind: "eaten", On: partialdate.Must("2026-03-20")}, "kind"},
			"a file of somebody else":        {way.Event{Kind: way.Logged, Step: "step-1", On: partialdate.Must("2026-03-20"), FileID: "018f0000-0000-7000-8000-00000000ffff"}, "file"},
			"an hour that is none":           {way.Event{Kind: way.Logged, Step: "step-1", On: partialdate.Must("2026-03-20"), At: "25:00"}, "at"},
			"before the years that we count": {way.Event{Kind: way.Submitted, Step: "step-1", On: partialdate.Must("1901-03-20")}, "on"},
		} {
			_, err := w.s.Record(ctx, w.ruth, id, c.e)
			bad, ok := err.(*fault.Error)
			if !ok || bad.Kind != fault.Invalid || bad.Problems[0].Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		answer := w.record(id, "step-1", way.Answered, "2026-03-20", answered(way.NotTaken, "2026-03-18"))
		w.record(id, "step-1", way.Submitted, "2026-03-25")
		if v := w.view(id); v.Line.Current().ID != "step-1" || v.Line.Current().Of(way.Answered) != nil {
			t.Error("put in again after it was not taken, and the old answer still counts")
		}
		e, _, err := w.s.Event(ctx, w.ruth, id, answer)
		must(t, err)
		e.On = partialdate.Must("2026-03-26")
		e.Way = way.Granted
		must(t, w.s.Correct(ctx, w.ruth, id, e.Rev, e))
		want(t, "corrected twice with one form", w.s.Correct(ctx, w.ruth, id, e.Rev, e), fault.Conflict)
		w.wantDue("granted")
	})
}

func TestWhatIsEntered(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		for field, spoil := range map[string]func(*grievances.New){
			"title":      func(n *grievances.New) { n.Title = " " },
			"facility":   func(n *grievances.New) { n.FacilityID = "nowhere" },
			"procedure":  func(n *grievances.New) { n.Procedure = "none" },
			"incident":   func(n *grievances.New) { n.Incident = partialdate.Must("2026-03-03") },
			"discovered": func(n *grievances.New) { n.Discovered = partialdate.Must("2026-03-01") },
			"topic":      func(n *grievances.New) { n.Topic = "weather" },
			"at":         func(n *grievances.New) { n.IncidentAt = "9pm" },
			"wanted":     func(n *grievances.New) { n.Wanted = []string{strings.Repeat("x", 501)} },
			"what":       func(n *grievances.New) { n.What = strings.Repeat("x", 20_001) },
			"sight":      func(n *grievances.New) { n.Sight = "sideways" },
		} {
			n := w.insulin()
			spoil(&n)
			_, err := w.s.Open(ctx, w.ruth, n)
			bad, ok := err.(*fault.Error)
			if !ok || bad.Kind != fault.Invalid || bad.Problems[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		n := w.insulin()
		n.Incident = partialdate.Must("1999-03-02")
		_, err := w.s.Open(ctx, w.ruth, n)
		want(t, "before any rule", err, fault.Invalid)
		n.Incident = partialdate.Must("2026-02")
		v := w.view(w.open(n))
		if c, ok := v.Line.Ours(); !ok || !c.Partial() || c.Start != "2026-02-01" {
			t.Errorf("only known as February: %+v", c)
		}
		n.Incident = partialdate.Date{}
		if v := w.view(w.open(n)); len(v.Line.Running) != 0 || v.Line.Current() == nil {
			t.Error("no day is known, and a clock runs")
		}
		p, err := w.s.Preview(ctx, w.ruth, w.insulin())
		must(t, err)
		if c, ok := p.Line.Ours(); !ok || c.By != "2026-03-13" || p.Timeless || p.Chosen != nil {
			t.Errorf("preview: %+v", p.Line.Running)
		}
		here, others, err := w.s.Procedures(ctx, w.ruth, w.harrow, partialdate.Must("2026-03-02"))
		if err != nil || len(here) != 1 || here[0].Code != "tk" || len(others) != 0 {
			t.Errorf("%d here, %d others, %v", len(here), len(others), err)
		}
	})
}

// Somebody who moves keeps the matter; where to file now is asked for once.
func TestMovedInMidProcess(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		w.move(w.creek)
		w.wantDue("moved", "grievance-moved 2026-03-02", "grievance-clock 2026-03-13")
		v := w.view(id)
		if v.Away == nil || v.Away.Place.Name != "Larch Creek" || !v.Away.Unseen || !v.Away.Same || v.FacilityID != w.harrow {
			t.Fatalf("away: %+v", v.Away)
		}
		_, err := w.custody.Move(ctx, w.ruth, []string{w.marcus}, custody.Move{State: custody.InTransit, Source: "his sister"})
		must(t, err)
		w.wantDue("moved again, asked once", "grievance-moved 2026-03-02", "grievance-clock 2026-03-13")
		must(t, w.s.Looked(ctx, w.ruth, id))
		w.wantDue("looked", "grievance-clock 2026-03-13")
		w.move(w.creek)
		w.move(w.harrow)
		w.wantDue("back", "grievance-clock 2026-03-13")
		if v := w.view(id); v.Away != nil {
			t.Errorf("away: %+v", v.Away)
		}
	})
}

// Walls: who does not see the person sees no grievance; what is kept for leads is kept;
// of a special topic only whoever reads special fields of the person has the words.
func TestWalls(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		_, err := w.s.View(ctx, w.bea, id)
		want(t, "not given the person", err, fault.NotFound)
		_, err = w.s.Record(ctx, w.bea, id, way.Event{Kind: way.Sent, Step: "step-1", On: partialdate.Must("2026-03-02")})
		want(t, "nor may write", err, fault.NotFound)
		_, err = w.s.Open(ctx, w.bea, w.insulin())
		want(t, "nor open one", err, fault.NotFound)
		nobody := authz.NewActor("vi", "Vi", authz.Volunteer, authz.SeesAll, "people.read")
		_, err = w.s.View(ctx, nobody, id)
		want(t, "no permission", err, fault.Forbidden)

		n := w.insulin()
		n.Sight, n.WorkerID = timeline.SightLead, "lee"
		kept, err := w.s.Open(ctx, w.lee, n)
		must(t, err)
		_, err = w.s.View(ctx, w.ruth, kept)
		want(t, "kept for leads", err, fault.NotFound)
		if rows, total, err := w.s.List(ctx, w.ruth, grievances.Filter{}); err != nil || total != 1 || rows[0].ID != id {
			t.Errorf("Ruth's list: %d, %v", total, err)
		}
		n.Sight, n.Topic, n.WorkerID = timeline.SightCase, "medical", "ruth"
		medical, err := w.s.Open(ctx, w.lee, n)
		must(t, err)
		v := w.view(medical)
		if !v.Shut || v.Title != "" || v.What != "" || len(v.Wanted) > 0 || len(v.Line.Running) != 1 || len(v.Entries) > 0 {
			t.Errorf("shut: %+v", v.Grievance)
		}
		_, err = w.s.Record(ctx, w.ruth, medical, way.Event{Kind: way.Sent, Step: "step-1", On: partialdate.Must("2026-03-02")})
		want(t, "writing what one may not read", err, fault.Forbidden)
		_, err = w.s.Drafted(ctx, w.ruth, medical, "step-1")
		want(t, "the form of it", err, fault.NotFound)
		w.write(func(tx *trail.Tx) error {
			return tx.Insert(ctx, "access_grant", "g-1", trail.Set{"account_id": "ruth", "person_id": w.marcus, "from_at": 0, "until_at": int64(9e18), "reason": "given"})
		})
		if v := w.view(medical); v.Shut || v.Title == "" {
			t.Error("given by name, and still shut")
		}
		if rows, _, err := w.s.List(ctx, w.ruth, grievances.Filter{Words: "insulin"}); err != nil || len(rows) != 2 {
			t.Errorf("found %d, %v", len(rows), err)
		}
	})
}

// Evidence, the form and its limits, and the file for the bundle.
func TestEvidenceAndForm(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		must(t, w.s.SetNeed(ctx, w.ruth, id, way.Need{Step: "step-1", Words: "A copy of the request", State: way.Asked, AskedOn: "2026-03-02"}))
		must(t, w.s.SetNeed(ctx, w.ruth, id, way.Need{Step: "step-1", Words: "Medication log", State: way.Wanting}))
		want(t, "not needed, without why", w.s.SetNeed(ctx, w.ruth, id, way.Need{Step: "step-1", Words: "Medication log", State: way.Needless}), fault.Invalid)
		must(t, w.s.SetNeed(ctx, w.ruth, id, way.Need{Step: "step-1", Words: "Medication log", State: way.Needless, Why: "They admit it."}))
		v := w.view(id)
		if len(v.Needs) != 2 || v.Needs[0].State != way.Asked || v.Needs[0].Own || !v.Needs[1].Own || !v.Needs[1].Done() {
			t.Errorf("needs: %+v", v.Needs)
		}
		must(t, w.s.DropNeed(ctx, w.ruth, id, v.Needs[1].ID))
		want(t, "a line of the pack", w.s.DropNeed(ctx, w.ruth, id, v.Needs[0].ID), fault.NotFound)

		d, err := w.s.Drafted(ctx, w.ruth, id, "step-1")
		must(t, err)
		if d.Boxes[0].Text != "Marcus Bellweather" || d.Boxes[1].Text == "" || d.Boxes[2].Text != "Doses at 07:00 and 17:00" {
			t.Errorf("boxes: %+v", d.Boxes)
		}
		keys := func(d grievances.Drafted) string {
			var list []string
			for _, p := range d.Wrong {
				list = append(list, p.Field+" "+strings.TrimPrefix(p.Key, "grievances.draft."))
			}
			return strings.Join(list, ", ")
		}
		if got := keys(d); got != "box.what chars, single single" {
			t.Errorf("wrong: %s", got)
		}
		must(t, w.s.SaveDraft(ctx, w.ruth, id, "step-1", grievances.Typed{Boxes: map[string]string{"what": "Insulin came late.", "relief": "a\nb\nc", "other": "x"}, Extra: 3, Single: true}))
		d, err = w.s.Drafted(ctx, w.ruth, id, "step-1")
		must(t, err)
		if got := keys(d); got != "box.relief lines, extra extra" || d.Saved.By != "Ruth" || d.Extra != 3 || !d.Single {
			t.Errorf("wrong: %s; %+v", got, d.Saved)
		}
		must(t, w.s.SaveDraft(ctx, w.ruth, id, "step-1", grievances.Typed{Boxes: map[string]string{"relief": "Doses on time."}, Single: true}))
		other := w.insulin()
		other.Title = "Cold food"
		second := w.open(other)
		w.record(second, "step-1", way.Submitted, "2026-03-02")
		d, err = w.s.Drafted(ctx, w.ruth, id, "step-1")
		must(t, err)
		if got := keys(d); got != " week" || d.Boxes[1].Text != "Insulin came late." {
			t.Errorf("one a week: %s", got)
		}
		f, err := w.s.File(ctx, w.ruth, id)
		if err != nil || len(f.Forms) != 1 || len(f.Papers) != 0 {
			t.Errorf("file: %d forms, %v", len(f.Forms), err)
		}
	})
}

// An ordinary complaint and one of discrimination stand beside each other, once.
func TestTwins(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t := w.t
		id := w.open(w.insulin())
		n := w.insulin()
		n.TwinID, n.Title = id, "Called a name"
		twin := w.open(n)
		if a, b := w.view(id), w.view(twin); a.Twin == nil || a.Twin.ID != twin || b.Twin == nil || b.Twin.ID != id {
			t.Error("they do not know each other")
		}
		_, err := w.s.Open(t.Context(), w.ruth, n)
		want(t, "a third", err, fault.Invalid)
	})
}

func TestListsByClock(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		late, ours, theirs := w.insulin(), w.insulin(), w.insulin()
		late.Title, late.Incident = "Late", partialdate.Must("2026-01-05")
		ours.Title, theirs.Title = "Ours", "Theirs"
		first := w.open(late)
		w.open(ours)
		has := w.open(theirs)
		w.record(has, "step-1", way.Submitted, "2026-03-02")
		w.record(has, "step-1", way.Logged, "2026-03-02")
		still := w.insulin()
		still.Title, still.Incident = "Still", partialdate.Date{}
		w.open(still)
		rows, total, err := w.s.List(ctx, w.ruth, grievances.Filter{Limit: 3})
		if err != nil || total != 4 || len(rows) != 3 || rows[0].ID != first || rows[1].Title != "Ours" || rows[2].Step != "Step 1" {
			t.Errorf("%d rows of %d, %v", len(rows), total, err)
		}
		counts, err := w.s.Counts(ctx, w.ruth)
		must(t, err)
		for which, n := range map[grievances.Which]int{grievances.AllOpen: 4, grievances.LateOurs: 1, grievances.WaitsOurs: 1, grievances.TheyOwe: 1, grievances.NoClock: 1, grievances.AllEnded: 0} {
			if counts[which] != n {
				t.Errorf("%q: %d, want %d", which, counts[which], n)
			}
		}
		w.on("2026-03-24")
		if rows, _, err := w.s.List(ctx, w.ruth, grievances.Filter{Which: grievances.SilentNow}); err != nil || len(rows) != 1 || rows[0].ID != has {
			t.Errorf("silent: %d, %v", len(rows), err)
		}
		must(t, w.s.End(ctx, w.ruth, first, "", grievances.Ending{State: grievances.Lost, Why: "Nobody knew."}))
		want(t, "lost without why", w.s.End(ctx, w.ruth, has, "", grievances.Ending{State: grievances.Lost}), fault.Invalid)
		if list, err := w.s.OfPerson(ctx, w.ruth, w.marcus); err != nil || len(list) != 4 || list[3].ID != first || list[3].State != grievances.Lost {
			t.Errorf("of Marcus: %d, %v", len(list), err)
		}
		if n, err := w.s.OpenCount(ctx, w.ruth); err != nil || n != 3 {
			t.Errorf("%d open, %v", n, err)
		}
	})
}

// An undo brings the tasks in step, and a grievance that something rests on stays.
func TestUndo(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		t, ctx := w.t, w.t.Context()
		id := w.open(w.insulin())
		opened := w.lastChange()
		w.record(id, "step-1", way.Submitted, "2026-03-02")
		put := w.lastChange()
		want(t, "undo of what something rests on", trail.Undo(ctx, w.db, w.ruth, opened, w.s.After), fault.Conflict)
		must(t, trail.Undo(ctx, w.db, w.ruth, put, w.s.After))
		w.wantDue("undone", "grievance-clock 2026-03-13")
		must(t, w.s.Say(ctx, w.ruth, id, grievances.Said{How: "letter", From: true, Words: "Two more late doses."}))
		if v := w.view(id); v.Entries[0].Direction != timeline.In || v.Entries[0].Body != "Two more late doses." {
			t.Errorf("said: %+v", v.Entries[0])
		}
		want(t, "nothing said", w.s.Say(ctx, w.ruth, id, grievances.Said{How: "letter"}), fault.Invalid)
	})
}

func (w *world) lastChange() string {
	w.t.Helper()
	var id string
	err := w.db.Read(w.t.Context(), func(tx *database.Tx) error {
		list, err := trail.By(w.t.Context(), tx, "ruth", w.db.Now().AddDate(0, 0, -31), 1)
		if err == nil && len(list) > 0 {
			id = list[0].ID
		}
		return err
	})
	if err != nil || id == "" {
		w.t.Fatal("no change", err)
	}
	return id
}
