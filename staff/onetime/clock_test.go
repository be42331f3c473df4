package onetime

import (
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"
	"pgregory.net/rapid"
)

// Whatever the clock does between, no step is accepted twice (P5, P35).
func TestACodeWorksOnceWhateverTheClock(t *testing.T) {
	t.Parallel()
	secret := NewSecret()
	rapid.Check(t, func(t *rapid.T) {
		now, last, used := time.Unix(1_772_000_000, 0), int64(0), map[string]bool{}
		for range 50 {
			now = now.Add(time.Duration(rapid.SampledFrom([]int64{0, 10, 30, 3600, -3600, -30, 315_360_000, -315_360_000}).Draw(t, "jump")) * time.Second)
			code, err := hotp.GenerateCodeCustom(secret, uint64(now.Unix()/30), Options)
			if err != nil {
				t.Fatal(err)
			}
			if step, ok := StepOf(secret, code, now, last); ok {
				if used[code] && step <= last {
					t.Fatalf("the code of step %d is taken again after step %d", step, last)
				}
				used[code], last = true, step
			}
			if _, twice := StepOf(secret, code, now, last); twice {
				t.Fatalf("a code is taken twice at %v", now)
			}
		}
	})
}
