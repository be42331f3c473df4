package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

//go:embed mail.json
var mailJSON []byte

// post is a letter that came in, and what became of it. Days are days before today.
type post struct {
	Who         string
	AsRead      string `json:"as_read"`
	Other       int
	Kind        string
	Asks, Words string
	Received    int
	Worker      bool
	Sent        int // 0 for not yet
	Items       []string
	Back        int // 0 for not
	Reason      string
	Again       bool
}

// mail sends books and letters, and has a tray with what came of late.
func (f *filler) mail(ctx context.Context) error {
	var books string
	for i, o := range mailroom.Usual("Books", "Letters") {
		id, err := f.rec.Mail.SaveOffer(ctx, f.ruth(), o)
		if err != nil {
			return err
		}
		if i == 0 {
			books = id
		}
	}
	var all []post
	if err := json.Unmarshal(mailJSON, &all); err != nil {
		return err
	}
	for i, p := range all {
		if err := f.post(ctx, books, p); err != nil {
			return fmt.Errorf("letter %d: %w", i+1, err)
		}
	}
	return nil
}

func (f *filler) post(ctx context.Context, books string, p post) error {
	n := mailroom.NewLetter{
		Incoming: mailroom.Incoming{PersonID: f.folk[p.Who], Kind: mailroom.Kind(p.Kind), ReceivedOn: f.ago(p.Received), AsRead: p.AsRead, Words: p.Words},
		Way:      mailroom.WithLabel, ToWorker: p.Worker,
	}
	if p.Other > 0 {
		if p.Other > len(f.rest) {
			return nil
		}
		n.PersonID = f.rest[p.Other-1]
	}
	if p.Asks != "" {
		n.Kind, n.Asks = mailroom.Asks, []mailroom.Ask{{OfferID: books, Words: p.Asks}}
	}
	done, err := f.rec.Mail.Log(ctx, f.ruth(), n)
	if err != nil || p.Sent == 0 {
		return err
	}
	packed := mailroom.Packed{SentOn: f.ago(p.Sent), CheckedBy: "Greta Lindqvist", Looked: true}
	for _, title := range p.Items {
		packed.Items = append(packed.Items, verdict.Item{Title: title, Grams: 380})
	}
	parcel, err := f.rec.Mail.Send(ctx, f.ruth(), done.Requests[0].ID, "", packed)
	if err != nil || p.Back == 0 {
		return err
	}
	return f.rec.Mail.Returned(ctx, f.ruth(), parcel, "", mailroom.Return{Reason: mailroom.Reason(p.Reason), On: f.ago(p.Back), Again: p.Again})
}
