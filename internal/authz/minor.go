package authz

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// Rights about people under age. Whoever has neither reads those they were given
// by name.
const (
	// ReadMinors is the right to read about people under age without being named:
	// of the lone worker of a small group, and of the program itself.
	ReadMinors Permission = "minors.read"
	// NameStaff is the right to see people under age for whom nobody is named, so
	// that somebody can be.
	NameStaff Permission = "minors.name"
)

// childhood is the age before which somebody is a child where an organisation
// has chosen no other: Convention on the Rights of the Child, Article 1.
const childhood = 18

// YoungFrom is the first day of birth of those who are under age at a moment, in
// microseconds: text that sorts behind the day before it is of somebody young.
// Whoever was born on 29 February comes of age on 1 March.
func (a Actor) YoungFrom(now int64) civil.Day {
	zone := a.Zone
	if zone == nil {
		zone = time.UTC
	}
	return civil.Of(time.UnixMicro(now), zone).AddMonths(-12 * a.Majority()).Add(1)
}

// GrownOn is the day on which somebody born on a day comes of age.
func (a Actor) GrownOn(born civil.Day) civil.Day {
	on := born.AddMonths(12 * a.Majority())
	_, _, day := born.Date()
	if _, _, short := on.Date(); short != day { // there is no 29 February that year
		return on.Add(1)
	}
	return on
}

// Majority is the age from which somebody is grown up, in years.
func (a Actor) Majority() int {
	if a.OfAge == 0 {
		return childhood
	}
	return a.OfAge
}

// minors is a query of the people under age who are kept from the actor; "" for
// whoever reads all of them. Of the day of birth the last possible one counts.
func (a Actor) minors(now int64) (query string, args []any) {
	if a.May(ReadMinors) {
		return "", nil
	}
	const running = `g.person_id = m.id AND g.from_at <= ? AND g.until_at > ?`
	query = `SELECT m.id AS person_id FROM person m WHERE m.born_last >= ? AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.account_id = ? AND ` + running + `)`
	args = []any{string(a.YoungFrom(now)), a.ID, now, now}
	if a.May(NameStaff) { // whoever looks through broken glass is not named
		query += ` AND EXISTS (SELECT 1 FROM access_grant g WHERE g.reason <> 'glass' AND ` + running + `)`
		args = append(args, now, now)
	}
	return query, args
}

// Everywhere is the actor as far as breaking the glass would carry them: without
// chapter, caseload and what is kept of people under age. Conflicts and
// restrictions stand.
func (a Actor) Everywhere() Actor {
	a.Sight, a.Chapter = SeesAll, ""
	return a.with(ReadMinors)
}

func (a Actor) with(p Permission) Actor {
	perms := map[Permission]bool{p: true}
	for held, yes := range a.perms {
		perms[held] = perms[held] || yes
	}
	a.perms = perms
	return a
}
