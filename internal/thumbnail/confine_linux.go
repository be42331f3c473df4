package thumbnail

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// limits are those of the child: no core dump, no more memory and time than it
// needs, no file made longer. The last lets it open nothing ever again, no file,
// pipe or socket; the three it has are those it was given.
var limits = []struct {
	name string
	of   int
	most uint64
}{
	{"core", unix.RLIMIT_CORE, 0},
	{"memory", unix.RLIMIT_DATA, mostMemory},
	{"time", unix.RLIMIT_CPU, uint64(Patience.Seconds())},
	{"size", unix.RLIMIT_FSIZE, 0},
	{"open files", unix.RLIMIT_NOFILE, 0},
}

// confine gives up what decoding a picture does not need. Landlock keeps the
// process, where the kernel knows it, from all files, from the network and from
// other processes; the limits hold on every Linux.
func confine() error {
	runtime.GOMAXPROCS(1)
	debug.SetMemoryLimit(mostMemory * 3 / 4)
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("thumbnail: no new privileges: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("thumbnail: not to be looked into: %w", err)
	}
	if err := landlock.V11.BestEffort().Restrict(); err != nil {
		return fmt.Errorf("thumbnail: landlock: %w", err)
	}
	for _, l := range limits {
		if err := unix.Setrlimit(l.of, &unix.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return fmt.Errorf("thumbnail: limit of %s: %w", l.name, err)
		}
	}
	return nil
}
