package today

import "github.com/throughcare/throughcare/internal/trail"

// gather folds entries, newest first, into one line for each colleague and sort
// of deed. seen and yours hold ids of people.
func gather(entries []trail.Entry, seen, yours map[string]bool) []News {
	var list []News
	at := map[[2]string]int{}
	for _, e := range entries {
		if e.Kind == "person" && !seen[e.Subject] {
			continue
		}
		key := [2]string{e.ActorID, e.Action}
		i, known := at[key]
		if !known {
			i = len(list)
			at[key] = i
			n := News{Actor: e.ActorName, Action: e.Action, Args: e.Args, At: e.At}
			if e.Kind == "person" {
				n.PersonID = e.Subject
			}
			list = append(list, n)
		}
		list[i].Count++
		if yours[e.Subject] {
			list[i].Yours++
		}
	}
	return list
}
