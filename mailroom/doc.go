// Package mailroom is the post of a group: letters that come in, what is asked for in
// them, what is sent, and what comes back. One letter may ask for several things; each
// request goes its own way through the queue, the packing table and the post.
//
// Whether something may be sent is worked out anew whenever it is asked (package
// verdict), from the rules of the facility, the group's own interval, where the person
// is and how near their release is. Where somebody is between two prisons what waits
// for them is held and goes on by itself when it is known where they are (R-BTC-2).
package mailroom
