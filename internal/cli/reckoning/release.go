package reckoning

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/release"
)

// ReleaseDate estimates the dates of one sentence, or of a whole booking.
type ReleaseDate struct {
	Jurisdiction   string `arg:"" help:"england-wales, scotland or us-federal."`
	SentenceDate   string `help:"The day the sentence was imposed." placeholder:"DAY"`
	Length         string `help:"How long, as 3y, 20m or 2y6m." placeholder:"LENGTH"`
	Track          string `help:"The kind of sentence: sds, sds-plus, or excluded from early release." placeholder:"TRACK"`
	RemandDays     int    `help:"Days on remand." placeholder:"N"`
	TaggedBailDays int    `help:"Days on tagged bail that count." placeholder:"N"`
	AddedDays      int    `help:"Days added for breaking prison rules." placeholder:"N"`
	UalDays        int    `name:"ual-days" help:"Days unlawfully at large." placeholder:"N"`
	JailCreditDays int    `help:"Days in jail before the sentence (us-federal)." placeholder:"N"`
	TimeCreditDays int    `help:"First Step Act time credits earned, in days (us-federal)." placeholder:"N"`
	Booking        string `help:"A file with everything somebody is held for, instead of one sentence; - for standard input (england-wales)." placeholder:"FILE"`
	Rules          string `help:"Rules to use (sds-50, sds-40 or progression-2026) instead of those in force today (england-wales)." placeholder:"RULES"`
}

// Run estimates and prints the dates, or says why it does not.
func (c ReleaseDate) Run(d *desk.Desk) error {
	calculator, err := release.New(shippedWith(nil))
	if err != nil {
		return err
	}
	est, err := c.estimate(calculator, civil.Of(d.Now(), nil))
	if err != nil {
		return err
	}
	ctx, err := spoken(d)
	if err != nil {
		return err
	}
	out, err := est.JSON(est.Workings(ctx))
	if err != nil {
		return err
	}
	return d.Print(json.RawMessage(out), func(w io.Writer) { writeEstimate(ctx, w, &est) })
}

func (c ReleaseDate) estimate(calculator *release.Calculator, today civil.Day) (release.Estimate, error) {
	if c.Booking != "" {
		return c.booking(calculator, today)
	}
	imposed := civil.Day(c.SentenceDate)
	if !imposed.Valid() {
		return release.Estimate{}, desk.Misused(fmt.Errorf("--sentence-date: %q is not a day like 2026-01-05", c.SentenceDate))
	}
	length, err := release.ParseLength(c.Length)
	if err != nil {
		return release.Estimate{}, desk.Misused(fmt.Errorf("--length: %q is %w", c.Length, err))
	}
	if c.Rules != "" && c.Jurisdiction != release.EnglandWales {
		return release.Estimate{}, desk.Misused(errors.New("--rules: only england-wales has sets of rules"))
	}
	return calculator.Sentence(release.Ask{
		Jurisdiction: c.Jurisdiction, Imposed: imposed, Length: length, Track: c.Track, Rules: c.Rules, Today: today,
		Remand: c.RemandDays, TaggedBail: c.TaggedBailDays, Added: c.AddedDays, Away: c.UalDays, JailCredit: c.JailCreditDays, TimeCredit: c.TimeCreditDays,
	})
}

// booking reads the file of a booking. What would be given for one sentence has no
// meaning beside it.
func (c ReleaseDate) booking(calculator *release.Calculator, today civil.Day) (release.Estimate, error) {
	alone := ReleaseDate{Jurisdiction: c.Jurisdiction, Booking: c.Booking, Rules: c.Rules}
	switch {
	case c != alone:
		return release.Estimate{}, desk.Misused(errors.New("--booking: everything stands in the file; only --rules goes with it"))
	case c.Jurisdiction != release.EnglandWales:
		return release.Estimate{}, desk.Misused(errors.New("--booking: only bookings of england-wales are read"))
	}
	file := os.Stdin
	if c.Booking != "-" {
		var err error
		if file, err = os.Open(c.Booking); err != nil {
			return release.Estimate{}, desk.Misused(err)
		}
		defer func() { _ = file.Close() }() // it was only read
	}
	b, err := release.ReadBooking(file)
	if err != nil {
		return release.Estimate{}, err
	}
	return calculator.Booking(&b, c.Rules, today)
}

// writeEstimate says an estimate to people.
func writeEstimate(ctx context.Context, w io.Writer, est *release.Estimate) {
	if est.ReleaseDay != "" {
		fmt.Fprintf(w, "Estimated release: %s\n\n", i18n.LongDay(ctx, string(est.ReleaseDay)))
	} else {
		fmt.Fprint(w, "Estimate\n\n")
	}
	for _, x := range est.Dates {
		fmt.Fprintf(w, "  %-18s %-12s %s\n", x.Key, i18n.Day(ctx, string(x.Day)), x.Key.Words(ctx))
	}
	fmt.Fprintln(w)
	for _, line := range est.Workings(ctx) {
		fmt.Fprintf(w, "  %s\n", line)
	}
	fmt.Fprintln(w)
	for _, x := range est.Evidence {
		fmt.Fprintf(w, "  %s [%s, %s]\n", x.Citation, x.Mark, x.VerifiedOn)
	}
}
