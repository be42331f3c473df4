package likeness

// Sound is the phonetic key of a word: its consonants as they are heard, packed
// five bits each, at most twelve of them. 0 means that nothing can be said.
//
// It is our own because the well-known keys (Metaphone and its relatives) are
// made for English alone. This one has to bring together English and Spanish
// spellings, the customary spellings of Russian, Arabic and Persian names, and
// the bare consonants that are left of a name written without vowels
// (mhmd, Mohammed). Only whether there is a vowel at the start is kept.
type Sound uint64

// The classes of consonants.
const (
	soundVowel Sound = iota + 1 // a vowel at the start
	soundP                      // p b
	soundF                      // f ph v w
	soundT                      // t d th dh
	soundK                      // c k q g kh gh x
	soundS                      // s z ts x c before e, i
	soundJ                      // ch sh j zh, g before e, i
	soundL
	soundM
	soundN
	soundR
)

// longestSound is the number of consonants a key holds.
const longestSound = 12

// SoundOf returns the key of a folded word.
func SoundOf(word string) Sound {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return 0
		}
	}
	k := keyer{word: word}
	for k.i < len(word) && k.n < longestSound {
		k.step()
	}
	return k.key
}

// IsTelling reports whether a sound has at least two parts.
func (s Sound) IsTelling() bool { return s >= 1<<5 }

type keyer struct {
	word string
	i    int
	n    int
	key  Sound
	last byte // the letter the last class came from, 0 after a vowel
}

// add puts a class at the end of the key and goes on by width letters. A letter
// doubled without a vowel between is heard once.
func (k *keyer) add(class Sound, width int) {
	c := k.word[k.i]
	if k.n < longestSound && (c != k.last || k.n == 0) {
		k.key = k.key<<5 | class
		k.n++
	}
	k.last = c
	k.i += width
}

func (k *keyer) next(j int) byte {
	if k.i+j < len(k.word) {
		return k.word[k.i+j]
	}
	return 0
}

// step reads one letter or one group of letters.
func (k *keyer) step() {
	switch c := k.word[k.i]; c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		k.vowel()
	case 'p', 'f', 'v', 'w', 'b':
		k.lips(c)
	case 't', 'd':
		k.teeth()
	case 'c', 'k', 'q', 'g', 'x':
		k.throat(c)
	case 's', 'z':
		k.hiss(c)
	case 'j':
		k.add(soundJ, 1)
	case 'l':
		k.add(soundL, 1)
	case 'm':
		k.add(soundM, 1)
	case 'n':
		k.add(soundN, 1)
	case 'r':
		k.add(soundR, 1)
	case 'h':
		k.breath()
	}
}

// vowel keeps a vowel at the start only. Of y before a vowel at the start
// nothing is heard that all spellings have (Yusuf, Iosif).
func (k *keyer) vowel() {
	if k.i == 0 {
		k.add(soundVowel, 1)
		for k.i < len(k.word) && isVowel(k.word[k.i]) {
			k.i++
		}
	} else {
		k.i++
	}
	k.last = 0
}

// lips: ph is f; w is a vowel unless a vowel follows; b and p are told apart by
// few languages at the end of a word and by no bad line.
func (k *keyer) lips(c byte) {
	switch {
	case c == 'p' && k.next(1) == 'h':
		k.add(soundF, 2)
	case c == 'p' || c == 'b':
		k.add(soundP, 1)
	case c == 'w' && !isVowel(k.next(1)):
		k.i++
		k.last = 0
	default:
		k.add(soundF, 1)
	}
}

// teeth: t, d, th, dh; ts and tz are one hiss; tch and dj are as ch and j.
func (k *keyer) teeth() {
	switch n := k.next(1); {
	case n == 'h':
		k.add(soundT, 2)
	case n == 's' || n == 'z':
		k.add(soundS, 2)
	case n == 'c' && k.next(2) == 'h':
		k.add(soundJ, 3)
	case n == 'j':
		k.add(soundJ, 2)
	default:
		k.add(soundT, 1)
	}
}

// throat: c and g are soft before e, i and y; ck is one letter; gh before a
// consonant or at the end is silent (Wright); ch is heard as in church.
func (k *keyer) throat(c byte) {
	n := k.next(1)
	switch {
	case c == 'c' && n == 'h' && (k.next(2) == 'r' || k.next(2) == 'l'):
		k.add(soundK, 2) // Christos
	case c == 'c' && n == 'h':
		k.add(soundJ, 2)
	case c == 'c' && (n == 'k' || n == 'q'):
		k.add(soundK, 2)
	case c == 'c' && isFront(n):
		k.add(soundS, 1)
	case c == 'g' && n == 'h' && k.i > 0 && !isVowel(k.next(2)):
		k.i += 2
		k.last = 0
	case c == 'g' && isFront(n):
		k.add(soundJ, 1)
	case c == 'k' && n == 'h', c == 'g' && n == 'h', c == 'q' && n == 'u', c == 'g' && n == 'u' && isFront(k.next(2)):
		k.add(soundK, 2)
	case c == 'x' && k.i == 0:
		k.add(soundJ, 1) // Ximena, Xi
	case c == 'x':
		k.add(soundK, 0)
		k.last = 0
		k.add(soundS, 1)
	default:
		k.add(soundK, 1)
	}
}

// hiss: sh, sch, shch and zh are as ch; sc before e and i is s.
func (k *keyer) hiss(c byte) {
	switch {
	case k.next(1) == 'h' && k.next(2) == 'c' && k.next(3) == 'h':
		k.add(soundJ, 4)
	case k.next(1) == 'h':
		k.add(soundJ, 2)
	case c == 's' && k.next(1) == 'c' && k.next(2) == 'h':
		k.add(soundJ, 3)
	case c == 's' && k.next(1) == 'c' && isFront(k.next(2)), k.next(1) == 'z', c == 'z' && k.next(1) == 's':
		k.add(soundS, 2)
	default:
		k.add(soundS, 1)
	}
}

// breath: h is heard at the start only, and there spellings differ too (Hernan,
// Ernan), so it counts as a vowel, also where the vowel after it was not written
// (hsin, Hussein).
func (k *keyer) breath() {
	if k.i == 0 {
		k.key, k.n = soundVowel, 1
	}
	k.i++
	for k.n == 1 && k.i < len(k.word) && isVowel(k.word[k.i]) {
		k.i++
	}
	k.last = 0
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

func isFront(c byte) bool { return c == 'e' || c == 'i' || c == 'y' }
