package phrases

import "context"

// Cost is what a pass phrase costs today.
func (h *Hasher) Cost() Cost { return h.cost }

// Stretch makes 32 bytes of a pass phrase, to lock something with. The salt is not
// that of the hash which signs somebody in: neither says anything about the other.
func (h *Hasher) Stretch(ctx context.Context, phrase string, salt []byte, c Cost) ([]byte, error) {
	release, err := h.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	return h.sum(phrase, salt, c), nil
}
