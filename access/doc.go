// Package access says who may see whom, beyond what a role and a caseload give:
// people given by name until a day, conflicts of interest that beat everything,
// chapters as walls, records whose use is restricted, and the glass that may be
// broken in an emergency, loudly, shortly and for reading alone (security
// design 3.2 and 3.3). What it writes is asked by authz.Actor.PersonWall and
// decided by authz.Actor.Can.
package access
