// Package retention lets go of what is no longer needed: schedules that say
// after how long what goes, holds that keep somebody from being erased, and the
// erasure itself, which reaches everything the record keeps of a person and
// lasts when an older backup is restored.
package retention
