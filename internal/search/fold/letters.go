package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// stripMarks decomposes r and leaves out its marks.
func stripMarks(r rune) []rune {
	var out []rune
	for _, d := range norm.NFD.String(string(r)) {
		if !unicode.Is(unicode.Mn, d) {
			out = append(out, d)
		}
	}
	return out
}

// letters gives the Latin letters that stand for one letter of another script,
// or for a Latin letter that is no accented a to z. A letter that is not heard
// stands with a dash.
var letters = table(
	// Latin
	`ß ss ø o æ ae œ oe đ d ð d ł l þ th ı i ŋ n ħ h ĸ k ſ s ə e ɓ b ɗ d ƙ k ʔ - ŉ n ƒ f ǝ e ɛ e ɔ o`,
	// Cyrillic: Russian, Ukrainian, Belarusian, Serbian, Macedonian, Bulgarian, Kazakh, Kyrgyz, Tajik, Tatar
	`а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
	 ъ - ы y ь - э e ю yu я ya і i ї i є e ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ gj ќ kj ѕ dz ѐ e ѝ i
	 ә a ғ gh қ q ң ng ө o ұ u ү u һ h ҳ h ҷ j ӣ i ӯ u җ j ѣ e`,
	// Greek
	`α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o`,
	// Armenian, eastern
	`ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p
	 ջ j ռ r ս s վ v տ t ր r ց ts ւ u փ p ք k օ o ֆ f և ev`,
	// Georgian, and its capitals
	`ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts
	 ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h`,
	// Hebrew
	`א a ב b ג g ד d ה h ו o ז z ח ch ט t י i כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ tz ץ tz ק k ר r ש sh ת t`,
	// Arabic, Persian, Urdu, Kurdish, Pashto
	`ا a آ a أ a إ i ٱ a ب b پ p ت t ث th ج j چ ch ح h خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص s ض d ط t ظ z ع - غ gh
	 ف f ق q ك k ک k گ g ل l م m ن n ه h ة a و u ؤ u ي i ی i ى a ئ i ء - ھ h ہ h ۀ e ە e ے e ں n ٹ t ڈ d ڑ r ڤ v ۆ o ێ e
	 ڕ r ڵ l ې e ۍ e ښ kh ړ r ډ d ټ t ځ dz څ ts ږ zh ڼ n ڭ ng ۇ u`,
)

// table reads pairs of a letter and what stands for it.
func table(texts ...string) map[rune]string {
	m := map[rune]string{}
	for _, text := range texts {
		f := strings.Fields(text)
		for i := 0; i+1 < len(f); i += 2 {
			m[[]rune(f[i])[0]] = strings.TrimSuffix(f[i+1], "-")
		}
	}
	return m
}
