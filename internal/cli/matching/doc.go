// Package matching is the commands that find who is the same: people in files of
// any kind. They need no record, and nothing of the files is kept.
package matching
