package release

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
)

// The limits of a booking that is read. The longest real ones hold a few dozen
// sentences.
const (
	MaxBooking     = 1 << 20 // bytes
	maxSentences   = 200
	maxAdjustments = 1000
)

// Kind is the kind of a sentence, as bookings name it.
type Kind string

// The kinds of sentence that are calculated.
const (
	Standard    Kind = "StandardSentence"                  // standard determinate, with or without the longer custody of SDS+
	Extended    Kind = "ExtendedDeterminateSentence"       // custody, then an extended licence
	OfConcern   Kind = "SopcSentence"                      // for an offender of particular concern
	Training    Kind = "DetentionAndTrainingOrderSentence" // of people under eighteen
	Supervision Kind = "BotusSentence"                     // for a breach of the supervision after a sentence
	Fine        Kind = "AFineSentence"                     // in default of a fine
)

// Sentence is one sentence as a court imposed it.
type Sentence struct {
	ID         string
	Kind       Kind
	Offence    day
	Imposed    day
	Custody    Length
	Extension  Length   // licence beyond custody: extended sentences, and those of particular concern
	Plus       bool     // SDS+: two thirds in custody
	PlusToday  bool     // would be SDS+ if imposed today
	Youth      bool     // section 250, imposed on somebody under eighteen
	Automatic  bool     // an extended sentence without the Parole Board
	Exclusions []string // why early release does not apply
	FineAmount float64
	TopUpUntil day // supervision as it was recorded, for a breach of it
	Recall     *Recall
	After      string // the sentence this one is consecutive to
}

// Recall says that somebody was recalled, and for how long.
type Recall struct {
	Kind     string
	Revoked  day
	Returned day
}

// Adjustment is a number of days that moves the dates: remand, tagged bail,
// added days, time unlawfully at large.
type Adjustment struct {
	Kind     string
	Applies  day // to sentences from this day on
	Days     int
	From, To day
}

// Booking is everything somebody is held for.
type Booking struct {
	Born        day
	SexOffender bool
	Sentences   []Sentence
	Adjustments []Adjustment
	Returned    day // to custody, on recall
	Moves       []Move
}

// Move is somebody leaving prison or coming back.
type Move struct {
	On     day
	Reason string
	Out    bool
}

type bookingFile struct {
	Booking *bookingFile `json:"booking"` // the file may hold the booking itself, or a line with a booking in it

	Offender struct {
		DateOfBirth         civil.Day `json:"dateOfBirth"`
		IsActiveSexOffender bool      `json:"isActiveSexOffender"`
	} `json:"offender"`
	Sentences   []sentenceFile              `json:"sentences"`
	Adjustments map[string][]adjustmentFile `json:"adjustments"`
	Returned    civil.Day                   `json:"returnToCustodyDate"`
	Moves       []struct {
		Date      civil.Day `json:"movementDate"`
		Reason    string    `json:"movementReason"`
		Direction string    `json:"direction"`
	} `json:"externalMovements"`
}

type sentenceFile struct {
	Identifier string `json:"identifier"`
	Type       Kind   `json:"type"`
	Offence    struct {
		CommittedAt civil.Day `json:"committedAt"`
	} `json:"offence"`
	SentencedAt  civil.Day     `json:"sentencedAt"`
	Duration     *durationFile `json:"duration"`
	Custodial    *durationFile `json:"custodialDuration"`
	Extension    *durationFile `json:"extensionDuration"`
	Consecutive  []string      `json:"consecutiveSentenceUUIDs"`
	Automatic    bool          `json:"automaticRelease"`
	FineAmount   float64       `json:"fineAmount"`
	LatestTopUp  civil.Day     `json:"latestTusedDate"`
	Recall       *recallFile   `json:"recall"`
	Arrangements struct {
		Plus       bool     `json:"isSDSPlus"`
		PlusToday  bool     `json:"isSDSPlusEligibleSentenceTypeLengthAndOffence"`
		Youth      bool     `json:"isSection250"`
		Exclusions []string `json:"sdsEarlyReleaseExclusions"`
	} `json:"releaseArrangements"`
}

type durationFile struct {
	Elements map[string]int `json:"durationElements"`
}

type recallFile struct {
	Type     string    `json:"recallType"`
	Revoked  civil.Day `json:"revocationDate"`
	Returned civil.Day `json:"returnToCustodyDate"`
}

type adjustmentFile struct {
	Applies civil.Day `json:"appliesToSentencesFrom"`
	Days    int       `json:"numberOfDays"`
	From    civil.Day `json:"fromDate"`
	To      civil.Day `json:"toDate"`
}

// ReadBooking reads one booking: offender, sentences, adjustments, in the shape
// the calculation service of England and Wales takes. A file over MaxBooking,
// one that is not JSON, and one that holds more than one document are refused
// with a fault of the kind Invalid or TooLarge that says what is wrong where.
func ReadBooking(r io.Reader) (Booking, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBooking+1))
	if err != nil {
		return Booking{}, fmt.Errorf("release: reading a booking: %w", err)
	}
	if len(raw) > MaxBooking {
		return Booking{}, tooLarge("release.refused.too_large", "limit", MaxBooking>>20)
	}
	file, err := decode(raw)
	if err != nil {
		return Booking{}, err
	}
	return file.booking()
}

func decode(raw []byte) (*bookingFile, error) {
	var file bookingFile
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(&file); err != nil {
		return nil, notRead("release.refused.not_json", "line", lineOf(raw, err))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, notRead("release.refused.more_than_one")
	}
	if file.Booking != nil {
		return file.Booking, nil
	}
	return &file, nil
}

// lineOf is the line on which JSON could not be read.
func lineOf(raw []byte, err error) int {
	at := len(raw)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(e.Offset)
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at = int(e.Offset)
	}
	return 1 + bytes.Count(bytes.TrimSpace(raw[:min(at, len(raw))]), []byte("\n"))
}

func (f *bookingFile) booking() (Booking, error) {
	var b Booking
	var p problems
	b.Born = p.optional(f.Offender.DateOfBirth)
	b.SexOffender = f.Offender.IsActiveSexOffender
	b.Returned = p.optional(f.Returned)
	p.count(len(f.Sentences))
	for i, s := range f.Sentences {
		b.Sentences = append(b.Sentences, s.sentence(&p, i+1))
	}
	b.Adjustments = f.adjustments(&p)
	for _, m := range f.Moves {
		b.Moves = append(b.Moves, Move{On: p.optional(m.Date), Reason: m.Reason, Out: m.Direction == "OUT"})
	}
	return b, p.err()
}

// adjustments lists them in the order they began, which is the order they count in.
func (f *bookingFile) adjustments(p *problems) []Adjustment {
	var all []Adjustment
	for _, kind := range slices.Sorted(maps.Keys(f.Adjustments)) {
		for _, a := range f.Adjustments[kind] {
			if len(all) == maxAdjustments {
				p.add("release.refused.too_many", "limit", maxAdjustments)
				return all
			}
			all = append(all, a.adjustment(p, kind))
		}
	}
	slices.SortStableFunc(all, func(a, b Adjustment) int { return cmp.Compare(a.begins(), b.begins()) })
	return all
}

func (s *sentenceFile) sentence(p *problems, n int) Sentence {
	out := Sentence{
		ID: s.Identifier, Kind: s.Type, Plus: s.Arrangements.Plus, PlusToday: s.Arrangements.PlusToday,
		Youth: s.Arrangements.Youth, Automatic: s.Automatic, Exclusions: s.Arrangements.Exclusions,
		FineAmount: s.FineAmount, TopUpUntil: p.optional(s.LatestTopUp),
		Offence: p.optional(s.Offence.CommittedAt), Imposed: p.needed(s.SentencedAt, n),
	}
	if out.Kind == "" {
		out.Kind = Standard // the shape leaves it out for the ordinary sentence
	}
	switch {
	case s.Duration != nil && s.Custodial != nil, s.Duration != nil && s.Extension != nil:
		p.add("release.refused.two_lengths", "sentence", n)
	case s.Custodial != nil:
		out.Custody = s.Custodial.length(p, n)
		if s.Extension != nil {
			out.Extension = s.Extension.length(p, n)
		}
	default:
		out.Custody = s.Duration.length(p, n)
	}
	if len(s.Consecutive) > 1 {
		p.add("release.refused.consecutive_to_two", "sentence", n)
	} else if len(s.Consecutive) == 1 {
		out.After = s.Consecutive[0]
	}
	if s.Recall != nil {
		out.Recall = &Recall{Kind: s.Recall.Type, Revoked: p.optional(s.Recall.Revoked), Returned: p.optional(s.Recall.Returned)}
	}
	return out
}

func (d *durationFile) length(p *problems, n int) Length {
	var l Length
	if d == nil {
		p.add("release.refused.no_length", "sentence", n)
		return l
	}
	for unit, count := range d.Elements {
		if count < 0 || count > maxDays {
			p.add("release.refused.length", "sentence", n)
			return l
		}
		switch unit {
		case "YEARS":
			l.Years = count
		case "MONTHS":
			l.Months = count
		case "WEEKS":
			l.Weeks = count
		case "DAYS":
			l.Days = count
		default:
			p.add("release.refused.length", "sentence", n)
		}
	}
	switch {
	case l.none():
		p.add("release.refused.no_length", "sentence", n)
	case l.tooLong():
		p.add("release.refused.length", "sentence", n)
	}
	return l
}

func (a *adjustmentFile) adjustment(p *problems, kind string) Adjustment {
	if a.Days < 0 {
		p.add("release.refused.negative_days")
	}
	out := Adjustment{Kind: kind, Applies: p.optional(a.Applies), Days: a.Days, From: p.optional(a.From), To: p.optional(a.To)}
	if out.From != none && out.To != none && out.To < out.From {
		p.add("release.refused.days_backwards")
	}
	return out
}
