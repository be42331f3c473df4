package database

import (
	"context"
	"fmt"
	"sync"
)

// readers is a pool of reading connections, opened when first needed. The one
// used last is used next: its cache is the warmest.
type readers struct {
	connect func(context.Context) (*conn, error)
	tokens  chan struct{} // one for each connection that may be in use

	mu   sync.Mutex
	idle []*conn
	done bool
}

func newReaders(count int, connect func(context.Context) (*conn, error)) *readers {
	r := &readers{connect: connect, tokens: make(chan struct{}, count)}
	for range count {
		r.tokens <- struct{}{}
	}
	return r
}

// use lends a connection to fn.
func (r *readers) use(ctx context.Context, fn func(*conn) error) error {
	select {
	case <-r.tokens:
	case <-ctx.Done():
		return fmt.Errorf("database: waiting to read: %w", ctx.Err())
	}
	defer func() { r.tokens <- struct{}{} }()
	c, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer r.put(c)
	return fn(c)
}

func (r *readers) take(ctx context.Context) (*conn, error) {
	r.mu.Lock()
	if r.done {
		r.mu.Unlock()
		return nil, fmt.Errorf("database: read: %w", ErrClosed)
	}
	if n := len(r.idle); n > 0 {
		c := r.idle[n-1]
		r.idle = r.idle[:n-1]
		r.mu.Unlock()
		return c, nil
	}
	r.mu.Unlock()
	return r.connect(ctx)
}

// put keeps a connection for the next reader, unless the disk failed it.
func (r *readers) put(c *conn) {
	if c.disk != nil || !c.db.GetAutocommit() {
		c.close()
		return
	}
	r.mu.Lock()
	r.idle = append(r.idle, c)
	r.mu.Unlock()
}

// drain waits until nobody reads, closes every connection and keeps readers out
// until release is called.
func (r *readers) drain(ctx context.Context) (release func(), err error) {
	taken := 0
	release = func() {
		for range taken {
			r.tokens <- struct{}{}
		}
	}
	for taken < cap(r.tokens) {
		select {
		case <-r.tokens:
			taken++
		case <-ctx.Done():
			release()
			return nil, ctx.Err()
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.idle {
		c.close()
	}
	r.idle = nil
	return release, nil
}

// shut closes every connection for good; later reads get ErrClosed.
func (r *readers) shut() {
	release, err := r.drain(context.Background())
	if err != nil { // a background context does not end
		return
	}
	r.mu.Lock()
	r.done = true
	r.mu.Unlock()
	release()
}
