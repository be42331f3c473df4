package partialdate_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

const today = civil.Day("2026-03-02") // a Monday

// told writes what was understood in one line: "~2024-01-01..2024-12-31".
func told(w partialdate.When) string {
	s := string(w.Earliest)
	if w.Earliest != w.Latest {
		s += ".." + string(w.Latest)
	}
	if w.About {
		s = "~" + s
	}
	return s
}

func TestRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", " ": "", "?": "", "not known": "", "no se sabe": "", "Desconocido": "",
		"today": "2026-03-02", "Hoy": "2026-03-02", "yesterday": "2026-03-01", "ayer": "2026-03-01",
		"tomorrow": "2026-03-03", "mañana": "2026-03-03", "pasado mañana": "2026-03-04", "the day before yesterday": "2026-02-28",
		"mon": "2026-03-02", "tue": "2026-03-03", "thu": "2026-03-05", "fri": "2026-02-27", "Sunday": "2026-03-01",
		"el viernes": "2026-02-27", "next friday": "2026-03-06", "last fri": "2026-02-27", "this friday": "2026-03-06", "next monday": "2026-03-09",
		"last monday": "2026-02-23", "el viernes que viene": "2026-03-06", "el próximo viernes": "2026-03-06", "el martes pasado": "2026-02-24", "on Tuesday": "2026-03-03",
		"3 nov": "2025-11-03", "nov 3": "2025-11-03", "3rd of November": "2025-11-03", "3 de noviembre": "2025-11-03", "1º de mayo": "2026-05-01",
		"3/11": "2025-11-03", "3-11": "2025-11-03", "3.11.": "2025-11-03", "3/25": "2026-03-25", "29 feb": "2028-02-29",
		"3 nov 2026": "2026-11-03", "Nov. 3, 2026": "2026-11-03", "Fri 13 Nov 2026": "2026-11-13", "13 November 2026, Friday": "2026-11-13",
		"3 de noviembre de 2026": "2026-11-03", "martes 3 de marzo de 2026": "2026-03-03", "3-nov-26": "2026-11-03", "2026 nov 3": "2026-11-03",
		"2024-03-14": "2024-03-14", "2024/3/14": "2024-03-14", "14.3.2024": "2024-03-14", "14/03/24": "2024-03-14", "03/14/2024": "2024-03-14", "20240314": "2024-03-14", "14032024": "2024-03-14",
		"2024-03-14T10:30:00Z": "2024-03-14", "2024-03-14 00:00:00": "2024-03-14", "3/14/2024 10:05 AM": "2024-03-14", "2024-03-14T10:30:00.000+02:00": "2024-03-14",
		"mar 2024": "2024-03-01..2024-03-31", "March 2024": "2024-03-01..2024-03-31", "marzo de 2024": "2024-03-01..2024-03-31", "2024-03": "2024-03-01..2024-03-31",
		"3/2024": "2024-03-01..2024-03-31", "5/88": "1988-05-01..1988-05-31", "feb '90": "1990-02-01..1990-02-28", "mar-88": "1988-03-01..1988-03-31", "may": "2026-05-01..2026-05-31", "november": "2025-11-01..2025-11-30",
		"2024": "2024-01-01..2024-12-31", "'90": "1990-01-01..1990-12-31", "el año 2024": "2024-01-01..2024-12-31",
		"about 2024": "~2024-01-01..2024-12-31", "c. 2024": "~2024-01-01..2024-12-31", "~2024-03": "~2024-03-01..2024-03-31", "2024?": "~2024-01-01..2024-12-31",
		"around 3 nov 2024": "~2024-11-03", "hacia 2024": "~2024-01-01..2024-12-31", "mar 2024 or so": "~2024-03-01..2024-03-31", "alrededor de marzo de 2024": "~2024-03-01..2024-03-31",
		"spring 2024": "2024-03-01..2024-05-31", "primavera de 2024": "2024-03-01..2024-05-31", "fall 2024": "2024-09-01..2024-11-30", "otoño 2024": "2024-09-01..2024-11-30",
		"winter 2024": "2023-12-01..2025-02-28", "winter 2023/24": "2023-12-01..2024-02-29", "summer": "2026-06-01..2026-08-31", "this year": "2026-01-01..2026-12-31",
		"before june": "..2026-05-31", "before 2020": "..2019-12-31", "antes de junio de 2024": "..2024-05-31", "after 3 nov 2024": "2024-11-04..", "since 2019": "2019-01-01..", "desde marzo de 2019": "2019-03-01..", "by friday": "..2026-02-27", "until may 2026": "..2026-05-31",
		"in 3 weeks": "2026-03-23", "en 3 semanas": "2026-03-23", "dentro de dos días": "2026-03-04", "+14": "2026-03-16", "+2w": "2026-03-16", "-3": "2026-02-27",
		"in a month": "2026-04-02", "in a week's time": "2026-03-09", "two days ago": "2026-02-28", "3 weeks ago": "~2026-02-09", "hace un mes": "~2026-02-01..2026-02-28", "2 years ago": "~2024-01-01..2024-12-31", "6 weeks from now": "2026-04-13",
		"last week": "2026-02-23..2026-03-01", "next month": "2026-04-01..2026-04-30", "el mes pasado": "2026-02-01..2026-02-28", "la semana que viene": "2026-03-09..2026-03-15", "last year": "2025-01-01..2025-12-31",
		"early 2024": "2024-01-01..2024-04-30", "mid-2024": "2024-05-01..2024-08-31", "late march 2024": "2024-03-21..2024-03-31", "a finales de marzo de 2024": "2024-03-21..2024-03-31",
		"1990s": "1990-01-01..1999-12-31", "the 80s": "1980-01-01..1989-12-31", "los años 90": "1990-01-01..1999-12-31", "early March": "2026-03-01..2026-03-10",
		"2019-2021": "2019-01-01..2021-12-31", "2023/24": "2023-01-01..2024-12-31", "from march to may 2024": "2024-03-01..2024-05-31", "between 2019 and 2021": "2019-01-01..2021-12-31", "entre marzo y mayo de 2024": "2024-03-01..2024-05-31",
	} {
		w, err := partialdate.Read(text, today, partialdate.DayFirst)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := told(w); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if w.Words != strings.TrimSpace(text) {
			t.Errorf("%q: words kept as %q", text, w.Words)
		}
	}
}

func TestReadInMonthFirstOrder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"3/11": "2026-03-11", "3/11/2024": "2024-03-11", "11/24": "2025-11-24", "25/3/2024": "2024-03-25", "2024-03-11": "2024-03-11", "3 nov 2024": "2024-11-03", "03112024": "2024-03-11",
	} {
		w, err := partialdate.Read(text, today, partialdate.MonthFirst)
		if got := told(w); err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestReadLeans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, gone, coming string }{
		{"3 nov", "2025-11-03", "2026-11-03"},
		{"2 march", "2026-03-02", "2026-03-02"},
		{"fri", "2026-02-27", "2026-03-06"},
		{"mon", "2026-03-02", "2026-03-02"},
		{"3/4/40", "1940-04-03", "2040-04-03"},
		{"3/4/27", "1927-04-03", "2027-04-03"},
		{"1/1/26", "2026-01-01", "2026-01-01"},
		{"march", "2026-03-01..2026-03-31", "2026-03-01..2026-03-31"},
		{"29 feb", "2024-02-29", "2028-02-29"},
	} {
		for lean, want := range map[partialdate.Lean]string{partialdate.Gone: c.gone, partialdate.Coming: c.coming} {
			w, err := partialdate.Reader{Today: today, Lean: lean}.Read(c.text)
			if got := told(w); err != nil || got != want {
				t.Errorf("%q leaning %v: %s, %v; want %s", c.text, lean, got, err, want)
			}
		}
	}
}

func TestReadSaysWhatItAssumed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"3 nov":               {partialdate.NoteYear},
		"3/11/90":             {partialdate.NoteOrder, partialdate.NoteCentury},
		"13/11/2024":          nil,
		"11/13/2024":          {partialdate.NoteSwapped},
		"3/3/2024":            nil,
		"nov 24":              {partialdate.NoteDayOrYear, partialdate.NoteYear},
		"Thu 13 Nov 2026":     {partialdate.NoteWeekday},
		"2024-03-14 10:30":    {partialdate.NoteTime},
		"2024-03-14 00:00:00": nil,
		"2024":                nil,
	} {
		w, err := partialdate.Read(text, today, partialdate.DayFirst)
		var keys []string
		for _, n := range w.Notes {
			keys = append(keys, n.Key)
		}
		if err != nil || !slices.Equal(keys, want) {
			t.Errorf("%q: %v, %v; want %v", text, keys, err, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"soon": partialdate.FaultNotRead, "40": partialdate.FaultNotRead, "3//11": partialdate.FaultNotRead, "1/2/3/4": partialdate.FaultNotRead, "14": partialdate.FaultNotRead,
		"15/16": partialdate.FaultNotRead, "2024-03-14 and more": partialdate.FaultNotRead, "before": partialdate.FaultNotRead, "about": partialdate.FaultNotRead, "3 weeks": partialdate.FaultNotRead,
		"before before before before june": partialdate.FaultNotRead, "418000000000": partialdate.FaultNotRead, "\xff\xfe": partialdate.FaultNotRead, "may june": partialdate.FaultNotRead,
		"1492": partialdate.FaultYear, "9999-12-31": partialdate.FaultYear, "3000": partialdate.FaultYear, "+99999": partialdate.FaultYear, "before 1800": partialdate.FaultYear,
		"from 2024 to 2019": partialdate.FaultBackwards, strings.Repeat("1", 81): partialdate.FaultTooLong, strings.Repeat("about ", 2000): partialdate.FaultTooLong,
		"31/02/90": partialdate.FaultNoSuchDay, "31/13/90": partialdate.FaultNoSuchDay, "30 feb": partialdate.FaultNoSuchDay, "2023-02-29": partialdate.FaultNoSuchDay, "0/5/2024": partialdate.FaultNoSuchDay,
	} {
		w, err := partialdate.Read(text, today, partialdate.DayFirst)
		problems := problemsOf(err)
		if len(problems) != 1 || problems[0].Key != want {
			t.Errorf("%.20q: %s, %v; want %s", text, told(w), err, want)
		}
	}
}

func problemsOf(err error) []fault.Problem {
	f, ok := err.(*fault.Error)
	if !ok || f.Kind != fault.Invalid {
		return nil
	}
	return f.Problems
}

func TestRepairs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"31/02/90": "1990-02 1990", "31/13/90": "1990", "02/31/1990": "1990-02 1990", "30 feb": "2026-02 2026", "1990-02-31": "1990-02 1990", "99/99/1990": "1990", "soon": "",
	} {
		_, err := partialdate.Read(text, today, partialdate.DayFirst)
		var got []string
		for _, d := range partialdate.Repairs(err) {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
		if err == nil || strings.Contains(err.Error(), "90") {
			t.Errorf("%q: the error is absent or holds the date: %v", text, err)
		}
	}
}

func TestDayNeedsAFullDay(t *testing.T) {
	t.Parallel()
	r := partialdate.Reader{Today: today, Lean: partialdate.Coming}
	if d, _, err := r.Day("3 nov"); err != nil || d != "2026-11-03" {
		t.Errorf("3 nov: %s, %v", d, err)
	}
	for _, text := range []string{"", "?", "nov 2026", "about 3 nov", "before june"} {
		if d, _, err := r.Day(text); d != "" || len(problemsOf(err)) != 1 || problemsOf(err)[0].Key != partialdate.FaultNotFull {
			t.Errorf("%q: %s, %v", text, d, err)
		}
	}
}

func TestReadingWhatIsStoredGivesItBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "d")
		order := rapid.SampledFrom([]partialdate.Order{partialdate.DayFirst, partialdate.MonthFirst}).Draw(t, "order")
		w, err := partialdate.Read(d.String(), today, order)
		if err != nil || w.Date() != d || w.Precision != d.Precision() {
			t.Fatalf("%s was read as %s: %v", d, w.Date(), err)
		}
		if first, last := d.Bounds(); !d.IsZero() && (w.Earliest != first || w.Latest != last) {
			t.Fatalf("%s was read as %s", d, told(w))
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"3 nov", "31/02/90", "2024-03-14T10:00Z", "about spring 2024", "before june", "in 3 weeks", "+14", "?", "'90", "nov 24", "entre marzo y mayo de 2024", "los años 90", "mid-2024", "winter 2023/24", "00000000", "99999999", "-", "~~", "a a a a a", "1/1/1 1:1", "\x00", "ñ\u0301"} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, options uint8) {
		r := partialdate.Reader{Today: today, Order: partialdate.Order(options & 1), Lean: partialdate.Lean(options >> 1 % 3)}
		w, err := r.Read(text)
		if err != nil {
			if len(problemsOf(err)) != 1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if w.Earliest != "" && !w.Earliest.Valid() || w.Latest != "" && !w.Latest.Valid() || w.Latest != "" && w.Earliest > w.Latest {
			t.Fatalf("%q was read as %s", text, told(w))
		}
		stored := w.Date()
		if back, err := partialdate.Parse(stored.String()); err != nil || back != stored {
			t.Fatalf("%q is stored as %q", text, stored)
		}
		if first, last := stored.Bounds(); !stored.IsZero() && (w.Earliest < first || w.Latest > last) {
			t.Fatalf("%q is %s but is stored as %s", text, told(w), stored)
		}
	})
}
