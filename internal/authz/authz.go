// Package authz says who is acting, what they may do, and which people they
// may see. Everything is denied that is not granted.
package authz

import (
	"slices"
	"strings"
	"time"
)

// Permission names one thing an actor may be allowed to do, as
// "capability.verb". A route without a permission does not start.
type Permission string

// Two permissions that need no role.
const (
	Public   Permission = "public"    // anybody, signed in or not: sign-in, unlock, static files
	SignedIn Permission = "signed-in" // anybody with an account: own settings, help
)

// Role is a bundle of permissions. Which people a role may see is a matter of
// grants (see Wall), not of the role.
type Role string

// The roles of the ground floor (security design 3.2). The administrator runs
// the installation and sees no casework.
const (
	Worker        Role = "worker"        // caseworker
	Lead          Role = "lead"          // case lead: all ordinary cases, grants, closing
	Volunteer     Role = "volunteer"     // adds people and logs post; sees their own entries and granted people
	Administrator Role = "administrator" // accounts, keys, backups, settings
	Solo          Role = "solo"          // the lone worker of a small group: lead and administrator in one, an informed choice at set-up
)

// Roles lists every role an account can have, in the order shown.
func Roles() []Role { return []Role{Solo, Worker, Lead, Volunteer, Administrator} }

// Sight says which people an actor may see at all.
type Sight int

// Nothing is seen by default.
const (
	SeesNone    Sight = iota // no person
	SeesGranted              // people granted by name, from a moment until a moment
	SeesAll                  // every ordinary case: leads, and workers of an open team
)

// Actor is the person or process on whose behalf something is done. The zero
// Actor may do nothing.
type Actor struct {
	ID    string // account id, or "system:…"
	Name  string // as shown to colleagues
	Role  Role
	Sight Sight
	// Chapter is the one the actor belongs to; "" where an organisation is not
	// divided, and for those who work for all of it.
	Chapter string
	Barred  bool // a conflict of interest keeps them from somebody
	Proven  bool // they proved who they are a few minutes ago
	// OfAge is the age from which somebody is grown up here, in years, and Zone
	// where a day begins; 0 is childhood, and nil UTC.
	OfAge int
	Zone  *time.Location
	perms map[Permission]bool
}

// NewActor returns an actor holding exactly the given permissions.
func NewActor(id, name string, role Role, sight Sight, perms ...Permission) Actor {
	a := Actor{ID: id, Name: name, Role: role, Sight: sight, perms: make(map[Permission]bool, len(perms))}
	for _, p := range perms {
		a.perms[p] = true
	}
	return a
}

// May reports whether the actor holds p. Anybody may do what is Public;
// anybody with an id may do what needs SignedIn.
func (a Actor) May(p Permission) bool {
	switch {
	case p == "":
		return false
	case p == Public:
		return true
	case p == SignedIn:
		return a.ID != ""
	}
	return a.perms[p] || a.perms[everything]
}

// everything is held by the system and by tests of machinery only.
const everything Permission = "*"

// System is the actor of work the program does by itself: "system:import".
func System(what string) Actor {
	a := NewActor("system:"+what, what, "", SeesAll, everything)
	a.Proven = true // whoever starts the program has shown more than a pass phrase
	return a
}

// PersonWall returns an SQL condition, with its arguments, that holds for the
// people the actor may see; column names the person's id. Every list, count,
// search and export carries it, so that a hidden person is simply not there.
// The window of grants and bars is asked at now, in microseconds. It says in
// SQL what Can says of one person: conflict, restriction, age, chapter and grant.
func (a Actor) PersonWall(column string, now int64) (clause string, args []any) {
	w := wall{column: column}
	w.and(a.Reach(column, now))
	for _, h := range a.hidden(now) {
		w.and(column+` NOT IN (`+h.query+`)`, h.args)
	}
	return w.clause()
}

// Reach is the part of PersonWall that lets people in, by chapter and grant; and
// Hidden is a query of the ids of those it keeps out all the same, by conflict,
// restriction and age, "" when there are none. They are always few, so that a count of
// many is quicker made of the two: those within reach, less the hidden of them.
func (a Actor) Reach(column string, now int64) (clause string, args []any) {
	w := wall{column: column}
	switch {
	case a.Sight == SeesNone:
		return "1=0", nil
	case a.Sight == SeesGranted:
		w.and(w.granted(a.ID, now))
	case a.Chapter != "":
		grants, args := w.granted(a.ID, now)
		w.and(w.chapter()+` OR `+grants, append([]any{a.Chapter}, args...))
	}
	return w.clause()
}

// Chaptered gives the two ways in of somebody who works within a chapter, for whoever
// counts many people: the chapter, and a query of the ids of those given by name from
// anywhere. ok is false for somebody whose reach is another.
func (a Actor) Chaptered(now int64) (chapter, granted string, args []any, ok bool) {
	if a.Sight != SeesAll || a.Chapter == "" {
		return "", "", nil, false
	}
	return a.Chapter, `SELECT DISTINCT person_id FROM access_grant WHERE account_id = ? AND from_at <= ? AND until_at > ?`, []any{a.ID, now, now}, true
}

// Hidden is described with Reach.
func (a Actor) Hidden(now int64) (query string, args []any) {
	var queries []string
	for _, h := range a.hidden(now) {
		queries, args = append(queries, h.query), append(args, h.args...)
	}
	return strings.Join(queries, ` UNION `), args
}

type hidden struct {
	query string
	args  []any
}

func (a Actor) hidden(now int64) (list []hidden) {
	if a.Barred {
		list = append(list, hidden{`SELECT person_id FROM access_bar WHERE account_id = ? AND from_at <= ? AND until_at > ?`, []any{a.ID, now, now}})
	}
	if !a.May(ReadRestricted) {
		list = append(list, hidden{`SELECT person_id FROM restriction WHERE until_at > ?`, []any{now}})
	}
	if query, args := a.minors(now); query != "" {
		list = append(list, hidden{query, args})
	}
	return list
}

// wall adds up conditions.
type wall struct {
	column string
	parts  []string
	args   []any
}

func (w *wall) and(condition string, args []any) {
	w.parts, w.args = append(w.parts, "("+condition+")"), append(w.args, args...)
}

func (w *wall) clause() (string, []any) {
	if len(w.parts) == 0 {
		return "1=1", nil
	}
	return strings.Join(w.parts, " AND "), w.args
}

// chapter holds for people of a chapter. Where the column is the id of a row of
// people, the row says of which it is, and coalesce keeps that out of the choice
// of an index: lists are read in their own order, and no further than a page.
// Elsewhere it is looked up one by one: a list of everybody in a chapter would be
// made anew for each query.
func (w *wall) chapter() string {
	if row, ok := strings.CutSuffix(w.column, "id"); ok && (row == "" || strings.HasSuffix(row, ".")) {
		return `coalesce(` + row + `chapter_id, '') = ?`
	}
	return `EXISTS (SELECT 1 FROM person w WHERE w.id = ` + w.column + ` AND w.chapter_id = ?)`
}

func (w *wall) granted(account string, now int64) (string, []any) {
	return w.column + ` IN (SELECT person_id FROM access_grant WHERE account_id = ? AND from_at <= ? AND until_at > ?)`, []any{account, now, now}
}

// Bundle says which permissions a role holds. Each capability declares its own
// and the composition root merges them.
type Bundle map[Role][]Permission

// Merge adds up the bundles of all capabilities.
func Merge(bundles ...Bundle) Bundle {
	sum := Bundle{}
	for _, b := range bundles {
		for role, perms := range b {
			for _, p := range perms {
				if !slices.Contains(sum[role], p) {
					sum[role] = append(sum[role], p)
				}
			}
		}
	}
	return sum
}
