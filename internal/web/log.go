package web

import (
	"context"
	"log/slog"
)

// logged are the keys a log line may have. Nothing else is written, so that a
// name can not slip into a log by somebody adding a key.
var logged = map[string]bool{
	"pattern": true, "status": true, "ms": true, "actor": true, "request": true, "rule": true, "error": true, "stack": true,
	"job": true, "count": true, "bytes": true, "address": true, "engine": true, "version": true, "path": true, "level": true,
	"component": true, "signal": true,
}

// SafeLog returns a handler that drops every attribute whose key is not
// registered, before it reaches next.
func SafeLog(next slog.Handler) slog.Handler { return safeLog{next} }

type safeLog struct{ slog.Handler }

func (l safeLog) Handle(ctx context.Context, rec slog.Record) error {
	safe := slog.NewRecord(rec.Time, rec.Level, rec.Message, rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		if logged[a.Key] && a.Value.Kind() != slog.KindGroup {
			safe.AddAttrs(a)
		}
		return true
	})
	return l.Handler.Handle(ctx, safe)
}

func (l safeLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	var safe []slog.Attr
	for _, a := range attrs {
		if logged[a.Key] && a.Value.Kind() != slog.KindGroup {
			safe = append(safe, a)
		}
	}
	return safeLog{l.Handler.WithAttrs(safe)}
}

// WithGroup ignores the group: keys stay where they are known.
func (l safeLog) WithGroup(string) slog.Handler { return l }
