// Command throughcare is the whole application: server and command line.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/throughcare/throughcare/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}
