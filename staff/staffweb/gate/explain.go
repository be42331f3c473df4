package gate

import (
	"errors"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/keys"
)

// explain is the message for a record that cannot be made or opened.
func explain(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{database.ErrNewerSchema, "gate.fault.newer"},
		{keys.ErrNewer, "gate.fault.newer"},
		{keys.ErrNoKeys, "gate.fault.keys.missing"},
		{keys.ErrDamaged, "gate.fault.keys.damaged"},
		{keys.ErrExists, "gate.fault.exists"},
		{database.ErrDamaged, "gate.fault.damaged"},
		{database.ErrWrongKey, "gate.fault.key"},
		{database.ErrNoFile, "gate.fault.missing"},
		{database.ErrExposed, "gate.fault.exposed"},
		{database.ErrPlaintext, "gate.fault.plain"},
		{database.ErrDiskFull, "gate.fault.full"},
	} {
		if errors.Is(err, known.err) {
			return known.key
		}
	}
	if fault.Is(err, fault.Conflict) {
		return "gate.fault.exists"
	}
	return "gate.fault.other"
}

// first gives the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
