//go:build !unix

package cli

import (
	"os"
	"os/exec"
)

// relaunch starts the program again and ends this one.
func relaunch(path string, args, env []string) error {
	c := exec.Command(path, args[1:]...)
	c.Env, c.Stdin, c.Stdout, c.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	if err := c.Start(); err != nil {
		return err
	}
	os.Exit(0)
	return nil
}
