// Package grievancesweb holds the pages of grievances.
package grievancesweb

import "embed"

// Locales are the words of these pages and of grievances.
//
//go:embed locales
var Locales embed.FS
