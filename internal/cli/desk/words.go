package desk

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
)

// Catalogue is the words of the pages, which the command line shares.
var Catalogue = sync.OnceValues(app.Catalogue)

// Words says an error to the one who typed the command: the problems of a fault
// in the words of the pages, any other error as it is.
func Words(err error) string {
	if m, ok := errors.AsType[*Missing](err); ok {
		return m.Error()
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err.Error()
	}
	c, cerr := Catalogue()
	if cerr != nil {
		return err.Error()
	}
	ctx := i18n.With(context.Background(), c.Printer("en"))
	var lines []string
	for _, p := range e.Problems {
		lines = append(lines, i18n.T(ctx, p.Key, p.Args...))
	}
	if len(lines) == 0 {
		return e.Kind.String()
	}
	return strings.Join(lines, "\n")
}
