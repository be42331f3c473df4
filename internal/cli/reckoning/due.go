package reckoning

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// Due counts the clocks of a step.
type Due struct {
	desk.PhraseFlag
	rulesFlag
	Procedure string   `arg:"" help:"Short name of the procedure: us-bop, gb-ew …; see rules list."`
	Step      string   `help:"The step: bp-9, comp1 …" required:"" placeholder:"STEP"`
	Track     string   `help:"The kind of matter: standard, emergency, medical …" default:"standard"`
	On        []string `help:"What happened and when, as incident=2026-03-02; the day as far as it is known, with the hour as incident=2026-03-02T21:10." required:"" placeholder:"EVENT=DATE"`
	Place     string   `help:"The facility, whose corrections and time zone hold." placeholder:"PLACE"`
	MailDays  int      `help:"How many days the post takes there."`
	Stopped   []string `help:"A time in which the clock stood still." placeholder:"FROM..TO"`
}

// rulesFlag is where a command that only computes takes its rules from.
type rulesFlag struct {
	Pack []string `help:"A file of rules to count by, above those installed." type:"existingfile" placeholder:"FILE"`
}

// dueClock is one clock, as the contract of the command line has it.
type dueClock struct {
	For         rulepacks.For     `json:"for"`
	Event       rulepacks.Event   `json:"event"`
	CountedFrom civil.Day         `json:"counted_from"`
	Known       string            `json:"known"` // the day of the event as it was given
	Bound       string            `json:"bound,omitempty"`
	Legal       *civil.Day        `json:"legal"` // null where there is no limit
	LegalTime   string            `json:"legal_time,omitempty"`
	Safe        *civil.Day        `json:"safe"`
	Extended    *civil.Day        `json:"extended"`
	Opens       *civil.Day        `json:"next_step_opens"` // when nobody answers
	Silence     rulepacks.Silence `json:"silence"`
	Words       string            `json:"words"`
	Citation    string            `json:"citation"`
	VerifiedOn  *civil.Day        `json:"verified_on"`
	Mark        rulepacks.Mark    `json:"mark"`
	Corrected   bool              `json:"corrected,omitempty"`
}

// dueAnswer is what the command prints.
type dueAnswer struct {
	Procedure string          `json:"procedure"`
	Pack      string          `json:"pack"`
	Version   string          `json:"version"`
	From      civil.Day       `json:"effective_from"`
	To        *civil.Day      `json:"effective_to"`
	Step      string          `json:"step"`
	Track     rulepacks.Track `json:"track"`
	Clocks    []dueClock      `json:"clocks"`
}

// Run counts the clocks and prints them.
func (c Due) Run(d *desk.Desk) error {
	ask, err := c.ask(d)
	if err != nil {
		return err
	}
	book, err := c.book(d, &ask)
	if err != nil {
		return err
	}
	clocks, err := book.Due(ask)
	if fault.Is(err, fault.NotFound) {
		return unknownStep(book, c.Procedure, c.Step)
	}
	if err != nil {
		return err
	}
	ctx, err := spoken(d)
	if err != nil {
		return err
	}
	v := clocks[0].Version
	out := dueAnswer{Procedure: v.Code, Pack: v.Pack.Name, Version: v.Pack.Version, From: v.EffectiveFrom, To: orNull(v.EffectiveTo), Step: c.Step, Track: ask.Track}
	for _, k := range clocks {
		out.Clocks = append(out.Clocks, said(ctx, book, k))
	}
	return d.Print(out, func(w io.Writer) { out.write(ctx, w) })
}

// ask reads what the clocks are counted from.
func (c Due) ask(d *desk.Desk) (rulepacks.Ask, error) {
	ask := rulepacks.Ask{
		Procedure: c.Procedure, Step: c.Step, Track: rulepacks.Track(c.Track), MailDays: c.MailDays,
		Events: map[rulepacks.Event]rulepacks.When{},
	}
	if !slices.Contains(rulepacks.Tracks(), ask.Track) {
		return ask, desk.Misused(fmt.Errorf("--track: %q is none of %s", c.Track, listed(rulepacks.Tracks())))
	}
	for _, text := range c.On {
		e, when, taken, err := happened(text, civil.Of(d.Now(), nil))
		if err != nil {
			return ask, err
		}
		if taken {
			fmt.Fprintf(d.Errors, "throughcare: %s has no year and is taken for %s\n", text, when.Date)
		}
		if _, twice := ask.Events[e]; twice {
			return ask, desk.Misused(fmt.Errorf("--on: %s is given twice", e))
		}
		ask.Events[e] = when
	}
	for _, text := range c.Stopped {
		from, to, _ := strings.Cut(text, "..")
		span := rulepacks.Span{From: civil.Day(from), To: civil.Day(to)}
		if !span.From.Valid() || !span.To.Valid() {
			return ask, desk.Misused(fmt.Errorf("--stopped: %q is no time like 2026-03-02..2026-03-09", text))
		}
		ask.Stopped = append(ask.Stopped, span)
	}
	return ask, nil
}

// hourOf finds the hour behind a day.
var hourOf = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)$`)

// happened reads "incident=2026-03-02". A text that can mean two days is refused:
// nothing is guessed. One without a year is the last that was, and taken says so.
func happened(text string, today civil.Day) (e rulepacks.Event, when rulepacks.When, taken bool, err error) {
	name, day, ok := strings.Cut(text, "=")
	e = rulepacks.Event(name)
	if !ok || !slices.Contains(rulepacks.Events(), e) {
		return e, when, false, desk.Misused(fmt.Errorf("--on: %q is no EVENT=DATE; the events are %s", text, listed(rulepacks.Events())))
	}
	if m := hourOf.FindStringSubmatch(day); m != nil && civil.ValidHour(m[2]) {
		day, when.Time = m[1], m[2]
	}
	read, err := partialdate.Reader{Today: today, Lean: partialdate.Gone}.Read(day)
	if err != nil {
		return e, when, false, desk.Misused(fmt.Errorf("--on %s: %s", name, desk.Words(err)))
	}
	if slices.ContainsFunc(read.Notes, func(n partialdate.Note) bool { return n.Key != partialdate.NoteYear }) {
		return e, when, false, desk.Misused(fmt.Errorf("--on %s: %q can mean more than one day; write it like 2026-03-02", name, day))
	}
	if when.Date = read.Date(); when.Date.IsZero() {
		return e, when, false, desk.Misused(fmt.Errorf("--on %s: %q is no day, month or year", name, day))
	}
	return e, when, len(read.Notes) > 0, nil
}

func listed[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// spoken is a context in which words are said as the examples of the contract are.
func spoken(d *desk.Desk) (context.Context, error) {
	words, err := desk.Catalogue()
	if err != nil {
		return nil, err
	}
	return i18n.With(d, words.Printer("en-GB")), nil
}

// book gives the rules to count by: those of the record where there is one that can
// be opened, else those of the program, and above them the files that are given.
func (c Due) book(d *desk.Desk, ask *rulepacks.Ask) (*rulepacks.Book, error) {
	files, err := c.files()
	if err != nil {
		return nil, err
	}
	if exists, err := d.Exists(); err != nil || !exists {
		if err == nil && c.Place != "" {
			_, err = d.Open(c.PhraseFlag) // says where there is none
		}
		return shippedWith(files), err
	}
	if c.PhraseFile == "" && c.Place == "" {
		fmt.Fprintln(d.Errors, "throughcare: counting by the rules that come with the program; give --phrase-file to count by those of the record")
		return shippedWith(files), nil
	}
	return c.installed(d, ask, files)
}

// installed reads the rules of the record, and what differs at the place.
func (c Due) installed(d *desk.Desk, ask *rulepacks.Ask, files []*rulepacks.Pack) (book *rulepacks.Book, err error) {
	rec, err := d.Open(c.PhraseFlag)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rec.Close() }() // it was only read
	actor := authz.System("cli")
	where, err := placeOf(d, rec.Places, actor, c.Place)
	if err != nil {
		return nil, err
	}
	ask.Zone = where.TimeZone
	err = rec.DB.Read(d, func(tx *database.Tx) error {
		if book, err = rec.Rules.Book(d, tx); err != nil || where.ID == "" {
			return err
		}
		ask.Corrected, err = rec.Rules.Corrections(d, tx, where.ID, ask.Procedure)
		return err
	})
	if err == nil && len(files) > 0 {
		book = book.With(files)
	}
	return book, err
}

// placeOf finds the facility that is meant, by its id or by a name that leaves no
// doubt.
func placeOf(d *desk.Desk, places *facilities.Service, actor authz.Actor, text string) (facilities.Facility, error) {
	if text == "" {
		return facilities.Facility{}, nil
	}
	id := text
	guesses, err := places.Meant(d, actor, text, "")
	if err != nil {
		return facilities.Facility{}, err
	}
	if len(guesses) > 0 && guesses[0].Probability >= 0.9 {
		id = guesses[0].FacilityID
	}
	f, err := places.Facility(d, actor, id)
	if fault.Is(err, fault.NotFound) {
		return facilities.Facility{}, &desk.Missing{Text: fmt.Sprintf("--place: no facility is surely meant by %q", text)}
	}
	return f.Facility, err
}

// files reads the packs that are given.
func (f rulesFlag) files() ([]*rulepacks.Pack, error) {
	var packs []*rulepacks.Pack
	for _, name := range f.Pack {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, desk.Misused(err)
		}
		p, err := rulepacks.Read(text, shippedWith(packs).CalendarIDs()...)
		if wrong, ok := errors.AsType[*rulepacks.Wrong](err); ok {
			return nil, wrong.Fault()
		}
		if err != nil {
			return nil, err
		}
		packs = append(packs, p)
	}
	return packs, nil
}

// shippedWith is the book of the program, with packs above it.
func shippedWith(more []*rulepacks.Pack) *rulepacks.Book {
	files, err := rulepacks.Shipped()
	if err != nil {
		panic(err) // a test reads every one of them
	}
	var packs []*rulepacks.Pack
	for _, f := range files {
		packs = append(packs, f.Pack)
	}
	return rulepacks.NewBook(append(packs, more...), nil)
}

// unknownStep says what there is instead.
func unknownStep(b *rulepacks.Book, code, step string) error {
	versions := b.Versions(code)
	if len(versions) == 0 {
		return &desk.Missing{Text: fmt.Sprintf("there is no procedure %q; there are %s", code, strings.Join(b.Codes(), ", "))}
	}
	var steps []string
	for _, s := range versions[0].Steps {
		steps = append(steps, s.ID)
	}
	return &desk.Missing{Text: fmt.Sprintf("%s has no step %q on that day; it has %s", code, step, strings.Join(steps, ", "))}
}

func orNull(d civil.Day) *civil.Day {
	if d == "" {
		return nil
	}
	return &d
}

// said makes the line of a clock.
func said(ctx context.Context, b *rulepacks.Book, k rulepacks.Clock) dueClock {
	c := dueClock{
		For: k.For, Event: k.Event, CountedFrom: k.Start, Known: k.Known.String(), Legal: orNull(k.Legal), LegalTime: k.LegalTime, Safe: orNull(k.Safe),
		Extended: orNull(k.Extended), Opens: orNull(k.Opens()), Silence: cmp.Or(k.Silence(), rulepacks.Nothing), Words: k.Words(ctx, b),
		Citation: k.Limit.Citation, VerifiedOn: orNull(k.Limit.VerifiedOn), Mark: k.Limit.Mark, Corrected: k.Corrected,
	}
	switch {
	case !k.Partial():
	case k.For.Ours():
		c.Bound = "first"
	default:
		c.Bound = "last"
	}
	return c
}

// write says the answer to people.
func (a dueAnswer) write(ctx context.Context, w io.Writer) {
	fmt.Fprintf(w, "%s %s (%s)\n", a.Procedure, a.Step, a.Version)
	for _, c := range a.Clocks {
		if c.Legal == nil {
			fmt.Fprintf(w, "  %s: %s\n", c.For, c.Words)
		} else {
			fmt.Fprintf(w, "  %s: by %s %s, safe %s", c.For, i18n.LongDay(ctx, string(*c.Legal)), c.LegalTime, i18n.LongDay(ctx, string(*c.Safe)))
			if c.Extended != nil {
				fmt.Fprintf(w, ", extended %s", i18n.LongDay(ctx, string(*c.Extended)))
			}
			fmt.Fprintf(w, "\n    %s\n", c.Words)
		}
		fmt.Fprintf(w, "    %s [%s]\n", c.Citation, c.Mark)
	}
}
