package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web/form"
)

// firsts holds a repeated form back until the first one is answered: a double
// click is two requests at the same time.
type firsts struct {
	mu      sync.Mutex
	running map[string]chan struct{}
}

// begin waits until no request with this key is running and marks it as
// running. The returned function ends that.
func (f *firsts) begin(ctx context.Context, key string) (end func(), err error) {
	for {
		f.mu.Lock()
		if f.running == nil {
			f.running = map[string]chan struct{}{}
		}
		other, busy := f.running[key]
		if !busy {
			mine := make(chan struct{})
			f.running[key] = mine
			f.mu.Unlock()
			return func() {
				f.mu.Lock()
				delete(f.running, key)
				f.mu.Unlock()
				close(mine)
			}, nil
		}
		f.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, &fault.Error{Kind: fault.Busy, Op: "web: wait for the first sending", Err: ctx.Err()}
		}
	}
}

// once answers a form that was sent before with the first answer. Only forms
// that were saved count: one shown again with problems is sent anew.
func (a *App) once(w *answer, r *Request) error {
	key := r.onceKey()
	end, err := a.firsts.begin(r.Context(), key)
	if err != nil {
		return err
	}
	defer end()
	location, err := a.Answered.Answer(r.Context(), key)
	if err == nil {
		return r.Go(w, location)
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if err := a.call(w, r); err != nil {
		return err
	}
	if w.status != http.StatusSeeOther {
		return nil
	}
	// The answer has been given; that it could not be noted is for the log.
	if err := a.Answered.KeepAnswer(r.Context(), key, r.Actor.ID, w.Header().Get("Location")); err != nil {
		a.Log.WarnContext(r.Context(), "answer not kept", "pattern", r.route.Pattern, "request", r.id, "error", err)
	}
	return nil
}

// onceKey tells a repeated sending from a second one: the showing of the form,
// where it goes, who sends it, and every word of it. Going back and typing
// something else is a new sending.
func (r *Request) onceKey() string {
	sum := sha256.New()
	for _, part := range []string{r.form.Raw(form.OnceField), r.URL.Path, r.Actor.ID, r.form.Values.Encode()} {
		_, _ = sum.Write([]byte(part + "\x00")) // a hash takes everything
	}
	for _, field := range sortedKeys(r.form.Files) {
		for _, f := range r.form.Files[field] {
			_, _ = sum.Write([]byte(field + "\x00" + f.Filename + "\x00" + hex.EncodeToString(sizeBytes(f.Size))))
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func sizeBytes(n int64) []byte {
	return []byte{byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
}
