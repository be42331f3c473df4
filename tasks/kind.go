package tasks

import "github.com/throughcare/throughcare/internal/authz"

// The weights of the ranking, one for each row of its table: what is lost when
// the thing is missed. A kind names the row in which its tasks stand when they
// are most urgent.
const (
	WeightClock       = 100 // a clock of the law or a parole board
	WeightDeparture   = 95  // release, transfer or court with something still lacking
	WeightSafety      = 90  // a safety line was raised and nobody has taken it
	WeightHouse       = 85  // a resident is later than the house rule
	WeightPromise     = 80  // a promise with an hour
	WeightAppointment = 60  // an appointment, call or visit at its hour
	WeightLetter      = 50  // a letter older than the organisation's promise
	WeightOwn         = 40  // one's own task, and a contact that is due
	WeightWeek        = 20  // anything of the coming days
	WeightQuiet       = 10  // no word either way for a long time
)

// Kind is one sort of task, contributed by a capability.
type Kind struct {
	Key       string            // "contact"; stored with the task
	TitleKey  string            // message for a task without words of its own; args: name of the person, and the task's Args
	CountKey  string            // plural message for a fold: "12 letters to answer"; arg: count
	ReasonKey string            // message that says why the task is there, unless the task brings its own sentence; "" for none
	Weight    int               // the row of the ranking table, one of the Weight constants
	Legal     bool              // its day is a clock: it cannot be put off past it, and ends as done, handed over or lost
	ActionKey string            // message on the button
	Href      func(Task) string // where the button and the title lead; nil for the person's page
	Needs     authz.Permission  // what it takes to read one that is not one's own, beyond MayRead; "" for nothing more
}

// Kinds is the registry of sorts of task. It is filled by the composition root
// before the first request and only read afterwards.
type Kinds struct {
	byKey map[string]Kind
	order []string
}

// NewKinds returns a registry with the kinds of this package and the given ones.
func NewKinds(kinds ...Kind) *Kinds {
	k := &Kinds{byKey: map[string]Kind{}}
	k.Add(own()...)
	k.Add(kinds...)
	return k
}

// Add registers kinds; a key registered again is replaced.
func (k *Kinds) Add(kinds ...Kind) {
	for _, kind := range kinds {
		if _, known := k.byKey[kind.Key]; !known {
			k.order = append(k.order, kind.Key)
		}
		k.byKey[kind.Key] = kind
	}
}

// Of returns the kind of a key. A task whose capability is switched off is
// treated as an ordinary task, so that it is never lost from sight.
func (k *Kinds) Of(key string) Kind {
	if kind, ok := k.byKey[key]; ok {
		return kind
	}
	return k.byKey[KindOwn]
}

// All lists the kinds in the order of registration.
func (k *Kinds) All() []Kind {
	all := make([]Kind, 0, len(k.order))
	for _, key := range k.order {
		all = append(all, k.byKey[key])
	}
	return all
}

// The kinds that need no other capability.
const (
	KindOwn         = "task"        // something somebody means to do
	KindContact     = "contact"     // be in touch with a person again
	KindAppointment = "appointment" // somewhere at an hour
	KindCall        = "call"        // a telephone or video call at an hour
	KindVisit       = "visit"       // a visit to somebody inside
	KindPromise     = "promise"     // something promised for an hour
	KindSafety      = "safety"      // a worry about somebody's safety that nobody has taken yet
	KindDeadline    = "deadline"    // a clock of the law, a court or a parole board
)

func own() []Kind {
	kinds := []Kind{
		{Key: KindOwn, Weight: WeightOwn},
		{Key: KindContact, Weight: WeightOwn},
		{Key: KindAppointment, Weight: WeightAppointment},
		{Key: KindCall, Weight: WeightAppointment},
		{Key: KindVisit, Weight: WeightAppointment},
		{Key: KindPromise, Weight: WeightPromise},
		{Key: KindSafety, Weight: WeightSafety},
		{Key: KindDeadline, Weight: WeightClock, Legal: true},
	}
	for i := range kinds {
		stem := "tasks.kind." + kinds[i].Key
		kinds[i].TitleKey, kinds[i].CountKey, kinds[i].ReasonKey = stem+".title", stem+".count", stem+".reason"
		kinds[i].ActionKey = stem + ".action"
	}
	return kinds
}
