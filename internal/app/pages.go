package app

import (
	"context"
	"embed"
	"io/fs"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/throughcare/throughcare/access/accessweb"
	"github.com/throughcare/throughcare/arbitration/arbitrationweb"
	"github.com/throughcare/throughcare/asking/askingweb"
	"github.com/throughcare/throughcare/calendar/calendarweb"
	"github.com/throughcare/throughcare/casework/caseworkweb"
	"github.com/throughcare/throughcare/casework/saved"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/consent/consentweb"
	"github.com/throughcare/throughcare/copying/copyingweb"
	"github.com/throughcare/throughcare/custody/custodyweb"
	"github.com/throughcare/throughcare/disclosing/disclosingweb"
	"github.com/throughcare/throughcare/employment/employmentweb"
	"github.com/throughcare/throughcare/exchange/exchangeweb"
	"github.com/throughcare/throughcare/facilities/facilitiesweb"
	"github.com/throughcare/throughcare/families/familiesweb"
	"github.com/throughcare/throughcare/files/filesweb"
	"github.com/throughcare/throughcare/find/findweb"
	"github.com/throughcare/throughcare/grievances/grievancesweb"
	"github.com/throughcare/throughcare/imports/importsweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/clockpage"
	"github.com/throughcare/throughcare/internal/web/drillpage"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/keyspage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/printerspage"
	"github.com/throughcare/throughcare/internal/web/trailpage"
	"github.com/throughcare/throughcare/letters/lettersweb"
	"github.com/throughcare/throughcare/mailroom/mailroomweb"
	"github.com/throughcare/throughcare/merging/mergingweb"
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/penpals/penpalsweb"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/plans/plansweb"
	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/retention"
	"github.com/throughcare/throughcare/retention/retentionweb"
	"github.com/throughcare/throughcare/roster/rosterweb"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/rulepacks/rulepacksweb"
	"github.com/throughcare/throughcare/sealed/sealedweb"
	"github.com/throughcare/throughcare/sentences/sentencesweb"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/staffweb"
	"github.com/throughcare/throughcare/staff/staffweb/gate"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today/todayweb"
)

// Served says how the pages are reached.
type Served struct {
	Secure bool   // by https
	Site   string // the name people type, where passkeys hold; "" for localhost only
	Notice string // key of a standing line at the foot of every page, "" for none
	// What a program without keys, such as the demo, does not have; see
	// staffweb.Pages.
	Recovery   func(context.Context, authz.Actor) (keys.Sheet, error)
	LockRecord func()
	LastBackup func(context.Context) (time.Time, error)
	// RecordPhrase gives the record another pass phrase.
	RecordPhrase func(ctx context.Context, actor authz.Actor, phrase string) error
}

// Locales are the words of the program as a whole.
//
//go:embed locales
var Locales embed.FS

// locales are the words of everything that has pages.
func locales() []fs.FS {
	return []fs.FS{
		Locales,
		layout.Locales,
		partialdate.Locales,
		sheet.Locales,
		gate.Locales,
		staffweb.Locales,
		calendarweb.Locales,
		findweb.Locales,
		tasks.Locales,
		rulepacks.Locales, rulepacksweb.Locales,
		release.Locales,
		jobspage.Locales,
		caseworkweb.Locales,
		custodyweb.Locales,
		facilitiesweb.Locales, exchangeweb.Locales,
		peopleweb.Locales,
		mergingweb.Locales,
		trailpage.Locales,
		drillpage.Locales, clockpage.Locales, keyspage.Locales, printerspage.Locales,
		accessweb.Locales,
		askingweb.Locales,
		sealedweb.Locales,
		sentencesweb.Locales,
		consentweb.Locales,
		importsweb.Locales,
		todayweb.Locales,
		filesweb.Locales,
		disclosingweb.Locales,
		retentionweb.Locales,
		copyingweb.Locales,
		grievancesweb.Locales,
		mailroomweb.Locales,
		lettersweb.Locales,
		arbitrationweb.Locales,
		rosterweb.Locales,
		penpalsweb.Locales,
		plansweb.Locales,
		familiesweb.Locales,
		employmentweb.Locales,
	}
}

// binder binds bundles.
func (rec *Record) binder() func(context.Context, binder.Bundle) (binder.Bound, error) {
	if rec.Binder == nil {
		return binder.Plain
	}
	return rec.Binder
}

// Catalogue holds the words of the whole program in every language. It is read once, and
// nobody changes it.
func Catalogue() (*i18n.Catalogue, error) { return catalogue() }

var catalogue = sync.OnceValues(func() (*i18n.Catalogue, error) { return i18n.New(locales()...) })

// contribution is what a capability's web package adds to the application. A
// new capability adds one line to contributions, and nothing else changes.
type contribution interface{ Routes() []web.Route }

// contributions are the web packages of all capabilities. What one shows on the
// page of another it puts into panels.
func (rec *Record) contributions(words func() *i18n.Catalogue, served Served, panels *web.Panels) []contribution {
	return []contribution{
		&staffweb.Pages{
			Staff: rec.Staff, Settings: rec.Settings, Secure: served.Secure, Site: served.Site, Capabilities: capabilities(),
			More: []staffweb.More{
				{ID: "consent", TitleKey: "consent.title", RemarkKey: "consent.settings.remark", Href: "/settings/consent", Needs: consent.MayManage},
				{ID: "retention", TitleKey: "retention.schedules.title", RemarkKey: "retention.settings.remark", Href: "/settings/retention", Needs: retention.MaySchedule},
				{ID: "penpals", TitleKey: "penpals.settings", RemarkKey: "penpals.settings.remark", Href: "/settings/penpals", Needs: penpals.MayManage},
			},
			Recovery: served.Recovery, LockRecord: served.LockRecord, LastBackup: served.LastBackup, RecordPhrase: served.RecordPhrase,
			Beside: panels.OfSettings,
		},
		&accessweb.Pages{Access: rec.Access, People: rec.People},
		&askingweb.Pages{Asking: rec.Asking},
		&sealedweb.Pages{Sealed: rec.Sealed, Team: rec.Staff, Organisation: rec.name, Picture: onetime.Picture},
		&filesweb.Pages{Files: rec.Files},
		&copyingweb.Pages{Copying: rec.Copying.Service},
		&grievancesweb.Pages{Grievances: rec.Grievances, Places: rec.Places, People: rec.People, Files: rec.Files, Organisation: rec.name, Binder: rec.binder()},
		&mailroomweb.Pages{Mail: rec.Mail, Find: rec.senders, Printers: rec.Printers.List},
		&lettersweb.Pages{Letters: rec.Letters, Jobs: rec.Jobs, Printers: rec.Printers.List, Purposes: purposesOfLetters()},
		&arbitrationweb.Pages{Arbitration: rec.Arbitration, People: rec.People, Files: rec.Files, Team: rec.team, Paper: rec.paperBefore},
		&penpalsweb.Pages{Penpals: rec.Penpals, Team: rec.team, Printers: rec.Printers.List, Used: rec.sheetUsed},
		&printerspage.Pages{Printers: rec.Printers},
		&disclosingweb.Pages{Packets: rec.Packets, People: rec.People, Timeline: rec.Timeline, Catalogue: words},
		&retentionweb.Pages{Retention: rec.Retention, People: rec.People},
		&findweb.Pages{Find: rec.Find},
		&custodyweb.Pages{Custody: rec.Custody, Facilities: rec.Places},
		&sentencesweb.Pages{Sentences: rec.Sentences, Custody: rec.Custody},
		&consentweb.Pages{Consent: rec.Consent, Custody: rec.Custody, Catalogue: words, Organisation: rec.name},
		&rulepacksweb.Pages{Rules: rec.Rules, Places: rec.Places},
		&facilitiesweb.Pages{Facilities: rec.Places, Custody: rec.Custody, Jobs: rec.Jobs},
		&exchangeweb.Pages{Exchange: rec.Exchange},
		&peopleweb.Pages{
			People: rec.People, Timeline: rec.Timeline, Custody: rec.Custody, Tasks: rec.Tasks, Kinds: rec.Tasks.Kinds, Cases: rec.Casework,
			Places: rec.Places, Panels: panels, Names: rec.accountNames,
		},
		&mergingweb.Pages{Merging: rec.Merging, People: rec.People, Kinds: rec.Timeline.Kinds, Jobs: rec.Jobs},
		&rosterweb.Pages{Roster: rec.Roster},
		&plansweb.Pages{Plans: rec.Plans, Team: rec.team, Organisation: rec.name},
		&familiesweb.Pages{Families: rec.Families, Find: rec.meant, Prisons: rec.prisons},
		&employmentweb.Pages{Employment: rec.Employment},
		&caseworkweb.Pages{Cases: rec.Casework, Saved: &saved.Service{DB: rec.DB}, People: rec.People, Find: rec.Find},
		&importsweb.Pages{Imports: rec.Imports, Jobs: rec.Jobs},
		&todayweb.Pages{Today: rec.Day, Tasks: rec.Tasks, Cases: rec.Casework, Others: panels},
		&calendarweb.Pages{Calendar: rec.Calendar, Kinds: rec.Tasks.Kinds, Catalogue: words, Locale: rec.locale},
	}
}

// Pages puts the application together that answers requests.
func Pages(rec *Record, served Served) (*web.App, error) {
	words, err := rec.words()
	if err != nil {
		return nil, err
	}
	panels := &web.Panels{}
	return rec.assemble(words, served, panels, rec.contributions(words, served, panels)), nil
}

// assemble gathers what every part contributes into one application.
func (rec *Record) assemble(words func() *i18n.Catalogue, served Served, panels *web.Panels, parts []contribution) *web.App {
	sessions := staffweb.Sessions{Service: rec.Staff, Settings: rec.Settings}
	c := web.Config{
		Catalogue: words, Log: rec.Log, Now: rec.Now, Secure: served.Secure, Undo: rec.Undo,
		Uses:     func(ctx context.Context, p web.Part) bool { return rec.Settings.Current(ctx).Uses(string(p)) },
		Sessions: sessions, Held: sessions, Answered: sessions, Drafts: sessions, Choices: sessions, Readings: readings{rec.Copying},
		Organisation: func(ctx context.Context) web.Organisation { return rec.organisation(ctx, words, served.Notice) },
	}
	parts = append(parts, rec.keysPages()...)
	work := &jobspage.Pages{Jobs: rec.Jobs, Results: map[string]string{}}
	for _, part := range append(parts, rec.trailPages(), &drillpage.Pages{DB: rec.DB, Jobs: rec.Jobs, Drill: rec.Drill}, &clockpage.Pages{Settings: rec.Settings}, work) {
		c.Routes = append(c.Routes, part.Routes()...)
		if p, ok := part.(interface{ Nav() []web.Nav }); ok {
			c.Nav = append(c.Nav, p.Nav()...)
		}
		if p, ok := part.(interface{ Adds() []web.Add }); ok {
			c.Adds = append(c.Adds, p.Adds()...)
		}
		if p, ok := part.(interface{ Panels(*web.Panels) }); ok {
			p.Panels(panels)
		}
		if p, ok := part.(interface {
			Moved(context.Context, authz.Actor, string) string
		}); ok {
			c.Moved = p.Moved
		}
		if p, ok := part.(interface{ Results() map[string]string }); ok {
			maps.Copy(work.Results, p.Results())
		}
	}
	return web.New(c)
}

func (rec *Record) organisation(ctx context.Context, words func() *i18n.Catalogue, notice string) web.Organisation {
	now := rec.Settings.Current(ctx)
	o := web.Organisation{Name: now.Name, Locale: now.Locale(""), Zone: now.Location(), Order: rec.order(ctx)}
	if notice != "" {
		o.Notice = words().Printer(o.Locale).T(notice)
	}
	return o
}

// name is what the organisation is called.
func (rec *Record) name(ctx context.Context) string { return rec.Settings.Current(ctx).Name }

// order is how the organisation writes 3 November in numbers.
func (rec *Record) order(ctx context.Context) partialdate.Order {
	if rec.Settings.Current(ctx).DateOrder == settings.MonthFirst {
		return partialdate.MonthFirst
	}
	return partialdate.DayFirst
}

// accountNames are the names of all accounts, by id.
func (rec *Record) accountNames(ctx context.Context) (names map[string]string, err error) {
	err = rec.DB.Read(ctx, func(tx *database.Tx) (err error) {
		names, err = staff.Names(ctx, tx)
		return err
	})
	return names, err
}

// locale is the organisation's, for what is read without a session.
func (rec *Record) locale(r *http.Request) string {
	return rec.Settings.Current(r.Context()).Locale("")
}

// words gives the catalogue with the nouns the organisation has renamed, made
// anew when they change.
func (rec *Record) words() (func() *i18n.Catalogue, error) {
	plain, err := Catalogue()
	if err != nil {
		return nil, err
	}
	return (&renamer{rec: rec, plain: plain, named: plain}).catalogue, nil
}

// capabilities are those an organisation can do without; a later one adds its
// line.
func capabilities() []staffweb.Capability {
	return []staffweb.Capability{
		{Key: string(calendarweb.Part), TitleKey: "capability.calendar", HintKey: "capability.calendar.hint"},
	}
}
