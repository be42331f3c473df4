// Package calendar answers what comes on which day, across the record: tasks
// with a day, and points on people's ways. It writes nothing but the addresses
// of feeds. A later capability is in the calendar as soon as it adds tasks.
//
// A feed (RFC 5545) is read by whoever holds its address, through companies we
// do not choose, so it carries initials and hours only, never a name or a
// matter.
package calendar
