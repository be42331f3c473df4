package confined

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// Enter gives up what the work of a child does not need, before it reads the first
// byte. Landlock keeps the process, where the kernel knows it, from all files, from
// the network and from other processes; the limits hold on every Linux: no core
// dump, no more memory and time than it needs, no file made longer, and nothing
// opened ever again, no file, pipe or socket. The three it has are those it was given.
func Enter(l Limits) error {
	runtime.GOMAXPROCS(1)
	time.Sleep(time.Microsecond)                  // the runtime opens what its timers need; later it could not, and would end
	debug.SetMemoryLimit(int64(l.Memory * 3 / 4)) // #nosec G115 -- the limits are ours, and small
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("confined: no new privileges: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("confined: not to be looked into: %w", err)
	}
	if err := landlock.V11.BestEffort().Restrict(); err != nil {
		return fmt.Errorf("confined: landlock: %w", err)
	}
	for _, limit := range []struct {
		name string
		of   int
		most uint64
	}{
		{"core", unix.RLIMIT_CORE, 0},
		{"memory", unix.RLIMIT_DATA, l.Memory},
		{"time", unix.RLIMIT_CPU, uint64(l.Time.Seconds())},
		{"size", unix.RLIMIT_FSIZE, 0},
		{"open files", unix.RLIMIT_NOFILE, 0},
	} {
		if err := unix.Setrlimit(limit.of, &unix.Rlimit{Cur: limit.most, Max: limit.most}); err != nil {
			return fmt.Errorf("confined: limit of %s: %w", limit.name, err)
		}
	}
	return nil
}
