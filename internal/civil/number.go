package civil

import (
	"sync"
	"time"
)

// Number counts the days since 1 January 1970, negative before; it is what counting
// by the million is done with. ok is false for a day that is not known or does not
// exist.
func (d Day) Number() (n int, ok bool) {
	year, month, day, ok := d.figures()
	if !ok {
		return 0, false
	}
	return numberOf(year, month, day), true
}

// NumberOn is the Number of a day in its parts, for those that hold it so.
func NumberOn(year int, month time.Month, day int) (n int, ok bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > lengthOf(year, int(month)) {
		return 0, false
	}
	return numberOf(year, int(month), day), true
}

func numberOf(year, month, day int) int {
	if month <= 2 { // a year that begins in March ends with its leap day
		year--
	}
	era := year / 400
	ofEra := year - era*400
	ofYear := (153*((month+9)%12)+2)/5 + day - 1
	return era*daysInEra + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - epoch
}

// The Gregorian calendar repeats every 400 years; 1 March of the year 0 was so many
// days before 1 January 1970.
const (
	daysInEra = 146_097
	epoch     = 719_468
)

// Numbered gives the day of a number, "" outside the years 1 to 9999.
func Numbered(n int) Day {
	n += epoch
	if n < 306 { // 1 January of the year 1
		return ""
	}
	era := n / daysInEra
	ofEra := n % daysInEra
	year := (ofEra - ofEra/1460 + ofEra/36_524 - ofEra/146_096) / 365
	ofYear := ofEra - (365*year + year/4 - year/100)
	m := (5*ofYear + 2) / 153
	day, month := ofYear-(153*m+2)/5+1, (m+2)%12+1
	if year += era * 400; month <= 2 {
		year++
	}
	if year > 9999 {
		return ""
	}
	return written(year, month, day)
}

// The years whose days are written once and for all: almost every day that is counted
// lies in them, and writing one anew costs more than counting it.
const (
	nearFrom = 1980
	nearTo   = 2049
)

// near holds the days of those years, each month with thirty-one places.
var near = sync.OnceValue(func() string {
	text := make([]byte, 0, (nearTo-nearFrom+1)*12*31*dayLen)
	for year := nearFrom; year <= nearTo; year++ {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= 31; day++ {
				text = append(text, figuresOf(year, month, day)...)
			}
		}
	}
	return string(text)
})

const dayLen = len("2006-01-02")

// written writes a day that exists.
func written(year, month, day int) Day {
	if year < nearFrom || year > nearTo {
		return Day(figuresOf(year, month, day))
	}
	at := (((year-nearFrom)*12+month-1)*31 + day - 1) * dayLen
	return Day(near()[at : at+dayLen])
}

func figuresOf(year, month, day int) string {
	text := [dayLen]byte{byte('0' + year/1000), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10), '-',
		byte('0' + month/10), byte('0' + month%10), '-', byte('0' + day/10), byte('0' + day%10)}
	return string(text[:])
}

// figures reads the parts of a day, and whether there is such a day.
func (d Day) figures() (year, month, day int, ok bool) {
	if len(d) != dayLen || d[4] != '-' || d[7] != '-' {
		return 0, 0, 0, false
	}
	read := func(from, to int) (n int) {
		for _, c := range []byte(d[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day = read(0, 4), read(5, 7), read(8, 10)
	return year, month, day, year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month)
}

// lengthOf is how many days a month has.
func lengthOf(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}
