package keys

import (
	"strings"
	"sync"
)

// knownText is lines that many people know by heart, and so the first that
// somebody would try; and the rows of words that continue by themselves.
const knownText = `
correct horse battery staple
the quick brown fox jumps over the lazy dog
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
first second third fourth fifth sixth seventh eighth ninth tenth
monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
spring summer autumn winter
red orange yellow green blue indigo violet
alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu
alfa bravo charlie delta echo
mercury venus earth mars jupiter saturn uranus neptune pluto
uno dos tres cuatro cinco seis siete ocho nueve diez
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lunes martes miércoles jueves viernes sábado domingo
north south east west
to be or not to be that is the question
all that glitters is not gold
all you need is love
the answer my friend is blowing in the wind
we shall overcome some day
i have a dream that my four little children will one day
free at last free at last thank god almighty we are free at last
our father who art in heaven hallowed be thy name thy kingdom come thy will be done on earth as it is in heaven
padre nuestro que estás en el cielo santificado sea tu nombre
hail mary full of grace the lord is with thee
the lord is my shepherd i shall not want
in the beginning was the word
in the beginning god created the heaven and the earth
for god so loved the world that he gave his only begotten son
god grant me the serenity to accept the things i cannot change the courage to change the things i can
amazing grace how sweet the sound that saved a wretch like me
somewhere over the rainbow way up high
twinkle twinkle little star how i wonder what you are
mary had a little lamb its fleece was white as snow
humpty dumpty sat on a wall
jack and jill went up the hill
row row row your boat gently down the stream
happy birthday to you happy birthday dear
merry christmas and a happy new year
may the force be with you
a long time ago in a galaxy far far away
once upon a time in a land far far away
it was the best of times it was the worst of times
call me ishmael some years ago
it was a dark and stormy night
we the people of the united states in order to form a more perfect union
four score and seven years ago our fathers
life liberty and the pursuit of happiness
when in the course of human events
i pledge allegiance to the flag of the united states of america
god save the king
god save the queen
oh say can you see by the dawn's early light
ask not what your country can do for you
that's one small step for man one giant leap for mankind
i think therefore i am
no justice no peace
the people united will never be defeated
el pueblo unido jamás será vencido
workers of the world unite you have nothing to lose but your chains
an injury to one is an injury to all
if you can read this you are too close
this is my password
this is my pass phrase
this is a very long password
my voice is my passport verify me
let me in please let me in
open sesame
never gonna give you up never gonna let you down
i want to hold your hand
we will we will rock you
don't stop believing hold on to that feeling
`

var knownLines = sync.OnceValue(func() (lines [][]string) {
	for line := range strings.Lines(strings.TrimSpace(knownText)) {
		lines = append(lines, strings.Fields(line))
	}
	return lines
})
