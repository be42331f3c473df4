package partialdate

import "time"

// The vocabulary: English and Spanish, lower case and without accents, as fold
// leaves them. Phrases are joined by one space and have at most four words.

var unknownWords = set("?", "unknown", "not known", "n / k", "nk", "don - t know", "dont know", "no se sabe", "no se", "desconocido", "desconocida", "sin fecha")

// aboutWords stand before a date that is only about right.
var aboutWords = set("~", "about", "around", "circa", "c", "ca", "approx", "approximately", "roughly", "perhaps", "maybe",
	"alrededor de", "alrededor del", "hacia", "cerca de", "aproximadamente", "aprox", "mas o menos", "como en", "quiza", "quizas")

// aboutAfter stand behind one.
var aboutAfter = set("?", "or so", "approx", "aprox", "approximately", "aproximadamente", "mas o menos", "o asi", "ish", "- ish")

// side says which part of the time around a date is meant.
type side int

const (
	sideBefore side = iota + 1 // up to the day before
	sideUntil                  // up to and with it
	sideAfter                  // from the day after
	sideSince                  // from it on
)

var sideWords = map[string]side{
	"before": sideBefore, "antes de": sideBefore, "antes del": sideBefore, "<": sideBefore,
	"by": sideUntil, "until": sideUntil, "till": sideUntil, "up to": sideUntil, "no later than": sideUntil, "at the latest": sideUntil,
	"hasta": sideUntil, "hasta el": sideUntil, "para el": sideUntil, "a mas tardar": sideUntil,
	"after": sideAfter, "despues de": sideAfter, "despues del": sideAfter, "tras": sideAfter, ">": sideAfter,
	"since": sideSince, "from": sideSince, "desde": sideSince, "desde el": sideSince, "a partir de": sideSince, "a partir del": sideSince,
}

// dayWords are days counted from today.
var dayWords = map[string]int{
	"today": 0, "hoy": 0, "now": 0, "ahora": 0,
	"yesterday": -1, "ayer": -1, "the day before yesterday": -2, "day before yesterday": -2, "anteayer": -2, "antier": -2, "antes de ayer": -2,
	"tomorrow": 1, "manana": 1, "day after tomorrow": 2, "pasado manana": 2,
}

var weekdayWords = map[string]time.Weekday{
	"monday": 1, "mon": 1, "lunes": 1, "lun": 1,
	"tuesday": 2, "tues": 2, "tue": 2, "martes": 2,
	"wednesday": 3, "weds": 3, "wed": 3, "miercoles": 3, "mie": 3,
	"thursday": 4, "thurs": 4, "thur": 4, "thu": 4, "jueves": 4, "jue": 4,
	"friday": 5, "fri": 5, "viernes": 5, "vie": 5,
	"saturday": 6, "sat": 6, "sabado": 6, "sab": 6,
	"sunday": 0, "sun": 0, "domingo": 0, "dom": 0,
}

// monthWords: "mar" is March, never martes.
var monthWords = map[string]time.Month{
	"january": 1, "jan": 1, "enero": 1, "ene": 1,
	"february": 2, "feb": 2, "febrero": 2,
	"march": 3, "mar": 3, "marzo": 3,
	"april": 4, "apr": 4, "abril": 4, "abr": 4,
	"may": 5, "mayo": 5,
	"june": 6, "jun": 6, "junio": 6,
	"july": 7, "jul": 7, "julio": 7,
	"august": 8, "aug": 8, "agosto": 8, "ago": 8,
	"september": 9, "sept": 9, "sep": 9, "septiembre": 9, "setiembre": 9, "set": 9,
	"october": 10, "oct": 10, "octubre": 10,
	"november": 11, "nov": 11, "noviembre": 11,
	"december": 12, "dec": 12, "diciembre": 12, "dic": 12,
}

// season is the first month of three, as weather services of the northern half
// of the earth count them.
var seasonWords = map[string]time.Month{
	"spring": 3, "primavera": 3, "summer": 6, "verano": 6, "autumn": 9, "fall": 9, "otono": 9, "winter": 12, "invierno": 12,
}

// part is a third of a month or a year.
type part int

const (
	partEarly part = iota
	partMiddle
	partLate
)

var partWords = map[string]part{
	"early": partEarly, "beginning of": partEarly, "the beginning of": partEarly, "start of": partEarly, "the start of": partEarly,
	"principios de": partEarly, "a principios de": partEarly, "inicios de": partEarly, "a inicios de": partEarly, "comienzos de": partEarly,
	"mid": partMiddle, "mid -": partMiddle, "middle of": partMiddle, "the middle of": partMiddle, "mediados de": partMiddle, "a mediados de": partMiddle,
	"late": partLate, "end of": partLate, "the end of": partLate, "at the end of": partLate, "finales de": partLate, "a finales de": partLate,
	"fines de": partLate, "a fines de": partLate, "fin de": partLate,
}

// turnWords stand before or behind a weekday, week, month or year: -1 the last
// one, 0 this one, 1 the next.
var turnWords = map[string]int{
	"last": -1, "past": -1, "the last": -1, "pasado": -1, "pasada": -1, "ultimo": -1, "ultima": -1,
	"this": 0, "this coming": 1, "este": 0, "esta": 0,
	"next": 1, "coming": 1, "the next": 1, "proximo": 1, "proxima": 1, "el proximo": 1, "la proxima": 1, "que viene": 1,
}

// unit is a length of time a distance is counted in.
type unit int

const (
	unitDay unit = iota
	unitWeek
	unitFortnight
	unitMonth
	unitYear
)

var unitWords = map[string]unit{
	"d": unitDay, "day": unitDay, "days": unitDay, "dia": unitDay, "dias": unitDay,
	"w": unitWeek, "wk": unitWeek, "wks": unitWeek, "week": unitWeek, "weeks": unitWeek, "semana": unitWeek, "semanas": unitWeek, "sem": unitWeek,
	"fortnight": unitFortnight, "fortnights": unitFortnight, "quincena": unitFortnight, "quincenas": unitFortnight,
	"m": unitMonth, "mo": unitMonth, "mth": unitMonth, "mths": unitMonth, "month": unitMonth, "months": unitMonth, "mes": unitMonth, "meses": unitMonth,
	"y": unitYear, "yr": unitYear, "yrs": unitYear, "year": unitYear, "years": unitYear, "ano": unitYear, "anos": unitYear,
}

var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"un": 1, "una": 1, "uno": 1, "dos": 2, "un par de": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
	"siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
}

// wayWords say which way a distance goes; some stand before it, some behind.
var (
	wayBefore = map[string]int{"in": 1, "within": 1, "en": 1, "dentro de": 1, "de aqui a": 1, "hace": -1, "+": 1, "-": -1}
	wayAfter  = map[string]int{"ago": -1, "back": -1, "atras": -1, "from now": 1, "from today": 1, "time": 1}
)

// fillers carry no meaning within a date.
var fillers = set("the", "of", "on", "in", "at", "el", "la", "los", "las", "de", "del", "en", "dia", "ano", "mes", "month", "year", "s")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
