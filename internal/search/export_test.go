package search

// WordCount is the number of distinct words in memory.
func (x *Index) WordCount() int { return x.words.size() }
