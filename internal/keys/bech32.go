package keys

import (
	"errors"
	"strings"
)

// identityPrefix begins the text of an age hybrid identity, before its 1.
const identityPrefix = "AGE-SECRET-KEY-PQ-"

// Bech32 (BIP 173) is the spelling of age's keys. age does not export it, and the
// words of a recovery sheet stand for the bytes behind it.

const bech32Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

var errBech32 = errors.New("not the text of an age key")

func bech32Encode(prefix string, data []byte) string {
	values := regroup(data, 8, 5, true)
	sum := polymod(append(expand(prefix), append(values, make([]byte, 6)...)...)) ^ 1
	for i := range 6 {
		values = append(values, byte(sum>>(5*(5-i)))&31)
	}
	var b strings.Builder
	b.WriteString(strings.ToLower(prefix) + "1")
	for _, v := range values {
		b.WriteByte(bech32Letters[v])
	}
	return strings.ToUpper(b.String())
}

func bech32Decode(prefix, text string) ([]byte, error) {
	rest, ok := strings.CutPrefix(strings.ToLower(text), strings.ToLower(prefix)+"1")
	if !ok || len(rest) < 6 {
		return nil, errBech32
	}
	values := make([]byte, len(rest))
	for i := range rest {
		v := strings.IndexByte(bech32Letters, rest[i])
		if v < 0 {
			return nil, errBech32
		}
		values[i] = byte(v)
	}
	if polymod(append(expand(prefix), values...)) != 1 {
		return nil, errBech32
	}
	data := regroup(values[:len(values)-6], 5, 8, false)
	if data == nil {
		return nil, errBech32
	}
	return data, nil
}

func expand(prefix string) []byte {
	prefix = strings.ToLower(prefix)
	var out []byte
	for i := range len(prefix) {
		out = append(out, prefix[i]>>5)
	}
	out = append(out, 0)
	for i := range len(prefix) {
		out = append(out, prefix[i]&31)
	}
	return out
}

func polymod(values []byte) uint32 {
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ uint32(v)
		for i, g := range []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// regroup turns groups of so many bits into groups of another size; nil when
// bits are left over that it may not pad.
func regroup(in []byte, from, to uint, pad bool) []byte {
	out, bits, n := []byte{}, uint32(0), uint(0)
	for _, v := range in {
		bits, n = bits<<from|uint32(v), n+from
		for n >= to {
			n -= to
			out = append(out, byte(bits>>n&(1<<to-1)))
		}
		bits &= 1<<n - 1
	}
	switch {
	case pad && n > 0:
		out = append(out, byte(bits<<(to-n)&(1<<to-1)))
	case !pad && (n >= from || bits != 0):
		return nil
	}
	return out
}
