package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// The patience of the server (security design 5.5 and 5.6).
const (
	headerTime  = 5 * time.Second
	idleTime    = 60 * time.Second
	finishTime  = 10 * time.Second
	headerBytes = 16 << 10
	connections = 2048
)

// Server returns an HTTP server that does not wait for slow clients longer
// than it should. Deadlines of bodies and answers follow the route.
func Server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		ErrorLog: slog.NewLogLogger(quiet{log.Handler()}, slog.LevelDebug),
	}
}

// quiet drops what net/http says of single connections: it holds addresses of
// readers.
type quiet struct{ slog.Handler }

func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	return q.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "connection", r.PC))
}

// Run serves until ctx ends, then lets what is running finish, for ten seconds
// at most.
func Run(ctx context.Context, s *http.Server, l net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(capped(l, connections)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	if err := s.Shutdown(end); err != nil {
		return errors.Join(err, s.Close())
	}
	return nil
}

// capped limits how many connections are open at once; further ones wait in
// the system's queue.
func capped(l net.Listener, n int) net.Listener {
	return &cappedListener{Listener: l, places: make(chan struct{}, n), closed: make(chan struct{})}
}

type cappedListener struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func (l *cappedListener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &cappedConn{Conn: c, leave: func() { <-l.places }}, nil
}

func (l *cappedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type cappedConn struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (c *cappedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(c.leave)
	return err
}
