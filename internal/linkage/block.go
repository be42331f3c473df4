package linkage

import (
	"maps"
	"runtime"
	"slices"
	"sync"
)

// A rule says which records are worth comparing: those for which it makes the same
// key. No rule has to find all; a pair is lost only where every rule fails.
type rule []part

// part is one piece of a key: a column, and what of its value.
type part struct {
	column int
	of     func(*value) string
}

func whole(v *value) string { return v.text }

// head is the first letters of a value.
func head(n int) func(*value) string {
	return func(v *value) string { return v.text[:min(n, len(v.text))] }
}

// tail is what follows the first letters, so a wrong beginning does no harm.
func tail(n int) func(*value) string {
	return func(v *value) string {
		if len(v.text) <= n {
			return ""
		}
		return v.text[n:]
	}
}

// sounded is how a name sounds, or the name where that says little.
func sounded(v *value) string {
	if v.sound == 0 {
		return v.text
	}
	s := v.sound
	return string([]byte{1, byte(s), byte(s >> 8), byte(s >> 16), byte(s >> 24), byte(s >> 32), byte(s >> 40), byte(s >> 48), byte(s >> 56)})
}

// lastWord is the last word of a value.
func lastWord(v *value) string {
	if len(v.parts) == 0 {
		return v.text
	}
	return v.parts[len(v.parts)-1]
}

// account is an e-mail address before the @.
func account(v *value) string {
	for i := range len(v.text) {
		if v.text[i] == '@' {
			return v.text[:i]
		}
	}
	return v.text
}

// rules are the ways to find candidates that the columns of a table allow.
func (t *Table) rules() (all []rule) {
	of := map[Kind][]int{}
	for i, c := range t.Columns {
		of[c.Kind] = append(of[c.Kind], i)
	}
	given, family, born := first(of[Given]), first(of[Family]), first(of[Born])
	for _, i := range slices.Concat(of[Identifier], of[Phone], of[Email]) {
		all = append(all, rule{{i, whole}})
	}
	for _, i := range of[Email] {
		all = append(all, rule{{i, account}})
	}
	all = append(all, names(given, family, born)...)
	for _, i := range slices.Concat(of[Postcode], of[Address], of[Place], of[Text]) {
		all = append(all, rule{{i, whole}, {born, whole}}, rule{{i, whole}, {family, sounded}}, rule{{i, whole}, {given, sounded}})
	}
	for _, i := range of[Postcode] {
		for _, j := range slices.Concat(of[Address], of[Number], of[Text], of[Place]) {
			all = append(all, rule{{i, whole}, {j, whole}})
		}
	}
	for _, i := range of[Address] {
		for _, j := range slices.Concat(of[Number], of[Place]) {
			all = append(all, rule{{i, whole}, {j, whole}})
		}
	}
	return slices.DeleteFunc(all, func(r rule) bool {
		return slices.ContainsFunc(r, func(p part) bool { return p.column < 0 })
	})
}

// names are the rules of names and birthdays.
func names(given, family, born int) []rule {
	return []rule{
		{{given, sounded}, {family, sounded}},
		{{family, sounded}, {given, head(1)}, {born, head(4)}},
		{{family, sounded}, {born, tail(4)}},
		{{given, sounded}, {born, head(6)}},
		{{given, whole}, {born, tail(4)}},
		{{given, head(2)}, {born, whole}},
		{{family, head(2)}, {born, whole}},
		{{family, head(4)}, {given, head(3)}},
		{{family, lastWord}, {given, head(1)}},
		{{born, whole}},
		{{family, whole}},
	}
}

func first(columns []int) int {
	if len(columns) == 0 {
		return -1
	}
	return columns[0]
}

// key makes the key of every record by one rule; 0 for a record that has none.
func (b *blocks) key(i int, r rule) {
	hashed := make([][]uint32, len(r))
	for at, p := range r {
		values := b.t.words[p.column].values
		hashed[at] = make([]uint32, len(values))
		for v := 1; v < len(values); v++ {
			if text := p.of(&values[v]); text != "" {
				hashed[at][v] = hash(text)
			}
		}
	}
	for rec := range b.t.IDs {
		key := uint32(2166136261)
		for at, p := range r {
			h := hashed[at][b.t.cells[p.column][rec]]
			if h == 0 {
				key = 0
				break
			}
			key = (key ^ h) * 0x9E3779B1
			key ^= key >> 15
		}
		*b.at(i, uint32(rec)) = key
	}
}

func (b *blocks) at(rule int, rec uint32) *uint32 { return &b.keys[int(rec)*b.rules+rule] }

// hash is FNV-1a, never 0. Two texts of one hash only cost a comparison.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return max(h, 1)
}

// blocks are the candidates of a table: by each rule the groups of records with
// one key.
type blocks struct {
	t     *Table
	rules int
	keys  []uint32   // of each record by each rule, side by side
	order [][]uint32 // for each rule the records that have a key, by key
}

// fullest is how many pairs a file may have for all of them to be compared.
const fullest = 2_000_000

// newBlocks sorts a table by every rule. Budget is how many pairs one rule may
// bring; its largest groups, which say least, are left out until it keeps to it.
func newBlocks(t *Table, budget int) *blocks {
	if t.pairs() <= fullest {
		b := &blocks{t: t, rules: 1, keys: make([]uint32, len(t.IDs)), order: make([][]uint32, 1)}
		for i := range b.keys {
			b.keys[i] = 1
		}
		b.sort(0, fullest)
		return b
	}
	rules := t.rules()
	b := &blocks{t: t, rules: len(rules), keys: make([]uint32, len(t.IDs)*len(rules)), order: make([][]uint32, len(rules))}
	inTurn(len(rules), func(i int) { b.key(i, rules[i]) })
	inTurn(len(rules), func(i int) { b.sort(i, budget) })
	return b
}

// inTurn does something for the numbers below n, one for each processor at a time.
func inTurn(n int, do func(i int)) {
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	all.Wait()
}

// sort brings the records of one key together, and takes the key from those of
// groups too large to be compared: they are left to the other rules.
func (b *blocks) sort(i, budget int) {
	sorted := make([]uint64, 0, len(b.t.IDs))
	for rec := range b.t.IDs {
		if key := *b.at(i, uint32(rec)); key != 0 {
			sorted = append(sorted, uint64(key)<<32|uint64(rec))
		}
	}
	slices.Sort(sorted)
	order := make([]uint32, len(sorted))
	for at, x := range sorted {
		order[at] = uint32(x)
	}
	b.order[i] = order
	large := b.largest(i, budget)
	for _, g := range b.groups(i) {
		if b.size(g) > large {
			for _, rec := range g {
				*b.at(i, rec) = 0
			}
		}
	}
	b.order[i] = slices.DeleteFunc(order, func(rec uint32) bool { return *b.at(i, rec) == 0 })
}

// size is how many pairs a group brings.
func (b *blocks) size(g []uint32) int {
	if b.t.split == 0 {
		return len(g) * (len(g) - 1) / 2
	}
	early, _ := slices.BinarySearch(g, uint32(b.t.split))
	return early * (len(g) - early)
}

// largest is how many pairs a group may bring for a rule to keep to its budget.
func (b *blocks) largest(i, budget int) int {
	count := map[int]int{}
	for _, g := range b.groups(i) {
		count[b.size(g)]++
	}
	last := 0
	for _, size := range slices.Sorted(maps.Keys(count)) {
		budget -= count[size] * size
		if budget < 0 {
			break
		}
		last = size
	}
	return last
}

// groups are the records of each key of a rule.
func (b *blocks) groups(i int) (all [][]uint32) {
	order := b.order[i]
	for from := 0; from < len(order); {
		key, to := *b.at(i, order[from]), from+1
		for to < len(order) && *b.at(i, order[to]) == key {
			to++
		}
		if to > from+1 {
			all = append(all, order[from:to])
		}
		from = to
	}
	return all
}

// each calls do with every pair of a part of a rule's groups, once over all rules:
// a pair that an earlier rule brings is passed over. Parts are numbered from 0.
func (b *blocks) each(i, part, parts int, do func(x, y uint32)) {
	groups := b.groups(i)
	for at := part; at < len(groups); at += parts {
		g := groups[at]
		from := 0
		if b.t.split > 0 {
			from, _ = slices.BinarySearch(g, uint32(b.t.split))
		}
		for n, x := range g {
			if b.t.split > 0 && n >= from {
				break
			}
			for _, y := range g[max(from, n+1):] {
				if !b.before(i, x, y) {
					do(x, y)
				}
			}
		}
	}
}

// before reports whether a rule before i brings a pair.
func (b *blocks) before(i int, x, y uint32) bool {
	one, two := b.keys[int(x)*b.rules:][:i], b.keys[int(y)*b.rules:][:i]
	for at, k := range one {
		if k != 0 && k == two[at] {
			return true
		}
	}
	return false
}
