package sealed

import "filippo.io/age"

// Opens reports whether a private half opens a wrapped key, for tests.
func Opens(wrapped string, half *age.HybridIdentity) error {
	_, err := unwrap(wrapped, half)
	return err
}

// Step is what lengths are rounded up to.
const Step = step
