package confined

import (
	"errors"
	"testing"
)

// A child that is not ours any more gets nothing past us.
func TestWhatAChildSaysIsCounted(t *testing.T) {
	t.Parallel()
	l := &limited{most: 3}
	if _, err := l.Write([]byte("four")); !errors.Is(err, ErrFailed) || l.Len() != 0 {
		t.Error("more was taken than there may be")
	}
}
