// Package custody keeps where people are and were, and what lies on their way:
// stays at facilities, being in transit, arrests, hearings, home.
//
// Nothing here is certain. A stay and a milestone are claims: who says so, on
// which day, how sure. The newest trusted claim is shown with its age; one that
// contradicts it is kept beside it for somebody to weigh. An official date wins
// over our estimate, and both are kept. Silence of a roster never means that
// somebody was released.
package custody
