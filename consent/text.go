package consent

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Text is one version of what people are shown before they answer. No version
// is ever changed: the ledger says which one somebody read.
type Text struct {
	ID, Rev string
	Purpose string
	Lang    string
	Version int // counted for each purpose and language, the program's own first
	Body    string
	MadeAt  time.Time // zero for one that came with the program
	MadeBy  string    // the name of its author; "" for the program's
}

// Own reports whether the organisation wrote the text.
func (t Text) Own() bool { return t.MadeBy != "" }

//go:embed texts/*.json
var textFiles embed.FS

// standard are the versions that come with the program: by purpose, the oldest
// first. A later release adds a version and changes none.
var standard = sync.OnceValue(func() []Text {
	names, err := textFiles.ReadDir("texts")
	if err != nil {
		panic(err) // the folder is named above
	}
	var list []Text
	for _, n := range names {
		file, err := textFiles.ReadFile(path.Join("texts", n.Name()))
		if err != nil {
			panic(err)
		}
		var bodies map[string][]string
		if err := json.Unmarshal(file, &bodies); err != nil {
			panic(fmt.Errorf("consent: %s: %w", n.Name(), err)) // a test reads every file
		}
		list = append(list, versions(strings.TrimSuffix(n.Name(), ".json"), bodies)...)
	}
	return list
})

func versions(lang string, bodies map[string][]string) []Text {
	var list []Text
	for _, key := range slices.Sorted(maps.Keys(bodies)) {
		for i, body := range bodies[key] {
			id := "standard:" + key + ":" + lang + ":" + strconv.Itoa(i+1)
			list = append(list, Text{ID: id, Purpose: key, Lang: lang, Version: i + 1, Body: body})
		}
	}
	return list
}

// texts lists every version there is: the program's, then the organisation's own,
// of each purpose and language the oldest first. Its own are counted on.
func texts(ctx context.Context, tx *database.Tx) ([]Text, error) {
	own, err := ownTexts(ctx, tx)
	if err != nil {
		return nil, err
	}
	return slices.Concat(standard(), own), nil
}

// Newest is the version that is shown now for a purpose in a language, of a list
// as Texts gives it: the organisation's newest, or the program's. It is the zero
// Text when there is none in that language.
func Newest(list []Text, purpose, lang string) Text {
	var newest Text
	for _, t := range list {
		if t.Purpose == purpose && t.Lang == lang {
			newest = t
		}
	}
	return newest
}

// Texts lists every version there is.
func (s *Service) Texts(ctx context.Context, actor authz.Actor) (list []Text, err error) {
	if !actor.May(MayManage) && !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "consent: texts")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = texts(ctx, tx)
		return err
	})
	return list, err
}

// SaveText adds a version of the text of a purpose in a language, which is
// shown from now on. from is the version it was written from, "" for none; when
// a newer one was saved since, it returns Conflict. A text that says what the
// newest says changes nothing.
func (s *Service) SaveText(ctx context.Context, actor authz.Actor, t Text, from string) error {
	const op = "consent: save text"
	if !actor.May(MayManage) {
		return fault.New(fault.Forbidden, op)
	}
	t.Body, _ = people.CleanLines(t.Body)
	_, known := purposeOf(t.Purpose)
	var p problems
	p.when(!known, "purpose", "consent.purpose.missing")
	p.when(!slices.Contains(tongues.Codes(), t.Lang), "lang", "consent.lang.missing")
	p.when(t.Body == "", "body", "consent.text.missing")
	p.long("body", t.Body, maxLong)
	if err := fault.Check(op, p); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "consent.text.saved", Kind: "consent_text"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		all, err := texts(ctx, tx.Tx)
		if err != nil {
			return err
		}
		newest := Newest(all, t.Purpose, t.Lang)
		switch {
		case newest.ID != from:
			return fault.New(fault.Conflict, op)
		case newest.Body == t.Body:
			return nil
		}
		t.ID, t.Version = ids.New(), 1+highest(all, t.Purpose, t.Lang)
		deed.ID, deed.Args = t.ID, map[string]string{"version": strconv.Itoa(t.Version)}
		return insertText(ctx, tx, t)
	})
}

func highest(all []Text, purpose, lang string) int {
	n := 0
	for _, t := range all {
		if t.Purpose == purpose && t.Lang == lang {
			n = max(n, t.Version)
		}
	}
	return n
}

// Purposes lists every purpose as the organisation uses it.
func (s *Service) Purposes(ctx context.Context, actor authz.Actor) (list []Purpose, err error) {
	if !actor.May(MayManage) && !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "consent: purposes")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = used(ctx, tx)
		return err
	})
	return list, err
}

// used gives the purposes with what the organisation decided about them.
func used(ctx context.Context, tx *database.Tx) ([]Purpose, error) {
	own, err := choices(ctx, tx)
	if err != nil {
		return nil, err
	}
	list := Purposes()
	for i, p := range list {
		for _, c := range own {
			if c.key == p.Key {
				list[i].Used, list[i].Months, list[i].Rev = c.used, c.months, c.rev
			}
		}
	}
	return list, nil
}

// SavePurposes keeps which purposes are in use and how long each holds. It
// returns Conflict when somebody else decided about one since its Rev.
func (s *Service) SavePurposes(ctx context.Context, actor authz.Actor, list []Purpose) error {
	const op = "consent: save purposes"
	if !actor.May(MayManage) {
		return fault.New(fault.Forbidden, op)
	}
	var p problems
	for _, one := range list {
		_, known := purposeOf(one.Key)
		p.when(!known, "", "consent.purpose.missing")
		p.when(one.Months < 1 || one.Months > MaxMonths, "months-"+one.Key, "consent.months.range", "high", MaxMonths)
	}
	if err := fault.Check(op, p); err != nil {
		return err
	}
	return trail.Write(ctx, s.DB, actor, &trail.Deed{Action: "consent.purposes.saved", Kind: "consent_purpose"}, func(tx *trail.Tx) error {
		now, err := used(ctx, tx.Tx)
		if err != nil {
			return err
		}
		for _, one := range list {
			if err := savePurpose(ctx, tx, now, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func savePurpose(ctx context.Context, tx *trail.Tx, now []Purpose, p Purpose) error {
	i := slices.IndexFunc(now, func(n Purpose) bool { return n.Key == p.Key })
	c := choice{key: p.Key, used: p.Used, months: p.Months}
	switch is := now[i]; {
	case is.Rev != p.Rev:
		return fault.New(fault.Conflict, "consent: save purposes")
	case is.Used == p.Used && is.Months == p.Months:
		return nil
	case is.Rev == "":
		return tx.Insert(ctx, purposeTable, p.Key, c.set())
	default:
		return tx.Update(ctx, purposeTable, p.Key, is.Rev, c.set())
	}
}

// Languages lists the languages of the versions of a purpose, by code.
func Languages(list []Text, purpose string) []string {
	var langs []string
	for _, t := range list {
		if t.Purpose == purpose && !slices.Contains(langs, t.Lang) {
			langs = append(langs, t.Lang)
		}
	}
	slices.SortFunc(langs, func(a, b string) int { return cmp.Compare(a, b) })
	return langs
}
