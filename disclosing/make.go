package disclosing

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/trail"
)

// HandOut is a packet that was made, on its way out. Close closes its files.
type HandOut struct {
	Document
	JSON  []byte
	Sum   string // SHA-256 of JSON, in hex
	words *i18n.Printer
	files []enclosed
}

// enclosed is a file that goes with a packet.
type enclosed struct {
	row, name string
	content   io.ReadCloser
}

// Close closes the files.
func (h *HandOut) Close() (err error) {
	for _, f := range h.files {
		err = errors.Join(err, f.content.Close())
	}
	return err
}

// Make makes a packet as it stands now: from this moment it has left. For
// everybody in it a disclosure is recorded on its ground, and the record keeps how
// much left and the sum of it. The caller writes it out and closes it. It returns
// Invalid when nothing is covered, and the errors of consent.Check.
func (s *Service) Make(ctx context.Context, actor authz.Actor, id string, words *i18n.Printer) (h *HandOut, err error) {
	if !actor.Proven {
		return nil, fault.New(fault.Forbidden, "disclosing: make")
	}
	h = &HandOut{words: words}
	if h.files, err = s.enclose(ctx, actor, id, words); err != nil {
		return nil, err
	}
	deed := &trail.Deed{Action: "disclosing.packet.made", Irrevocable: true}
	var who []string
	err = s.change(ctx, actor, id, deed, func(tx *trail.Tx, p Packet) error {
		r := Review{Packet: p}
		if r.Content, err = s.gather(ctx, tx.Tx, actor, p, words); err != nil {
			return err
		}
		who = peopleIn([]Packet{p})
		return s.hand(ctx, tx, deed, r, h)
	})
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	trail.Saw(ctx, trail.Export, who...)
	return h, nil
}

// hand writes the document, with a proof for everybody in it.
func (s *Service) hand(ctx context.Context, tx *trail.Tx, deed *trail.Deed, r Review, h *HandOut) (err error) {
	include, mask, leave := r.Count()
	if include+mask == 0 {
		return fault.Bad("disclosing: make", "", "disclosing.nothing")
	}
	proofs, err := r.prove(ctx, tx, h.words)
	if err != nil {
		return err
	}
	if err := h.write(tx, proofs, r, s.Organisation(ctx)); err != nil {
		return err
	}
	deed.Args = map[string]string{"whom": r.Ground.Audience, "things": strconv.Itoa(include + mask)}
	return made(ctx, tx, r.ID, include, mask, leave, h.Sum)
}

// prove asks for everybody in the packet whether it may leave, which records
// that it does.
func (r Review) prove(ctx context.Context, tx *trail.Tx, words Words) ([]consent.Proof, error) {
	var proofs []consent.Proof
	for _, ask := range r.asks(words) {
		proof, err := consent.Check(ctx, tx, ask)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, proof)
	}
	return proofs, nil
}

// asks are what leaves about each of the people.
func (r Review) asks(words Words) (asks []consent.Ask) {
	basis := &consent.Basis{Kind: r.Ground.Kind, Citation: strings.TrimSuffix(r.Ground.Citation+", "+r.Ground.Reference, ", "), Reason: r.Ground.Reason}
	for _, card := range r.People {
		n, classes := 0, consent.Of(consent.C1)
		for _, t := range r.Content {
			if t.PersonID == card.ID && t.Act != Leave {
				n, classes = n+1, classes|consent.Of(t.Class)
			}
		}
		to := consent.Audience{Name: r.Ground.Audience}
		if r.Sort == Own {
			to.PersonID = card.ID
		}
		asks = append(asks, consent.Ask{
			PersonID: card.ID, Audience: to, Classes: classes, Basis: basis, LinkKind: "packet", LinkID: r.ID,
			What: words.T("disclosing.what."+string(r.Sort), "count", n),
		})
	}
	return asks
}

// write makes the document. It takes a proof for everybody in it.
func (h *HandOut) write(tx *trail.Tx, proofs []consent.Proof, r Review, org string) (err error) {
	for i, ask := range r.asks(h.words) {
		if i >= len(proofs) {
			return fault.New(fault.Forbidden, "disclosing: write")
		}
		if err := proofs[i].Covers(tx, ask); err != nil {
			return err
		}
	}
	places := map[string]string{}
	for _, f := range h.files {
		places[f.row] = f.name
	}
	h.Document = r.document(h.words, places)
	h.MadeAt, h.Organisation = tx.Now(), org
	if h.JSON, err = json.MarshalIndent(h.Document, "", "  "); err != nil {
		return err
	}
	sum := sha256.Sum256(h.JSON)
	h.Sum = hex.EncodeToString(sum[:])
	return nil
}

// enclose opens the files that somebody decided to give whole. Of the others the
// packet says that they are there.
func (s *Service) enclose(ctx context.Context, actor authz.Actor, id string, words Words) (list []enclosed, err error) {
	r, err := s.Open(ctx, actor, id, words)
	if err != nil {
		return nil, err
	}
	for _, t := range r.Content {
		if t.Kind != "file" || t.Act != Include || !t.Decided {
			continue
		}
		f, content, err := s.Files.Open(ctx, actor, t.RowID)
		if err != nil {
			return nil, errors.Join(err, (&HandOut{files: list}).Close())
		}
		list = append(list, enclosed{row: t.RowID, name: fileName(len(list)+1, strings.ToLower(path.Ext(f.Name))), content: content})
	}
	return list, nil
}

// Zip writes everything that leaves as one file: the paper, the same for a
// machine, and the files.
func (h *HandOut) Zip(out io.Writer) error {
	z := zip.NewWriter(out)
	put := func(name string, write func(io.Writer) error) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: h.MadeAt})
		if err != nil {
			return err
		}
		return write(w)
	}
	err := put("record.pdf", func(w io.Writer) error { return h.Paper(w, h.words) })
	if err == nil {
		err = put("record.json", func(w io.Writer) error { _, err := w.Write(h.JSON); return err })
	}
	for _, f := range h.files {
		if err == nil {
			err = put(f.name, func(w io.Writer) error { _, err := io.Copy(w, f.content); return err })
		}
	}
	return errors.Join(err, z.Close())
}
