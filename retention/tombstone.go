package retention

import "time"

// Reason is why somebody was erased. It is one of a few, so that nothing of
// them stays in what is left.
type Reason string

// The reasons.
const (
	Asked   Reason = "asked"   // the person asked for it
	Mistake Reason = "mistake" // they should never have been recorded
	Ordered Reason = "ordered" // a court or an authority ordered it
	Over    Reason = "over"    // it is no longer needed
	Due     Reason = "due"     // a schedule said so
)

// Reasons lists those somebody may give.
func Reasons() []Reason { return []Reason{Asked, Over, Mistake, Ordered} }

// Tombstone is all that is left of somebody who was erased: the number they had
// here, which was random, and that they are gone.
type Tombstone struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	By       string    `json:"by"` // account, or "system:…"
	Reason   Reason    `json:"reason"`
	Schedule string    `json:"schedule,omitempty"`
}
