package gate

import (
	"errors"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// explain is the message for a record that cannot be made or opened.
func explain(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{database.ErrNewerSchema, "gate.fault.newer"},
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
