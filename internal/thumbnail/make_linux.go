package thumbnail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
)

// Supported reports whether thumbnails are made on this system at all.
const Supported = true

// one keeps it to one child at a time: the memory of a small machine is not there
// for pictures.
var one = make(chan struct{}, 1)

// Make returns a JPEG that fits into a square of Side dots. From when its turn has
// come it takes Patience at most. It returns ErrNone for what is no picture, is
// too large, or was too much for the child, ErrSystem where there are none, and
// the error of a child that could not be started. original must not make one wait,
// as a file on the disk does not.
func Make(ctx context.Context, original io.Reader) ([]byte, error) {
	select {
	case one <- struct{}{}:
		defer func() { <-one }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	dots := &limited{most: 4 + 3*Side*Side}
	if err := start(ctx, original, dots); err != nil {
		return nil, err
	}
	return encode(dots.Bytes())
}

// apart puts a child into namespaces of its own, where there is no network and
// nothing of ours to talk through.
var apart = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC}

// start runs a child to its end. Where an administrator allows no namespaces,
// what the child does to itself has to do.
func start(ctx context.Context, original io.Reader, dots io.Writer) error {
	c := child(ctx, original, dots)
	c.SysProcAttr = apart
	err := c.Start()
	if err != nil { // and nothing of the original was read
		c = child(ctx, original, dots)
		err = c.Start()
	}
	if err != nil {
		return fmt.Errorf("thumbnail: start the child: %w", err)
	}
	if err := c.Wait(); err != nil {
		return errors.Join(ErrNone, err)
	}
	return nil
}

// child is this program, also when a newer one lies in its place on the disk.
func child(ctx context.Context, original io.Reader, dots io.Writer) *exec.Cmd {
	c := exec.CommandContext(ctx, "/proc/self/exe", Command)
	c.Args[0], c.Dir, c.Env = "throughcare", "/", []string{}
	c.Stdin, c.Stdout = original, dots
	c.WaitDelay = Patience / 4
	return c
}

// limited takes what a child may say, and no more.
type limited struct {
	bytes.Buffer
	most int
}

// Write takes what comes, and ErrNone once it is too much.
func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.most {
		return 0, ErrNone
	}
	return l.Buffer.Write(p)
}
