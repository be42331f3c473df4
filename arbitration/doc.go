// Package arbitration is neutral arbitration: a matter between a person and a department
// with somebody between them who takes no side (R-AWS-5). Both sides say their position,
// sittings are planned and held, a resolution is proposed, and what is agreed holds
// promises that somebody follows up.
//
// Whoever is or was the person's advocate cannot be the neutral. Whoever is the neutral
// sees the matter and the papers that were put before them, and nothing else of the
// person: a conflict of interest keeps the record of the person from them (package
// access). Their notes are theirs alone.
//
// Informal talks never stop the formal clock (R-AWS-6): the matter shows the clocks of
// the grievance it is about, and says when talks run past them.
package arbitration
