package web

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
)

// patience is how long a request waits for a place before it is told to come
// back.
const patience = time.Second

// doors hold the places of each class.
type doors [len(limits)]chan struct{}

func newDoors() (d doors) {
	for class := range d {
		d[class] = make(chan struct{}, limits[class].places)
	}
	return d
}

// enter takes a place and returns how to give it back, or Busy. The request's
// own deadline ends the waiting too.
func (d *doors) enter(ctx context.Context, class Class) (leave func(), err error) {
	place := d[class]
	leave = func() { <-place }
	select {
	case place <- struct{}{}:
		return leave, nil
	default:
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case place <- struct{}{}:
		return leave, nil
	case <-wait.C:
	case <-ctx.Done():
	}
	return nil, fault.New(fault.Busy, "web: no place for a "+class.String())
}
