package search_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/search"
)

// people are the ones most tests look for.
var people = []search.Entry{
	{Subject: "karim", Names: []string{"Yusuf Karimi", "Joseph Kareem", "یوسف کریمی"}, Numbers: []string{"A1234BC"}, Born: "1984-03-02"},
	{Subject: "dmitri", Names: []string{"Дмитрий Шевченко"}, Numbers: []string{"0418-OI-22"}},
	{Subject: "maria", Names: []string{"María José García López"}, Numbers: []string{"123 456 789"}, Born: "1984"},
	{Subject: "william", Names: []string{"William O'Brien"}, Numbers: []string{"99887766"}},
	{Subject: "amparo", Names: []string{"Amparo"}},
	{Subject: "rahman", Names: []string{"Abd al-Rahman Haddad"}},
	{Subject: "maryann", Names: []string{"Maryann St. Clair-Jones"}},
	{Subject: "initial", Names: []string{"J. Fotheringay"}},
	{Subject: "mohammed", Names: []string{"محمد حسن"}},
	{Subject: "smith1", Names: []string{"John Smith"}, Numbers: []string{"55500011"}, Born: "1970-01-01"},
	{Subject: "smith2", Names: []string{"John Smith"}, Numbers: []string{"55500022"}, Born: "1990-01-01"},
	{Subject: "wang", Names: []string{"王小明", "Wang Xiaoming"}},
	{Subject: "where", Names: []string{"the man in D-207"}},
}

// given puts entries into a fresh index.
func given(t testing.TB, db *database.DB, entries []search.Entry) *search.Index {
	t.Helper()
	x, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, func(ctx context.Context, tx *database.Tx) error { return x.PutAll(ctx, tx, entries) })
	return x
}

func put(t testing.TB, db *database.DB, fn func(context.Context, *database.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *database.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, db *database.DB, x *search.Index, q search.Query) (hits []search.Hit) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *database.Tx) (err error) {
		hits, err = x.Find(t.Context(), tx, q)
		return err
	})
	if err != nil {
		t.Fatalf("Find(%q): %v", q.Text, err)
	}
	return hits
}

func subjects(hits []search.Hit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.Subject
	}
	return out
}

func TestFind(t *testing.T) {
	t.Parallel()
	cases := []struct {
		about, text, want string
		text2             string // of the name or number that matched
		reasons           []search.Reason
	}{
		{"exact", "Yusuf Karimi", "karim", "Yusuf Karimi", []search.Reason{search.Exact}},
		{"case and accents", "maria garcia", "maria", "María José García López", []search.Reason{search.Exact}},
		{"all words", "María José García López", "maria", "María José García López", []search.Reason{search.Exact}},
		{"another name", "joseph kareem", "karim", "Joseph Kareem", []search.Reason{search.Exact}},
		{"swapped", "Karimi, Yusuf", "karim", "Yusuf Karimi", []search.Reason{search.Swapped}},
		{"misspelt", "Wiliam Obrein", "william", "William O'Brien", []search.Reason{search.Misspelt}},
		{"look-alike", "Wi11iam 0'Br1en", "william", "William O'Brien", []search.Reason{search.LookAlike}},
		{"rn for m", "Arnparo", "amparo", "Amparo", []search.Reason{search.LookAlike}},
		{"nickname", "Bill O'Brien", "william", "William O'Brien", []search.Reason{search.Nickname}},
		{"nickname in Spanish", "Pepa Garcia", "maria", "", nil},
		{"other script by its words", "Karimi کریمی", "karim", "", nil},
		{"asked in another script", "يوسف كريمي", "karim", "یوسف کریمی", []search.Reason{search.Exact}},
		{"Cyrillic from Latin", "Dmitri Shevchenko", "dmitri", "Дмитрий Шевченко", []search.Reason{search.OtherScript}},
		{"Cyrillic, misspelt in Latin", "Dmitry Shevcenko", "dmitri", "Дмитрий Шевченко", []search.Reason{search.OtherScript}},
		{"Arabic from Latin", "Mohammed Hassan", "mohammed", "محمد حسن", []search.Reason{search.OtherScript}},
		{"short form in another script", "Dima Shevchenko", "dmitri", "Дмитрий Шевченко", []search.Reason{search.Nickname, search.OtherScript}},
		{"one word", "amparo", "amparo", "Amparo", []search.Reason{search.Exact}},
		{"one word, misspelt", "ampro", "amparo", "Amparo", []search.Reason{search.Misspelt}},
		{"beginning", "amp", "amparo", "Amparo", []search.Reason{search.BeginsWith}},
		{"beginning of the second", "william ob", "william", "William O'Brien", []search.Reason{search.BeginsWith}},
		{"servant-of name in one word", "Abdulrahman Haddad", "rahman", "Abd al-Rahman Haddad", []search.Reason{search.Exact}},
		{"servant-of name in another spelling", "Abdel Rahmane Hadad", "rahman", "Abd al-Rahman Haddad", []search.Reason{search.Misspelt}},
		{"words apart", "Mary Ann Jones", "maryann", "Maryann St. Clair-Jones", []search.Reason{search.Exact}},
		{"words together", "YusufKarimi", "karim", "Yusuf Karimi", []search.Reason{search.Exact}},
		{"initial asked", "W O'Brien", "william", "William O'Brien", []search.Reason{search.Initial}},
		{"initial held", "Jane Fotheringay", "initial", "J. Fotheringay", []search.Reason{search.Initial}},
		{"number", "A1234BC", "karim", "A1234BC", []search.Reason{search.Exact}},
		{"number with spaces", "a 1234 bc", "karim", "A1234BC", []search.Reason{search.Exact}},
		{"number in groups", "123456789", "maria", "123 456 789", []search.Reason{search.Exact}},
		{"number with look-alikes", "A1234BC8", "karim", "A1234BC", []search.Reason{search.OneDigit}},
		{"look-alike in the number", "418 01 22", "dmitri", "0418-OI-22", []search.Reason{search.LookAlike}},
		{"digit wrong", "99887760", "william", "99887766", []search.Reason{search.OneDigit}},
		{"digits swapped", "98987766", "william", "99887766", []search.Reason{search.OneDigit}},
		{"digit missing", "9988776", "william", "99887766", nil},
		{"beginning of a number", "99887", "william", "99887766", []search.Reason{search.BeginsWith}},
		{"namesake by number", "John Smith 55500022", "smith2", "", nil},
		{"namesake by wrong number", "Jon Smyth 55500021", "smith1", "", nil},
		{"namesake by year", "john smith 1990", "smith2", "", nil},
		{"own script", "王小明", "wang", "王小明", []search.Reason{search.Exact}},
		{"place for a name", "man in D-207", "where", "", nil},
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		x := given(t, db, people)
		for _, c := range cases {
			hits := find(t, db, x, search.Query{Text: c.text})
			if len(hits) == 0 || hits[0].Subject != c.want && !(len(hits) > 1 && hits[1].Subject == c.want && hits[1].Score == hits[0].Score) {
				t.Errorf("%s: Find(%q) = %v, want %s first", c.about, c.text, hits, c.want)
				continue
			}
			if c.reasons == nil {
				continue
			}
			got := hits[0].Why[0]
			if diff := cmp.Diff(c.reasons, got.Reasons); diff != "" || got.Text != c.text2 {
				t.Errorf("%s: Find(%q) because of %q:\n%s", c.about, c.text, got.Text, diff)
			}
		}
	})
}

func TestFindNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		x := given(t, db, people)
		for _, text := range []string{
			"", "   ", "x", "-", "'", "%", "1", "12", "Zbigniew Brzęczyszczykiewicz", "\x00\x01\x02", "\xff\xfe", strings.Repeat("q", 10_000),
			strings.Repeat("qz ", 5_000), strings.Repeat("7", 10_000), strings.Repeat("777 ", 5_000), "\u202eabc\u202c zzz", "'; DROP TABLE search_word; --",
		} {
			if hits := find(t, db, x, search.Query{Text: text}); len(hits) > 0 {
				t.Errorf("Find(%.30q) = %v, want nobody", text, hits)
			}
		}
	})
}

func TestFindStaysInsideTheWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		x := given(t, db, people)
		wall := search.Query{Text: "John Smith", Wall: "subject_id IN (?, ?)", WallArgs: []any{"smith2", "karim"}}
		if got := subjects(find(t, db, x, wall)); !slices.Equal(got, []string{"smith2"}) {
			t.Errorf("two people seen: found %v, want smith2", got)
		}
		if got := find(t, db, x, search.Query{Text: "John Smith", Wall: "1=0"}); len(got) > 0 {
			t.Errorf("nobody seen: found %v", got)
		}
	})
}

// TestFindInsideAWideWall is about a wall that lets thousands through, of whom
// few have the common name that is asked.
func TestFindInsideAWideWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		var entries []search.Entry
		for i := range 1500 {
			id := string(rune('a'+i%26)) + "-" + strings.Repeat("i", i/26)
			entries = append(entries, search.Entry{Subject: id, Names: []string{"John Smith"}, Numbers: []string{"7" + strings.Repeat("1", i%7) + "00"}})
		}
		x := given(t, db, entries)
		hits := find(t, db, x, search.Query{Text: "john smith", Wall: "subject_id <> ?", WallArgs: []any{"a-"}, Limit: 1})
		if len(hits) != 1 || hits[0].Subject == "a-" {
			t.Errorf("found %v", hits)
		}
		for _, text := range []string{"smith", "j smith", "smiht jon", "71100"} {
			for _, h := range find(t, db, x, search.Query{Text: text, Wall: "subject_id > ?", WallArgs: []any{"m"}}) {
				if h.Subject <= "m" {
					t.Errorf("Find(%q) went over the wall to %s", text, h.Subject)
				}
			}
		}
	})
}

// A list that remembers its words finds whom it would find without.
func TestAMemoryChangesNoAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		x, err := search.Open(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{"Yusuf Karimi", "Joseph Kareem", "María García", "Maria Garcia", "Дмитрий Шевченко", "William O'Brien"}
		err = db.Write(t.Context(), func(tx *database.Tx) error {
			for i, n := range names {
				if err := x.Put(t.Context(), tx, search.Entry{Subject: string(rune('a' + i)), Names: []string{n}}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		memory := search.NewMemory()
		err = db.Read(t.Context(), func(tx *database.Tx) error {
			for range 2 {
				for _, n := range append(names, "Yusef Karmi", "Bill Obrien", "Dmitri Shevchenko", "Nobody Atall") {
					c := search.Candidate{Entry: search.Entry{Names: []string{n}}}
					want, err := x.Match(t.Context(), tx, c)
					if err != nil {
						return err
					}
					c.Memory = memory
					got, err := x.Match(t.Context(), tx, c)
					if err != nil {
						return err
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s: %s", n, diff)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
