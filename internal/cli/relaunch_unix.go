//go:build unix

package cli

import "syscall"

// relaunch puts the program in the place of itself.
func relaunch(path string, args, env []string) error { return syscall.Exec(path, args, env) }
