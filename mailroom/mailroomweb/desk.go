package mailroomweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
)

// desk is what the page of the desk shows.
type desk struct {
	Session mailroom.Session
	Counts  mailroom.Counts
	Typed   string
	Found   []Sender
	Sought  bool
	Person  *mailroom.Desk // nil while nobody was found
	From    []string
	Rules   bool // may say what is sent
}

// mostFound is how many people can be chosen with one key.
const mostFound = 9

func (p *Pages) load(r *web.Request) (d desk, err error) {
	d.Rules = r.Actor.May(mailroom.MayChange)
	if p.From != nil {
		d.From = p.From(r.Context())
	}
	if d.Session, err = p.Mail.Session(r.Context(), r.Actor); err != nil {
		return d, err
	}
	d.Counts, err = p.Mail.Counts(r.Context(), r.Actor)
	return d, err
}

func (p *Pages) desk(w http.ResponseWriter, r *web.Request) error {
	d, err := p.load(r)
	if err != nil {
		return err
	}
	return p.show(w, r, d, web.NewForm())
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, d desk, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("mail.title"), Current: "mail", Form: f}, deskPage(d, f))
}

// seek finds whose letter it is: a scanned slip leads to its request, one sure hit to the
// person; several can be chosen from.
func (p *Pages) seek(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("q")
	if err != nil {
		return err
	}
	typed := f.Text("q")
	if typed == "" {
		return r.Go(w, "/mail")
	}
	switch id, err := p.Mail.Coded(r.Context(), r.Actor, typed); {
	case err == nil:
		return r.Go(w, "/mail/pack/"+id)
	case !fault.Is(err, fault.NotFound):
		return err
	}
	found, err := p.Find(r.Context(), r.Actor, typed, mostFound)
	if err != nil {
		return err
	}
	if len(found) == 1 && found[0].Sure {
		return r.Go(w, "/mail/people/"+found[0].ID)
	}
	d, err := p.load(r)
	if err != nil {
		return err
	}
	d.Typed, d.Found, d.Sought = typed, found, true
	return p.show(w, r, d, f)
}

func (p *Pages) person(w http.ResponseWriter, r *web.Request) error {
	d, err := p.atDesk(r)
	if err != nil {
		return err
	}
	return p.show(w, r, d, web.NewForm("kind", firstKind(d.Person), "received", r.T("mail.today")))
}

// atDesk is the desk with the person of the address on it.
func (p *Pages) atDesk(r *web.Request) (d desk, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return d, err
	}
	if d, err = p.load(r); err != nil {
		return d, err
	}
	person, err := p.Mail.Desk(r.Context(), r.Actor, id)
	d.Person = &person
	return d, err
}

// asking is what the kind of a letter is called in the form: a request of something we
// send, or a kind of its own.
const asking = "ask:"

func firstKind(d *mailroom.Desk) string {
	if len(d.Offers) > 0 {
		return asking + d.Offers[0].ID
	}
	return string(mailroom.Letter)
}

func (p *Pages) log(w http.ResponseWriter, r *web.Request) error {
	d, err := p.atDesk(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("kind", "received", "postmark", "back", "back_words", "asks", "words", "worker", "until", "_way")
	if err != nil {
		return err
	}
	if f.Text("kind") == "back" {
		return r.Go(w, "/mail/people/"+d.Person.Person.ID+"/back")
	}
	n := readLetter(r, f)
	n.PersonID = d.Person.Person.ID
	if n.Way == mailroom.Hold && n.Until == "" && !f.Failed() {
		f.Fail("until", "mail.until.missing")
	}
	if !f.Failed() {
		_, err = p.Mail.Log(r.Context(), r.Actor, n)
		f.Take(err)
	}
	if f.Failed() {
		return p.show(w, r, d, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/mail")
}

func readLetter(r *web.Request, f *web.Form) mailroom.NewLetter {
	n := mailroom.NewLetter{
		Incoming: mailroom.Incoming{
			Kind: mailroom.Kind(f.Text("kind")), ReceivedOn: r.Day(f, "received", partialdate.Gone), Postmark: r.Date(f, "postmark", partialdate.Gone),
			Back: mailroom.BackAddress(f.Text("back")), BackWords: f.Text("back_words"), AsRead: f.Text("as_read"), Words: f.Lines("words"),
		},
		Way: mailroom.Way(f.Text("_way")), Until: r.Day(f, "until", partialdate.Nearest), ToWorker: f.Ticked("worker"),
	}
	if offer, ok := strings.CutPrefix(string(n.Kind), asking); ok {
		n.Kind = mailroom.Asks
		for _, line := range strings.Split(f.Lines("asks"), "\n") {
			n.Asks = append(n.Asks, mailroom.Ask{OfferID: offer, Words: line})
		}
	} else if n.Words == "" { // what it is about stands in the one field there is
		n.Words = f.Lines("asks")
	}
	return n
}

func (p *Pages) askUnknown(w http.ResponseWriter, r *web.Request) error {
	return p.showUnknown(w, r, web.NewForm("kind", string(mailroom.Letter), "received", r.T("mail.today")))
}

func (p *Pages) showUnknown(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("mail.unknown.new"), Current: "mail", Form: f}, unknownPage(f))
}

func (p *Pages) logUnknown(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("kind", "received", "postmark", "as_read", "words")
	if err != nil {
		return err
	}
	n := readLetter(r, f)
	if !f.Failed() {
		_, err = p.Mail.Log(r.Context(), r.Actor, n)
		f.Take(err)
	}
	if f.Failed() {
		return p.showUnknown(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/mail")
}

// kinds are the answers to what came in, with what we send first.
func kinds(ctx context.Context, d *mailroom.Desk) []layout.Option {
	var list []layout.Option
	for _, o := range d.Offers {
		list = append(list, layout.Option{Value: asking + o.ID, Label: i18n.T(ctx, "mail.kind.request", "what", o.Name)})
	}
	list = append(list, layout.Worded(ctx, "mail.kind.", []mailroom.Kind{mailroom.Letter, mailroom.Legal, mailroom.Form})...)
	return append(list, layout.Option{Value: "back", Label: i18n.T(ctx, "mail.kind.back")})
}

func backAddresses(ctx context.Context, d *mailroom.Desk) []layout.Option {
	list := layout.Worded(ctx, "mail.back.", mailroom.BackAddresses())
	if at := strings.Trim(d.Reach.Name+", "+d.Stay.Unit, ", "); at != "" {
		list[0].Label = i18n.T(ctx, "mail.back.same.at", "at", at)
	}
	return list
}

// where is where they are, in words.
func where(ctx context.Context, d *mailroom.Desk) string {
	if d.Reach.Name != "" {
		return strings.Trim(d.Reach.Name+", "+d.Stay.Unit, ", ")
	}
	return i18n.T(ctx, "custody.state."+string(d.Stay.State))
}
