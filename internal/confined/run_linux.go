package confined

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
)

// Supported reports whether children can be confined on this system at all.
const Supported = true

// Run starts this program as a child with one argument, gives it in, and returns
// what it says. It returns ErrFailed for a child that ended badly, took longer than
// its limit or said more; the errors of ctx; and the error of a child that could not
// be started. in must not make one wait, as a file on the disk does not.
func Run(ctx context.Context, command string, l Limits, in io.Reader) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, l.Time)
	defer cancel()
	out := &limited{most: l.Output}
	if err := start(ctx, command, l, in, out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Apart puts a child into namespaces of its own, where there is no network and
// nothing of ours to talk through.
var Apart = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC}

// start runs a child to its end. Where an administrator allows no namespaces,
// what the child does to itself has to do.
func start(ctx context.Context, command string, l Limits, in io.Reader, out io.Writer) error {
	c := child(ctx, command, l, in, out)
	c.SysProcAttr = Apart
	err := c.Start()
	if err != nil { // and nothing of the input was read
		c = child(ctx, command, l, in, out)
		err = c.Start()
	}
	if err != nil {
		return fmt.Errorf("confined: start the child: %w", err)
	}
	if err := c.Wait(); err != nil {
		return errors.Join(ErrFailed, err)
	}
	return nil
}

// child is this program, also when a newer one lies in its place on the disk.
func child(ctx context.Context, command string, l Limits, in io.Reader, out io.Writer) *exec.Cmd {
	c := exec.CommandContext(ctx, "/proc/self/exe", command)
	c.Args[0], c.Dir, c.Env = "throughcare", "/", []string{}
	c.Stdin, c.Stdout = in, out
	c.WaitDelay = l.Time / 4
	return c
}

// limited takes what a child may say, and no more.
type limited struct {
	bytes.Buffer
	most int
}

// Write takes what comes, and ErrFailed once it is too much.
func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.most {
		return 0, ErrFailed
	}
	return l.Buffer.Write(p)
}
