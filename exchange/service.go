package exchange

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Places is what is needed of the directory.
type Places interface {
	Facility(ctx context.Context, actor authz.Actor, id string) (facilities.Full, error)
	Gazetteer(ctx context.Context, tx *database.Tx) (*facilities.Gazetteer, error)
}

// Service is what pages and commands may do here.
type Service struct {
	DB           *database.DB
	Places       Places
	Organisation func(context.Context) string         // whose files they are
	Zone         func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Called gives the names and numbers that must not get into a file: of everybody
	// in the record and of colleagues.
	Called func(ctx context.Context, tx *database.Tx) ([]string, error)
	// From says whom a rule is from, and what they named as its source ("" for
	// nothing), in the words of the organisation. nil means English.
	From func(ctx context.Context, origin, source string) string
}

func (s *Service) today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

func (s *Service) read(ctx context.Context, actor authz.Actor, needs authz.Permission, fn func(*database.Tx) error) error {
	if !actor.May(needs) || !actor.May(facilities.MayRead) {
		return fault.New(fault.Forbidden, "exchange: "+string(needs))
	}
	return s.DB.Read(ctx, fn)
}

// from is what a rule of theirs names as its source with us.
func (s *Service) from(ctx context.Context, origin, source string) string {
	const most = 500 // what the directory takes
	said := "from " + origin
	if source != "" {
		said += ": " + source
	}
	if s.From != nil {
		said = s.From(ctx, origin, source)
	}
	return clip(said, most)
}

// clip cuts a text to so many bytes, between letters.
func clip(s string, most int) string {
	for i := range s {
		if i > most-len("…") && len(s) > most {
			return lastRune(s[:i], most-len("…")) + "…"
		}
	}
	return s
}

func lastRune(s string, most int) string {
	end := 0
	for i := range s {
		if i <= most {
			end = i
		}
	}
	return s[:end]
}

// Arrival is a file that was read and is not kept yet.
type Arrival struct {
	Name    string // of the file
	Content *Content
	Signer  ed25519.PublicKey // nil for a spreadsheet
	Text    []byte            // of a signed file
}

// Arrive reads a signed file; see Read.
func Arrive(name string, text []byte) (*Arrival, error) {
	f, err := Read(text)
	if err != nil {
		return nil, err
	}
	return &Arrival{Name: name, Content: &f.Content, Signer: f.Key, Text: text}, nil
}

func (a *Arrival) signer() string {
	if a.Signer == nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(a.Signer)
}

// giver is whose rules a file has: of a signed one whoever holds the key, whatever
// they call themselves.
func giver(signer, origin string) string {
	if signer != "" {
		return signer
	}
	return "sheet " + said(origin)
}

// Receive keeps a file to be looked at; of the directory it changes nothing. The very
// same file is kept once. It returns the id of the file.
func (s *Service) Receive(ctx context.Context, actor authz.Actor, a *Arrival) (id string, err error) {
	if !actor.May(MayTake) {
		return "", fault.New(fault.Forbidden, "exchange: receive")
	}
	text := a.Text
	if a.Signer == nil {
		if text, err = json.Marshal(a.Content); err != nil {
			return "", err
		}
	}
	f := Received{ID: ids.New(), Name: clip(line(a.Name), 200), Origin: a.Content.Origin, MadeOn: a.Content.MadeOn, Signer: a.signer()}
	deed := &trail.Deed{Action: "exchange.file.received", Kind: subject, ID: f.ID, Args: map[string]string{"origin": f.Origin}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		had, err := fileBySum(ctx, tx.Tx, sum(text))
		if err != nil || had != "" {
			f.ID = had
			return err
		}
		return insertFile(ctx, tx, f, sum(text), string(text))
	})
	return f.ID, err
}

// Overview is what the page of the exchange shows.
type Overview struct {
	Files []Received
	Made  []Made
	Own   string // our fingerprint, "" before the first file
}

// Overview lists what came in and what was made.
func (s *Service) Overview(ctx context.Context, actor authz.Actor) (o Overview, err error) {
	if actor.May(MayShare) {
		if o.Own, err = s.Own(ctx, actor); err != nil {
			return o, err
		}
		err = s.read(ctx, actor, MayShare, func(tx *database.Tx) error {
			o.Made, err = madeFiles(ctx, tx)
			return err
		})
	}
	if err != nil || !actor.May(MayTake) {
		return o, err
	}
	err = s.read(ctx, actor, MayTake, func(tx *database.Tx) error {
		o.Files, err = receivedFiles(ctx, tx)
		return err
	})
	return o, err
}

// reopen reads a file that was kept.
func reopen(f Received, content string) (*Arrival, error) {
	if f.Signer != "" {
		return Arrive(f.Name, []byte(content))
	}
	a := &Arrival{Name: f.Name, Content: &Content{}}
	return a, json.Unmarshal([]byte(content), a.Content)
}
