package reading

import (
	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/search"
)

// The words people write for a state of a case and for a channel, in English
// and Spanish, folded.
var (
	stateWords = map[string]casework.State{
		"active": casework.Active, "open": casework.Active, "current": casework.Active, "activo": casework.Active, "activa": casework.Active, "abierto": casework.Active, "abierta": casework.Active,
		"waiting": casework.Waiting, "wait list": casework.Waiting, "waiting list": casework.Waiting, "pending": casework.Waiting, "en espera": casework.Waiting, "pendiente": casework.Waiting,
		"dormant": casework.Dormant, "inactive": casework.Dormant, "quiet": casework.Dormant, "inactivo": casework.Dormant, "inactiva": casework.Dormant,
		"closed": casework.Closed, "ended": casework.Closed, "cerrado": casework.Closed, "cerrada": casework.Closed,
	}
	channelWords = map[string]casework.Channel{
		"letter": casework.LetterIn, "letter in": casework.LetterIn, "letter from": casework.LetterIn, "carta": casework.LetterIn, "letter out": casework.LetterOut, "letter to": casework.LetterOut,
		"call": casework.Call, "phone": casework.Call, "phone call": casework.Call, "telephone": casework.Call, "llamada": casework.Call, "visit": casework.Visit, "visita": casework.Visit,
		"email": casework.Email, "e mail": casework.Email, "correo": casework.Email, "other": casework.Other, "message": casework.Other, "otro": casework.Other, "mensaje": casework.Other,
	}
)

// readState reads what a list calls a state of a case.
func readState(word string) (casework.State, bool) {
	s, ok := stateWords[search.Fold(word)]
	return s, ok
}

// readChannel reads what a list calls a way to be in touch. A letter that does
// not say which way it went came from the person.
func readChannel(word string) (casework.Channel, bool) {
	c, ok := channelWords[search.Fold(word)]
	return c, ok
}
