package shares

import "testing"

// FIPS 197, sections 4.2 and 4.2.1, and the inverse of 5.1.1.
func TestFieldOfAES(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]byte{{0x57, 0x83, 0xc1}, {0x57, 0x13, 0xfe}, {0x57, 0x02, 0xae}, {0x57, 0x04, 0x47}, {0x57, 0x08, 0x8e}, {0x57, 0x10, 0x07}, {0x53, 0xca, 0x01}} {
		if got := times(c[0], c[1]); got != c[2] {
			t.Errorf("%02x·%02x = %02x, not %02x", c[0], c[1], got, c[2])
		}
	}
}

// The laws of a field, over all of it.
func TestFieldLaws(t *testing.T) {
	t.Parallel()
	for a := range 256 {
		x := byte(a)
		if a > 0 && times(x, inverse(x)) != 1 {
			t.Errorf("%02x has no inverse", a)
		}
		for b := range 256 {
			y := byte(b)
			if times(x, y) != times(y, x) || times(x, y^0x35) != times(x, y)^times(x, 0x35) {
				t.Fatalf("%02x, %02x", a, b)
			}
		}
	}
}
