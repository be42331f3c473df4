package imports

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/timeline"
)

// Save writes a checked batch into the record: new people are added, people we
// know get what is new about them, rows that were decided go as decided, and
// the rest stays for later. A batch that was stopped half-way is saved from
// where it stopped. It returns Conflict for a batch that was not checked.
func (s *Service) Save(ctx context.Context, actor authz.Actor, id string, progress Progress) (Counts, error) {
	b, book, err := s.book(ctx, actor, id)
	if err != nil {
		return Counts{}, err
	}
	if b.Stage != Checked && b.Stage != Saved {
		return Counts{}, fault.New(fault.Conflict, "imports: save")
	}
	w, err := s.saver(ctx, actor, b)
	if err != nil {
		return Counts{}, err
	}
	if err := each(ctx, book, b.Sheet, progress, w.rows); err != nil {
		return w.batch.Counts, err
	}
	w.batch.Stage, w.batch.SavedAt = Saved, s.DB.Now()
	return w.batch.Counts, s.DB.Write(ctx, func(tx *database.Tx) error { return updateBatch(ctx, tx, w.batch) })
}

// saver holds what saving needs to remember.
type saver struct {
	s       *Service
	actor   authz.Actor
	batch   Batch
	reader  reader
	lines   map[int]Line
	workers map[string]string // account ids by folded name
	parts   int               // saved so far
	done    int               // parts saved before, by a run that was stopped
	entries []search.Entry    // of the part being saved
	counts  Counts
}

func (s *Service) saver(ctx context.Context, actor authz.Actor, b Batch) (*saver, error) {
	w := &saver{s: s, actor: actor, batch: b, reader: s.reader(ctx, b), workers: map[string]string{}}
	w.batch.Counts.Created, w.batch.Counts.Updated, w.batch.Counts.Later, w.batch.Counts.Places = 0, 0, 0, 0
	return w, s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if w.lines, err = allLines(ctx, tx, b.ID); err != nil {
			return err
		}
		changes, err := changesOf(ctx, tx, b.ID)
		w.done = len(changes)
		if err != nil {
			return err
		}
		names, err := staff.Names(ctx, tx)
		for id, name := range names {
			w.workers[search.Fold(name)] = id
		}
		return err
	})
}

// rows saves one part of the file as one change. A part that a stopped run
// had saved is passed over: the parts are the same each time.
func (w *saver) rows(ctx context.Context, rows []row) (int, error) {
	part := w.parts
	w.parts++
	if part < w.done && w.batch.Stage != Saved {
		return 0, nil
	}
	deed := &trail.Deed{Action: "imports.part.saved", Kind: "import", ID: w.batch.ID, Args: map[string]string{"file": w.batch.FileName}}
	var counts Counts
	var saved []Line
	err := trail.Write(ctx, w.s.DB, w.actor, deed, func(tx *trail.Tx) error {
		w.entries, w.counts, saved = nil, Counts{}, nil
		for _, r := range rows {
			l, err := w.row(ctx, tx, r)
			if err != nil {
				return err
			}
			if l.Saved {
				saved = append(saved, l)
			}
		}
		counts = w.counts
		deed.Args["count"] = strconv.Itoa(counts.Created + counts.Updated)
		if counts.Created+counts.Updated == 0 {
			return nil
		}
		if err := w.s.Index.PutAll(ctx, tx.Tx, w.entries); err != nil {
			return err
		}
		if err := addChange(ctx, tx.Tx, w.batch.ID, tx.Change, max(part, w.done)); err != nil {
			return err
		}
		for _, l := range saved {
			if err := putLine(ctx, tx.Tx, w.batch.ID, l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if part >= w.done {
		w.done = part + 1
	} else {
		w.done++
	}
	sum := &w.batch.Counts
	sum.Created, sum.Updated, sum.Later, sum.Places = sum.Created+counts.Created, sum.Updated+counts.Updated, sum.Later+counts.Later, sum.Places+counts.Places
	return counts.Later, nil
}

// row does with one row what was found out and decided.
func (w *saver) row(ctx context.Context, tx *trail.Tx, r row) (Line, error) {
	l, special := w.lines[r.number]
	again := w.batch.Stage == Saved
	switch {
	case special && l.Saved, !special && again:
		return Line{}, nil // saved by an earlier run
	case special && l.Decision == Out, special && l.Verdict == Same && l.Decision != Add:
		return Line{}, nil
	case special && (l.Decision == Undecided || l.Decision == Later):
		w.counts.Later++
		return Line{}, nil
	}
	d := w.reader.read(r.number, r.cells, l.Detail.Repairs)
	if len(d.Refused) > 0 {
		w.counts.Later++
		return Line{}, nil
	}
	l.Saved = special
	if special && l.Decision != Add {
		w.counts.Updated++
		return l, w.update(ctx, tx, l.Decision, d)
	}
	w.counts.Created++
	return l, w.add(ctx, tx, d)
}

// add records somebody new, where they are, and their case.
func (w *saver) add(ctx context.Context, tx *trail.Tx, d Draft) error {
	p, err := people.Add(ctx, tx, nil, d.Person)
	if err != nil {
		return err
	}
	w.entries = append(w.entries, entry(p.ID, d.Person))
	if err := w.rest(ctx, tx, p.ID, d); err != nil {
		return err
	}
	if w.batch.What != Cases {
		return nil
	}
	return w.open(ctx, tx, p.ID, d)
}

// rest is what a row says beside who somebody is.
func (w *saver) rest(ctx context.Context, tx *trail.Tx, personID string, d Draft) error {
	if err := w.place(ctx, tx, personID, &d); err != nil {
		return err
	}
	for field, on := range d.Points {
		n := custody.NewMilestone{PersonID: personID, Kind: milestoneKinds[field], On: on, Source: w.batch.FileName}
		if on.IsZero() {
			continue
		}
		if _, err := custody.AddMilestone(ctx, tx, n); err != nil {
			return err
		}
	}
	for _, line := range d.Care {
		c := people.Care{Line: line, Reason: w.batch.FileName, ReviewOn: partialdate.On(w.reader.today.Add(reviewDays))}
		if err := people.AddCare(ctx, tx, personID, c); err != nil {
			return err
		}
	}
	if len(d.Notes) == 0 {
		return nil
	}
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: personID, Kind: timeline.KindNote, Body: strings.Join(d.Notes, "\n"), On: partialdate.On(w.reader.today), Source: w.batch.FileName,
	})
	return err
}

// reviewDays is when a take-care line that came with a file is looked at again.
const reviewDays = 90

var milestoneKinds = map[Field]custody.Kind{Release: custody.Release, Sentenced: custody.Sentenced, Hearing: custody.Hearing}

// place records where somebody is. A place we do not know is kept as a note, so
// that nothing of the file is lost.
func (w *saver) place(ctx context.Context, tx *trail.Tx, personID string, d *Draft) error {
	if d.Facility == "" && d.Unit == "" {
		return nil
	}
	region := d.Region
	if region == "" {
		region = w.batch.Mapping.Region
	}
	id, _, err := w.s.Places.Place(ctx, tx.Tx, d.Facility, region)
	if err != nil {
		return err
	}
	if id == "" {
		w.counts.Places++
		d.Notes = append(d.Notes, strings.Trim(d.Facility+", "+d.Unit, ", "))
		return nil
	}
	_, err = custody.Place(ctx, tx, w.s.Custody.Bus, w.reader.today, custody.NewStay{
		PersonID: personID, FacilityID: id, Unit: d.Unit, Since: d.Since, Source: w.batch.FileName,
		SourceOn: partialdate.On(w.reader.today), Confidence: custody.Reported,
	})
	return err
}

// open opens the case of a row. A row without a state is active.
func (w *saver) open(ctx context.Context, tx *trail.Tx, personID string, d Draft) error {
	n := d.Case
	n.PersonID, n.ProgrammeID = personID, w.batch.Mapping.Programme
	n.WorkerID = w.worker(d.Worker)
	if n.IntervalDays == 0 {
		n.IntervalDays = w.batch.Mapping.Interval
	}
	if n.State == casework.Closed {
		return casework.AddClosed(ctx, tx, w.reader.today, n, casework.Closing{Reason: w.reason(d.Closing)})
	}
	_, err := casework.Open(ctx, tx, w.reader.today, n)
	return err
}

// reason is why a case ended before it came to us; a file that does not say is
// the reason itself.
func (w *saver) reason(given string) string {
	if given == "" {
		return w.batch.FileName
	}
	return given
}

// worker is the account a row names, or that of the mapping, or whoever
// imports.
func (w *saver) worker(name string) string {
	if id, ok := w.workers[search.Fold(name)]; ok && name != "" {
		return id
	}
	if w.batch.Mapping.Worker != "" {
		return w.batch.Mapping.Worker
	}
	return w.actor.ID
}

// update gives somebody we know what is new in a row.
func (w *saver) update(ctx context.Context, tx *trail.Tx, personID string, d Draft) error {
	differences, err := w.s.compare(ctx, tx.Tx, w.actor, personID, d)
	if err != nil {
		return err
	}
	more := Draft{Row: d.Row, Points: map[Field]partialdate.Date{}, Notes: d.Notes, Region: d.Region}
	gain := people.Gain{Source: w.batch.FileName}
	for _, diff := range differences {
		if diff.Kept != "" {
			continue
		}
		switch diff.What {
		case whatName:
			gain.Names = append(gain.Names, diff.To)
		case whatNumber:
			gain.Numbers = append(gain.Numbers, people.Number{Text: diff.To, Issuer: w.batch.Mapping.Issuer})
		case whatBorn:
			gain.Born = d.Person.Born
		case whatPlace, whatUnit:
			more.Facility, more.Unit, more.Since = d.Facility, d.Unit, d.Since
		case whatRelease:
			more.Points[Release] = d.Points[Release]
		}
	}
	if err := people.Enrich(ctx, tx, w.s.PeopleIndex, personID, gain); err != nil {
		return err
	}
	if err := w.rest(ctx, tx, personID, more); err != nil || w.batch.What != Cases {
		return err
	}
	return w.openMissing(ctx, tx, personID, d)
}

// openMissing opens a case for somebody we know who has none in the programme.
func (w *saver) openMissing(ctx context.Context, tx *trail.Tx, personID string, d Draft) error {
	has, err := casework.HasOpen(ctx, tx.Tx, personID, w.batch.Mapping.Programme)
	if err != nil || has {
		return err
	}
	return w.open(ctx, tx, personID, d)
}
