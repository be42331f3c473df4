package search

// Nicknames returns the names that stand for the same as word.
func Nicknames(word string) []string {
	names, direct := loadNicknames().of(word)
	return names[:direct]
}

// FormalNames returns every formal name of the tables.
func FormalNames() []string {
	var out []string
	for _, g := range loadNicknames().groups {
		out = append(out, g.formal...)
	}
	return out
}

// WordCount is the number of distinct words in memory.
func (x *Index) WordCount() int { return x.words.size() }
