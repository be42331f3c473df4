package cli

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/thumbnail"
	"github.com/throughcare/throughcare/internal/web"
)

type demoCommand struct {
	Addr   string `help:"Where to listen." default:"127.0.0.1:8080"`
	People int    `help:"How many people have an open case." default:"297"`
}

// Run makes the invented organisation and serves it until it is told to stop.
// The folder is gone afterwards.
func (c demoCommand) Run(s *session) error {
	dir, err := os.MkdirTemp("", "throughcare-demo-")
	if err != nil {
		return fmt.Errorf("demo: make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // it holds nothing but invented people
	url := s.root.Database
	if url == "" {
		url = "sqlite:" + filepath.Join(dir, "record.tcdb")
	}
	rec, err := app.OpenRecord(s, app.Options{
		URL: url, FilesDir: app.Home{Dir: dir}.Files(), Keys: demo.NewKeys(), Now: s.now, Log: s.log, Quick: true, Thumbnails: thumbnail.Make, Binder: binder.Bind,
	})
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // what is not saved need not be
	link, err := demo.Fill(s, rec, c.People)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	debug.FreeOSMemory() // inventing everybody took more than serving them does
	return c.serve(s, rec, link)
}

// serve prints the address before it answers the first request, so that a
// script may read it.
func (c demoCommand) serve(s *session, rec *app.Record, link string) error {
	l, err := new(net.ListenConfig).Listen(s, "tcp", c.Addr)
	if err != nil {
		return err
	}
	pages, err := app.Pages(rec, app.Served{Notice: "demo.notice"})
	if err != nil {
		return err
	}
	address := "http://" + l.Addr().String()
	err = s.print(map[string]string{"address": address, "sign_in": address + link}, func(w io.Writer) {
		fmt.Fprintf(w, "Throughcare serves an invented organisation at %s\nSign in once with   %s%s\nEverything is gone when you stop it (Ctrl+C).\n", address, address, link)
	})
	if err != nil {
		return err
	}
	return web.Run(s, web.Server(pages, s.log), l)
}
