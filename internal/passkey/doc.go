// Package passkey speaks WebAuthn with browsers: what they are asked, and
// whether what they answer is right. It keeps nothing; whose a key is, whether a
// challenge is ours and unused, and what follows from an answer is for whoever
// calls it to say.
//
// A passkey is bound to the name of a site, which the browser checks: a
// look-alike page gets nothing. It asks the reader for a finger, a face or a PIN,
// so that it stands for two factors by itself.
package passkey
