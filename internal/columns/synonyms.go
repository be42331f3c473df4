package columns

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed synonyms.txt
var synonymsText string

// groups are the headings that mean the same, folded.
type groups struct {
	all [][]phrase
	in  map[string][]int // the groups a phrase stands in
}

var synonyms = sync.OnceValue(func() groups {
	g := groups{in: map[string][]int{}}
	for line := range strings.Lines(synonymsText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var group []phrase
		for text := range strings.SplitSeq(line, ",") {
			p := fold(text)
			group = append(group, p)
			g.in[p.key()] = append(g.in[p.key()], len(g.all))
		}
		g.all = append(g.all, group)
	}
	return g
})

func (p phrase) key() string { return strings.Join(p, " ") }

// Known reports whether a text is a heading that people write.
func Known(heading string) bool {
	p := fold(heading)
	return len(p) > 0 && len(synonyms().in[p.key()]) > 0
}
