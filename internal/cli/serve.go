package cli

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/thumbnail"
	"github.com/throughcare/throughcare/internal/web"
)

type serveCommand struct {
	phraseFlag
	Addr        string `help:"Where to listen." default:"127.0.0.1:8080"`
	Cert        string `help:"TLS certificate file." type:"existingfile" placeholder:"FILE"`
	Key         string `help:"TLS key file." type:"existingfile" placeholder:"FILE"`
	BehindProxy bool   `help:"A reverse proxy on this machine speaks https for us."`
	Site        string `help:"The name people type to get here, such as records.example.org; passkeys hold there." placeholder:"NAME"`
	MachineKey  string `help:"Key file that opens the record without a person (throughcare keys machine)." type:"existingfile" placeholder:"FILE"`
	Unlock      bool   `help:"Ask for the pass phrase here, instead of in the browser."`
}

// Run serves until it is told to stop. The first start leads through set-up in
// the browser; a later one waits for the pass phrase there.
func (c serveCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return desk.Misused(err)
	}
	home, err := s.home()
	if err != nil {
		return err
	}
	server := &app.Server{
		Home: home, Log: s.log, Now: s.now, Served: app.Served{Secure: c.Cert != "" || c.BehindProxy, Site: c.Site}, Code: c.code(),
		Thumbnails: thumbnail.Make, Binder: binder.Bind,
	}
	server.Lock = func() { s.lock(server) }
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { _ = server.Close() }() // nothing was left unsaved
	if c.Unlock || c.PhraseFile != "" {
		phrase, err := s.phrase(c.phraseFlag, "Pass phrase of the record: ")
		if err != nil {
			return err
		}
		if err := server.Unlock(s, phrase); err != nil {
			return err
		}
	} else if file := c.machineKey(s); file != "" {
		if err := server.UnlockUnattended(s, file); err != nil {
			return err
		}
	}
	ended, err := s.heard(server)
	if err != nil {
		return err
	}
	defer ended()
	return c.listen(s, server)
}

// machineKey is the file that opens the record without a person: the one of the
// flag, or the one systemd hands over. A record that was locked stays so.
func (c serveCommand) machineKey(s *session) string {
	if s.getenv(lockedBefore) != "" {
		return ""
	}
	if c.MachineKey != "" {
		return c.MachineKey
	}
	dir := s.getenv("CREDENTIALS_DIRECTORY")
	if dir == "" {
		return ""
	}
	file := filepath.Join(dir, "throughcare.key")
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}

// lockedBefore is set for a program that takes the place of one that was locked.
const lockedBefore = "THROUGHCARE_LOCKED"

// check refuses what would send pass phrases through a network in clear.
func (c serveCommand) check() error {
	if (c.Cert == "") != (c.Key == "") {
		return errors.New("--cert and --key belong together")
	}
	if c.Cert == "" && !c.BehindProxy && !c.local() {
		return fmt.Errorf("%s can be reached from other machines, and without https everything could be read on the way; give --cert and --key, or --behind-proxy", c.Addr)
	}
	return nil
}

// local reports whether only this machine reaches the address.
func (c serveCommand) local() bool {
	host, _, err := net.SplitHostPort(c.Addr)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// code is asked before set-up where somebody else could be faster.
func (c serveCommand) code() string {
	if c.local() && !c.BehindProxy {
		return ""
	}
	return rand.Text()[:10]
}

func (c serveCommand) listen(s *session, server *app.Server) error {
	l, err := new(net.ListenConfig).Listen(s, "tcp", c.Addr)
	if err != nil {
		return err
	}
	address := "http://" + l.Addr().String()
	if c.Cert != "" {
		cert, err := tls.LoadX509KeyPair(c.Cert, c.Key)
		if err != nil {
			return err
		}
		address = "https://" + l.Addr().String()
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
	}
	err = s.print(map[string]string{"address": address, "folder": server.Dir, "code": server.Code}, func(w io.Writer) {
		fmt.Fprintf(w, "Throughcare is at %s\nThe record is in  %s\n", address, server.Dir)
		if server.Code != "" {
			fmt.Fprintf(w, "Set-up asks for   %s\n", server.Code)
		}
	})
	if err != nil {
		return err
	}
	return web.Run(s, web.Server(server, s.log), l)
}

// closing is how long a record that is being locked may take to close. What is
// cut off is as after a crash, and nothing that was acknowledged is lost.
const closing = time.Second

// lock closes the record and replaces this process by a fresh, locked one, so
// that no key stays in its memory (security design F4).
func (s *session) lock(server *app.Server) {
	closed := make(chan error, 1)
	go func() { closed <- server.Close() }()
	select {
	case err := <-closed:
		if err != nil {
			s.log.Error("the record was not closed well", "error", err)
		}
	case <-time.After(closing):
	}
	self, err := os.Executable()
	if err == nil {
		err = relaunch(self, lockedArgs(os.Args), append(os.Environ(), lockedBefore+"=1"))
	}
	s.log.Error("could not start anew; stopping instead", "error", err)
	os.Exit(exitFailed)
}

// lockedArgs are the arguments without what would open the record again.
func lockedArgs(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--unlock":
		case args[i] == "--phrase-file":
			i++
		case len(args[i]) > 14 && args[i][:14] == "--phrase-file=":
		default:
			out = append(out, args[i])
		}
	}
	return out
}
