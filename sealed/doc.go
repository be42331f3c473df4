// Package sealed keeps matters that named people alone may know of: a complaint
// about prison staff or about our own people, safeguarding, an informant, the
// board (class C5 of security design 3.1). To everybody else a matter is not
// there: it has no number, no place on a timeline, no hit in find, no task.
//
// What a matter says is encrypted to the keys of the named people and to the
// recovery sheets, of which two of three open it. The program reads it during a
// request of a named person, with the private half that their session carries,
// and not otherwise (security design 3.6).
package sealed
