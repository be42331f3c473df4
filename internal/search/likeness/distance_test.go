package likeness

import (
	"testing"

	"pgregory.net/rapid"
)

// reference is optimal string alignment as the textbook has it.
func reference(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// words draws words of few letters, so that they have much in common, and now
// and then a letter outside ASCII.
var drawnWord = rapid.StringOfN(rapid.SampledFrom([]rune("aabbcdeéж1")), 0, 64, -1)

func TestDistanceIsThatOfTheTextbook(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawnWord.Draw(t, "a"), drawnWord.Draw(t, "b")
		want := reference([]rune(a), []rune(b))
		if got := NewPattern(a).Distance(b); got != want {
			t.Fatalf("distance(%q, %q) = %d, want %d", a, b, got, want)
		}
	})
}

func TestDistanceIsOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawnWord.Draw(t, "a"), drawnWord.Draw(t, "b"), drawnWord.Draw(t, "c")
		ab, ba := NewPattern(a).Distance(b), NewPattern(b).Distance(a)
		if ab != ba {
			t.Fatalf("distance(%q, %q) = %d one way and %d the other", a, b, ab, ba)
		}
		if (ab == 0) != (a == b) {
			t.Fatalf("distance(%q, %q) = %d", a, b, ab)
		}
		// Optimal string alignment keeps the triangle up to swapped letters that
		// are touched again, which cost one more each: never more than double.
		if ac, bc := NewPattern(a).Distance(c), NewPattern(b).Distance(c); ac > 2*(ab+bc) {
			t.Fatalf("%q to %q is %d, but %d and %d by way of %q", a, c, ac, ab, bc, b)
		}
	})
}

func TestMasksLetEveryNearWordThrough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawnWord.Draw(t, "a"), drawnWord.Draw(t, "b")
		p := NewPattern(a)
		if d := p.Distance(b); !p.Near(MaskOf(b), d) {
			t.Fatalf("%q is within %d of %q, and the masks say it is not", b, d, a)
		}
	})
}

func TestJaroWinkler(t *testing.T) {
	t.Parallel()
	// The published examples of Winkler (1990).
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.9611}, {"dwayne", "duane", 0.84}, {"dixon", "dicksonx", 0.8133}, {"", "", 1}, {"a", "b", 0}, {"abc", "", 0},
	} {
		if got := JaroWinkler(c.a, c.b); got < c.want-0.0001 || got > c.want+0.0001 {
			t.Errorf("JaroWinkler(%q, %q) = %.4f, want %.4f", c.a, c.b, got, c.want)
		}
	}
	ascii := rapid.StringMatching(`[a-f]{0,40}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := ascii.Draw(t, "a"), ascii.Draw(t, "b")
		if s := JaroWinkler(a, b); s < 0 || s > 1 {
			t.Fatalf("JaroWinkler(%q, %q) = %v", a, b, s)
		}
	})
}
