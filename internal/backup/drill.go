package backup

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Drill is a backup that was restored to see that it can be.
type Drill struct {
	At      time.Time
	ByHand  bool // with the real sheet or key, by a person
	Rows    int
	Files   int
	Took    time.Duration
	Problem string // key of what went wrong, "" when all was well
}

// NoteDrill keeps how a drill went: one of the program's own, or the word of
// somebody who restored a backup by hand.
func NoteDrill(ctx context.Context, db *database.DB, actor authz.Actor, d Drill) error {
	action := "drill.made"
	if d.ByHand {
		action = "drill.by-hand"
	}
	deed := &trail.Deed{Action: action, Kind: "record", Irrevocable: true}
	return trail.Write(ctx, db, actor, deed, func(tx *trail.Tx) error {
		return tx.Insert(ctx, "drill_run", ids.New(), trail.Set{
			"at": database.Micros(d.At), "kind": kindOfDrill(d.ByHand), "rows_in": int64(d.Rows), "files_in": int64(d.Files),
			"took_ms": d.Took.Milliseconds(), "problem": d.Problem,
		})
	})
}

func kindOfDrill(byHand bool) string {
	if byHand {
		return "person"
	}
	return "machine"
}

// LastDrill is the newest drill of a kind, whether it went well or not; the zero
// Drill when there was none.
func LastDrill(ctx context.Context, db *database.DB, byHand bool) (Drill, error) {
	return drill(ctx, db, byHand, `SELECT at, rows_in, files_in, took_ms, problem FROM drill_run WHERE kind = ? ORDER BY at DESC, id DESC LIMIT 1`)
}

// LastGoodDrill is LastDrill among those that went well.
func LastGoodDrill(ctx context.Context, db *database.DB, byHand bool) (Drill, error) {
	return drill(ctx, db, byHand, `SELECT at, rows_in, files_in, took_ms, problem FROM drill_run WHERE kind = ? AND problem = '' ORDER BY at DESC, id DESC LIMIT 1`)
}

func drill(ctx context.Context, db *database.DB, byHand bool, query string) (d Drill, err error) {
	err = db.Read(ctx, func(tx *database.Tx) error {
		d, err = database.One(ctx, tx, scanDrill, query, kindOfDrill(byHand))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return Drill{}, nil
	}
	d.ByHand = byHand
	return d, err
}

func scanDrill(scan database.Scan) (d Drill, err error) {
	var at, ms int64
	err = scan(&at, &d.Rows, &d.Files, &ms, &d.Problem)
	d.At, d.Took = database.FromMicros(at), time.Duration(ms)*time.Millisecond
	return d, err
}
