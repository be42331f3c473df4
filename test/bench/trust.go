package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/keys"
)

// Targets of the walls and of the lock.
const (
	quickDecision = time.Microsecond
	mostWalls     = 1.2 // times a list without walls
	unlockFrom    = time.Second
	unlockTo      = 3 * time.Second
)

// measureTrust measures what it costs to decide who may see whom, and what it
// costs to guess the pass phrase of a record.
func measureTrust(ctx context.Context, s setup) ([]line, error) {
	lists, err := measureWalls(ctx, s)
	if err != nil {
		return nil, err
	}
	unlock, err := measureUnlock()
	return append([]line{measureDecision()}, append(lists, unlock)...), err
}

func measureDecision() line {
	const times = 2_000_000
	actor := authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesGranted, casework.MayRead)
	began := time.Now()
	for range times {
		actor.Can(authz.Action{Needs: casework.MayRead}, authz.Resource{Granted: true, Class: authz.ClassCase})
	}
	one := time.Since(began) / times
	return line{what: "One decision who may do what", measured: fmt.Sprint(one), target: fmt.Sprintf("< %v", quickDecision), met: one < quickDecision}
}

// measureWalls opens the list of everybody as somebody who sees all, and as
// somebody of a chapter with conflicts, from whom restricted records are kept.
// Nearly everybody is of that chapter, so that both read as much.
func measureWalls(ctx context.Context, s setup) ([]line, error) {
	z := size{people: s.small, entries: 10, colleagues: 30, texts: true}
	path, err := made(ctx, s, z)
	if err != nil {
		return nil, err
	}
	rec, err := open(ctx, path, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rec.Close() }() // nothing of it is kept
	if err := wallIn(ctx, rec, s.small); err != nil {
		return nil, err
	}
	everywhere := authz.NewActor(walled, "Walled", authz.Lead, authz.SeesAll, casework.MayRead, authz.ReadRestricted)
	within := authz.NewActor(walled, "Walled", authz.Lead, authz.SeesAll, casework.MayRead)
	within.Chapter, within.Barred = walled, true
	var took [2]times
	for range s.asks / 4 {
		for i, actor := range []authz.Actor{everywhere, within} {
			err := took[i].measure(func() error {
				_, _, err := rec.Casework.List(ctx, actor, casework.Filter{Which: casework.Everyone})
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	open, narrow := percentile(took[0].processor, 50), percentile(took[1].processor, 50)
	ratio := float64(narrow) / float64(open)
	return []line{{
		what:     fmt.Sprintf("The list of everybody within chapter, conflicts and restrictions, %s people", thousands(z.people)),
		measured: fmt.Sprintf("%.2f x the list without walls (%s, %s)", ratio, ms(narrow), ms(open)), target: fmt.Sprintf("≤ %.1f x", mostWalls), met: ratio <= mostWalls,
	}}, nil
}

// walled is the account, and the chapter, that the walls are of.
const walled = "bench-walled"

// wallIn gives the record a chapter of all but each hundredth person, each
// thousandth a conflict and each five-hundredth a restriction, once.
func wallIn(ctx context.Context, rec *app.Record, people int) error {
	return rec.DB.Write(ctx, func(tx *database.Tx) error {
		all, err := database.All(ctx, tx, text, `SELECT id FROM person WHERE chapter_id = '' ORDER BY id`)
		if err != nil || len(all) < people/2 { // it has been done
			return err
		}
		for i, id := range all {
			if err := wallOff(ctx, tx, i, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func wallOff(ctx context.Context, tx *database.Tx, i int, person string) (err error) {
	const ever = 1 << 60
	if i%100 > 0 {
		_, err = tx.Exec(ctx, `UPDATE person SET chapter_id = ? WHERE id = ?`, walled, person)
	}
	if i%1000 == 1 && err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO access_bar (id, rev, account_id, person_id, kind, why, by_id, from_at, until_at) VALUES (?, '', ?, ?, 'family', '', '', 0, ?)`,
			ids.New(), walled, person, int64(ever))
	}
	if i%500 == 2 && err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO restriction (id, rev, person_id, why, by_id, from_at, until_at) VALUES (?, '', ?, '', '', 0, ?)`, ids.New(), person, int64(ever))
	}
	return err
}

// measureUnlock opens the keys of a record with its pass phrase.
func measureUnlock() (line, error) {
	dir, err := os.MkdirTemp("", "throughcare-bench-")
	if err != nil {
		return line{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // keys of nothing
	phrase, _ := keys.Generate()
	ring, _, err := keys.Create(dir, phrase, keys.Options{})
	if err != nil {
		return line{}, err
	}
	ring.Close()
	began := time.Now()
	if ring, err = keys.Open(dir, phrase); err != nil {
		return line{}, err
	}
	took := time.Since(began)
	ring.Close()
	return line{
		what: "One guess at the pass phrase of a record", measured: took.Round(10 * time.Millisecond).String(),
		target: fmt.Sprintf("%v to %v", unlockFrom, unlockTo), met: took >= unlockFrom && took <= unlockTo,
	}, nil
}
