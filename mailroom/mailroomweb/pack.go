package mailroomweb

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

// rows is how many things can be entered into a parcel on the page.
const rows = 5

func (p *Pages) packing(w http.ResponseWriter, r *web.Request) error {
	t, err := p.table(r, nil)
	if err != nil {
		return err
	}
	return p.showTable(w, r, t, web.NewForm("sent", r.T("mail.today"), "unit", usualUnit(t)))
}

func (p *Pages) table(r *web.Request, items []verdict.Item) (t mailroom.Table, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return t, err
	}
	return p.Mail.Table(r.Context(), r.Actor, id, items)
}

func (p *Pages) showTable(w http.ResponseWriter, r *web.Request, t mailroom.Table, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("mail.pack"), Current: "mail", Form: f}, packPage(t, f))
}

// usualUnit is the unit of the facility's own limit, or grams.
func usualUnit(t mailroom.Table) string {
	for _, r := range t.Judged.Verdict.Limits {
		if r.Test.Sort == facilities.Weight && r.Test.Unit != "" {
			return r.Test.Unit
		}
	}
	return "g"
}

func (p *Pages) send(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	items := readItems(f)
	t, err := p.table(r, items)
	if err != nil {
		return err
	}
	packed := mailroom.Packed{
		Items: items, Postage: readMoney(f, "postage"), CheckedBy: f.Text("checked"), SentOn: r.Day(f, "sent", partialdate.Gone), Looked: f.Ticked("looked"),
	}
	if f.Failed() || f.Ticked("_count") {
		return p.showTable(w, r, t, f)
	}
	_, err = p.Mail.Send(r.Context(), r.Actor, t.ID, f.Rev(), packed)
	if f.Take(err) {
		return p.showTable(w, r, t, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, packPath)
}

// readItems reads the lines that have a title or a weight.
func readItems(f *web.Form) []verdict.Item {
	var items []verdict.Item
	for n := range rows {
		field := func(name string) string { return f.Text(name + "." + strconv.Itoa(n)) }
		i := verdict.Item{
			Title: field("title"), Hardcover: field("binding") == "hardcover", Spiral: field("binding") == "spiral", Used: field("used") != "", FromUs: field("used") != "",
		}
		if typed := field("weight"); typed != "" {
			v, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
			g, ok := facilities.Grams(int(math.Round(v*1000)), f.Text("unit"))
			if err != nil || !ok || v < 0 || v > 100_000 {
				f.Fail("weight."+strconv.Itoa(n), "mail.weight.wrong")
			}
			i.Grams = g
		}
		if i.Title != "" || i.Grams > 0 {
			items = append(items, i)
		}
	}
	return items
}

// readMoney reads an amount in hundredths.
func readMoney(f *web.Form, field string) int {
	typed := strings.Replace(strings.Trim(f.Text(field), "$£€ "), ",", ".", 1)
	if typed == "" {
		return 0
	}
	v, err := strconv.ParseFloat(typed, 64)
	if err != nil || v < 0 || v > 10_000 {
		f.Fail(field, "mail.postage.wrong")
		return 0
	}
	return int(math.Round(v * 100))
}

func (p *Pages) place(w http.ResponseWriter, r *web.Request) error {
	t, err := p.table(r, nil)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("_way", "until")
	if err != nil {
		return err
	}
	until := r.Day(f, "until", partialdate.Nearest)
	if !f.Failed() {
		err = p.Mail.Place(r.Context(), r.Actor, t.ID, f.Rev(), mailroom.Way(f.Text("_way")), until)
		f.Take(err)
	}
	if f.Failed() {
		return p.showTable(w, r, t, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, packPath+"/"+t.ID)
}

func (p *Pages) drop(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Mail.Drop(r.Context(), r.Actor, id, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, packPath)
}

// slip is what lies in the tray with the letter, or goes in place of what cannot be
// sent.
func (p *Pages) slip(w http.ResponseWriter, r *web.Request) error {
	t, err := p.table(r, nil)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("mail.slip"), Current: "mail"}, slipPage(t))
}

func (p *Pages) askBack(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	d, err := p.Mail.Desk(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("mail.kind.back"), Current: "mail"}, sentPage(&d))
}

// came is what the page of a parcel shows.
type came struct {
	mailroom.Parcel
	Desk mailroom.Desk
}

func (p *Pages) came(r *web.Request) (c came, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return c, err
	}
	if c.Parcel, err = p.Mail.Parcel(r.Context(), r.Actor, id); err != nil {
		return c, err
	}
	c.Desk, err = p.Mail.Desk(r.Context(), r.Actor, c.PersonID)
	return c, err
}

func (p *Pages) parcel(w http.ResponseWriter, r *web.Request) error {
	c, err := p.came(r)
	if err != nil {
		return err
	}
	return p.showParcel(w, r, c, web.NewForm("on", r.T("mail.today"), "again", "1"))
}

func (p *Pages) showParcel(w http.ResponseWriter, r *web.Request, c came, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("mail.parcel"), Current: "mail", Form: f}, parcelPage(c, f))
}

func (p *Pages) returned(w http.ResponseWriter, r *web.Request) error {
	c, err := p.came(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("reason", "words", "rule", "on", "again", "appeal")
	if err != nil {
		return err
	}
	in := mailroom.Return{
		Reason: mailroom.Reason(f.Text("reason")), Words: f.Text("words"), RuleID: f.ID("rule"), On: r.Day(f, "on", partialdate.Gone),
		Again: f.Ticked("again"), AppealBy: r.Day(f, "appeal", partialdate.Nearest),
	}
	if !f.Failed() {
		err = p.Mail.Returned(r.Context(), r.Actor, c.ID, f.Rev(), in)
		f.Take(err)
	}
	if f.Failed() {
		return p.showParcel(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/mail/parcels/"+c.ID)
}

// bindings are what a book may be bound in.
func bindings(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "mail.binding.", []string{"paperback", "hardcover", "spiral"})
}

func ruleOptions(ctx context.Context, d mailroom.Desk) []layout.Option {
	var list []layout.Option
	for _, r := range d.Reach.Rules {
		list = append(list, layout.Option{Value: r.ID, Label: limit(ctx, r)})
	}
	return list
}

func money(ctx context.Context, hundredths int) string {
	return i18n.T(ctx, "mail.money", "n", strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64))
}
