// Package event lets capabilities hear what happened in another one, in the
// same transaction: a person moved, and the mailroom holds letters. What a
// listener writes is committed with what it heard of, or not at all.
package event

import (
	"context"
	"reflect"

	"github.com/throughcare/throughcare/internal/trail"
)

// Bus knows who listens to what. It is filled by the composition root before
// the first request and only read afterwards.
type Bus struct {
	listeners map[reflect.Type][]func(context.Context, *trail.Tx, any) error
}

// NewBus returns a bus nobody listens to.
func NewBus() *Bus {
	return &Bus{listeners: map[reflect.Type][]func(context.Context, *trail.Tx, any) error{}}
}

// Hear calls fn for every event of type E, in the order of registration.
func Hear[E any](b *Bus, fn func(context.Context, *trail.Tx, E) error) {
	t := reflect.TypeFor[E]()
	b.listeners[t] = append(b.listeners[t], func(ctx context.Context, tx *trail.Tx, e any) error {
		return fn(ctx, tx, e.(E))
	})
}

// Tell announces e to its listeners. The first fault ends the transaction. A
// nil bus has no listeners.
func Tell[E any](ctx context.Context, b *Bus, tx *trail.Tx, e E) error {
	if b == nil {
		return nil
	}
	for _, fn := range b.listeners[reflect.TypeFor[E]()] {
		if err := fn(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}
