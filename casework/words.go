package casework

import "github.com/throughcare/throughcare/internal/search"

// The words people write for a state of a case and for a channel, in English
// and Spanish, folded.
var (
	stateWords = map[string]State{
		"active": Active, "open": Active, "current": Active, "activo": Active, "activa": Active, "abierto": Active, "abierta": Active,
		"waiting": Waiting, "wait list": Waiting, "waiting list": Waiting, "pending": Waiting, "en espera": Waiting, "pendiente": Waiting,
		"dormant": Dormant, "inactive": Dormant, "quiet": Dormant, "inactivo": Dormant, "inactiva": Dormant,
		"closed": Closed, "ended": Closed, "cerrado": Closed, "cerrada": Closed,
	}
	channelWords = map[string]Channel{
		"letter": LetterIn, "letter in": LetterIn, "letter from": LetterIn, "carta": LetterIn, "letter out": LetterOut, "letter to": LetterOut,
		"call": Call, "phone": Call, "phone call": Call, "telephone": Call, "llamada": Call, "visit": Visit, "visita": Visit,
		"email": Email, "e mail": Email, "correo": Email, "other": Other, "message": Other, "otro": Other, "mensaje": Other,
	}
)

// ReadState reads what a list calls a state of a case.
func ReadState(word string) (State, bool) {
	s, ok := stateWords[search.Fold(word)]
	return s, ok
}

// ReadChannel reads what a list calls a way to be in touch. A letter that does
// not say which way it went came from the person.
func ReadChannel(word string) (Channel, bool) {
	c, ok := channelWords[search.Fold(word)]
	return c, ok
}
