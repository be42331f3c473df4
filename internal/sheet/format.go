package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// format is what the number format of a cell says about its value.
type format struct {
	year, month, day, clock bool   // what of a date is shown
	digits                  string // a picture of digits with leading zeros: "00000", "000-00-0000"
	percent                 bool
}

func (f format) date() bool { return f.year || f.month || f.day || f.clock }

// builtIn are the formats that a file names by number only (ECMA-376, part 1,
// 18.8.30); the ones of East Asia are dates, too.
var builtIn = map[int]string{
	9: "0%", 10: "0.00%", 14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
	27: "yyyy-m", 28: "m-d", 29: "m-d", 30: "m-d-yy", 31: "yyyy-m-d", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy-m",
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 50: "yyyy-m", 51: "m-d", 52: "yyyy-m", 53: "m-d", 54: "m-d", 55: "h:mm", 56: "h:mm:ss", 57: "yyyy-m", 58: "m-d",
}

type stylesXML struct {
	Codes []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		ID int `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readFormats reads the number formats that cells point to.
func readFormats(a *archive, name string) ([]format, error) {
	var styles stylesXML
	if err := a.small(name, &styles); err != nil {
		return nil, err
	}
	codes := map[int]format{}
	for id, code := range builtIn {
		codes[id] = parseFormat(code)
	}
	for _, c := range styles.Codes {
		codes[c.ID] = parseFormat(c.Code)
	}
	formats := make([]format, len(styles.Cells))
	for i, c := range styles.Cells {
		formats[i] = codes[c.ID]
	}
	return formats, nil
}

// parseFormat reads the first section of a number format code.
func parseFormat(code string) format {
	var f format
	letters, picture := bareFormat(code)
	f.percent = strings.Contains(letters, "%")
	f.year = strings.ContainsAny(letters, "ye")
	f.day = strings.Contains(letters, "d")
	f.clock = strings.ContainsAny(letters, "hs")
	f.month = strings.Contains(letters, "m") && (f.year || f.day || !f.clock)
	if strings.ContainsAny(letters, "#0?") { // "0.00E+00" has an e that is no year
		f.year, f.month, f.day, f.clock = false, false, false, false
	}
	if strings.Trim(letters, "0#") == "" && strings.Contains(letters, "0") && strings.Count(picture, "0")+strings.Count(picture, "#") > 1 {
		f.digits = picture
	}
	return f
}

// bareFormat splits the first section of a code: what it means, in lower case,
// without literal text; and the picture of digits with literal text.
func bareFormat(code string) (letters, picture string) {
	var l, p strings.Builder
	if general := "general"; len(code) >= len(general) && strings.EqualFold(code[:len(general)], general) {
		return "", ""
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return strings.ToLower(l.String()), p.String()
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				end = len(code) - i - 1
			}
			p.WriteString(literal.Replace(code[i+1 : i+1+end]))
			i += end + 1
		case '\\':
			if i++; i < len(code) {
				p.WriteString(literal.Replace(code[i : i+1]))
			}
		case '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				end = len(code) - i - 1
			}
			if inner := strings.ToLower(code[i+1 : i+max(1, end)]); strings.Trim(inner, "hms") == "" {
				l.WriteString(inner) // a time that goes on beyond 24 hours
			}
			i += end
		case '-', ' ', '/', '(', ')', ':':
			p.WriteByte(c)
		default:
			l.WriteByte(c)
			p.WriteByte(c)
		}
	}
	return strings.ToLower(l.String()), p.String()
}

// Zeros and number signs that are meant literally must not be taken for places of
// digits.
var (
	literal    = strings.NewReplacer("0", "\x01", "#", "\x02")
	unliterate = strings.NewReplacer("\x01", "0", "\x02", "#")
)

// epoch is the day that a workbook counts from.
type epoch int

const (
	epoch1900 epoch = iota
	epoch1904
)

// Serial returns the day that Excel writes as a number, counted from 1900. The
// numbers 60, a 29 February 1900 that never was, and those outside 1 to 9999-12-31
// are no day.
func Serial(n int) (civil.Day, bool) { return serial(n, epoch1900) }

func serial(n int, from epoch) (civil.Day, bool) {
	var day civil.Day
	switch {
	case from == epoch1904 && n >= 0:
		day = civil.Day("1904-01-01").Add(n)
	case from == epoch1900 && n >= 1 && n < 60:
		day = civil.Day("1899-12-31").Add(n)
	case from == epoch1900 && n > 60:
		day = civil.Day("1899-12-30").Add(n)
	}
	return day, day != ""
}

// dateText writes a serial number as a date, no finer than it was shown; note is
// a remark on it. ok is false when the number is no date.
func (f format) dateText(x float64, from epoch) (text, note string, ok bool) {
	whole, part := math.Modf(x)
	minutes := int(math.Round(part * 24 * 60))
	if x < 0 || x > 2958466 {
		return "", "", false
	}
	clock := ""
	if minutes > 0 {
		clock = time.Time{}.Add(time.Duration(minutes) * time.Minute).Format("15:04")
	}
	if !f.year && !f.month && !f.day {
		if x >= 1 { // a duration, or a date shown by its hour
			return "", "", false
		}
		return time.Time{}.Add(time.Duration(minutes) * time.Minute).Format("15:04"), "", true
	}
	day, ok := serial(int(whole), from)
	if !ok {
		return "", "", false
	}
	_, month, first := day.Date()
	switch {
	case f.year && f.month && !f.day && first == 1 && minutes == 0:
		return string(day[:7]), "", true
	case f.year && !f.month && !f.day && month == time.January && first == 1 && minutes == 0:
		return string(day[:4]), "", true
	case !f.year:
		note = NoteNoYear
	}
	if clock != "" {
		clock = " " + clock
	}
	return string(day) + clock, note, true
}

// numberText writes a number as a person sees it, but never shortened: leading
// zeros that the format shows are kept, and all digits. Beyond 15 digits Excel
// has lost the rest.
func (f format) numberText(x float64) (text, note string) {
	if math.Abs(x) >= 1e15 {
		note = NoteDigits
	}
	if f.percent {
		return strconv.FormatFloat(round15(x*100), 'f', -1, 64) + "%", note
	}
	text = strconv.FormatFloat(round15(x), 'f', -1, 64)
	if f.digits != "" && x >= 0 && x == math.Trunc(x) && note == "" {
		text = fill(f.digits, text)
	}
	return text, note
}

// round15 drops the digits beyond the fifteenth, which are an artefact of the
// binary number: 0.1 is stored as 0.10000000000000001.
func round15(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// fill puts digits into a picture from the right: "000-00-0000" and 12345678
// give "012-34-5678". Digits that find no place go in front.
func fill(picture, digits string) string {
	out := make([]byte, 0, len(picture)+len(digits))
	for i := len(picture) - 1; i >= 0; i-- {
		c := picture[i]
		switch {
		case c != '0' && c != '#':
			out = append(out, c)
		case digits != "":
			out = append(out, digits[len(digits)-1])
			digits = digits[:len(digits)-1]
		case c == '0':
			out = append(out, '0')
		}
	}
	for ; digits != ""; digits = digits[:len(digits)-1] {
		out = append(out, digits[len(digits)-1])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return unliterate.Replace(string(out))
}
