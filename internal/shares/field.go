package shares

// The field of 256 elements that AES counts in (FIPS 197, section 4): bytes are
// polynomials over two elements, modulo x^8 + x^4 + x^3 + x + 1. Nothing here
// branches on, or looks up by, a secret value.

// times multiplies.
func times(a, b byte) (product byte) {
	for range 8 {
		product ^= a & -(b & 1)
		b >>= 1
		a = a<<1 ^ 0x1b&-(a>>7)
	}
	return product
}

// inverse is a to the power of 254; of 0 it is 0.
func inverse(a byte) byte {
	out := byte(1)
	for range 7 { // 254 = 2 + 4 + … + 128
		a = times(a, a)
		out = times(out, a)
	}
	return out
}

// at is the value of the polynomial at x (Horner).
func at(coefficients []byte, x byte) (y byte) {
	for i := len(coefficients) - 1; i >= 0; i-- {
		y = times(y, x) ^ coefficients[i]
	}
	return y
}

// interpolate gives the values at x of the polynomials through the points of
// the shares (Lagrange).
func interpolate(points []Share, x byte) []byte {
	out := make([]byte, len(points[0].Part))
	for i, p := range points {
		weight := byte(1)
		for j, q := range points {
			if i != j { // subtracting is adding here
				weight = times(weight, times(x^byte(q.At), inverse(byte(p.At)^byte(q.At)))) //nolint:gosec // at most 255
			}
		}
		for k, y := range p.Part {
			out[k] ^= times(y, weight)
		}
	}
	return out
}
