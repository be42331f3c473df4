package label_test

import (
	"math"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/label"
)

// widths are the six widths of each sign of Code 128 (ISO/IEC 15417, table 1), 0 to 105.
var widths = strings.Fields(`212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
	123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123
	131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131
	311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411
	142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121
	111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232`)

// read128 reads bars as a scanner does: by their widths alone, with the check sign.
func read128(t *testing.T, bars []label.Box) string {
	t.Helper()
	unit := bars[0].Width / 2 // every code begins with a bar of two
	var run strings.Builder
	for i, b := range bars {
		run.WriteByte('0' + byte(math.Round(b.Width/unit)))
		if i+1 < len(bars) {
			run.WriteByte('0' + byte(math.Round((bars[i+1].X-b.X-b.Width)/unit)))
		}
	}
	signs := run.String()
	if !strings.HasSuffix(signs, "2331112") {
		t.Fatalf("no stop sign in %s", signs)
	}
	signs = strings.TrimSuffix(signs, "2331112")
	var values []int
	for ; len(signs) >= 6; signs = signs[6:] {
		for v, w := range widths {
			if w == signs[:6] {
				values = append(values, v)
			}
		}
	}
	sum := values[0]
	for i, v := range values[1 : len(values)-1] {
		sum += (i + 1) * v
	}
	if len(signs) != 0 || sum%103 != values[len(values)-1] {
		t.Fatalf("the check sign is wrong: %v", values)
	}
	return spell(values[:len(values)-1])
}

// spell turns values into text: sets B (104, 100) and C (105, 99).
func spell(values []int) string {
	var text strings.Builder
	set := values[0]
	for _, v := range values[1:] {
		switch {
		case v == 99 && set != 105:
			set = 105
		case v == 100 && set == 105:
			set = 104
		case set == 105:
			text.WriteByte('0' + byte(v/10))
			text.WriteByte('0' + byte(v%10))
		default:
			text.WriteByte(byte(v) + ' ')
		}
	}
	return text.String()
}
