package database

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/throughcare/throughcare/internal/disk"
)

// lowSpace is how little is left on a disk that we call full.
const lowSpace = 1 << 20

// syncedFolders are names that programs give to folders they copy elsewhere.
var syncedFolders = []string{"dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud drive", "mobile documents", "pcloud drive"}

// safePlace refuses folders where a living database is damaged or copied away:
// those of a sync client, and network disks, whose locks do not hold.
func safePlace(path string) error {
	folder := filepath.Dir(path)
	for part := range strings.SplitSeq(strings.ToLower(filepath.ToSlash(folder)), "/") {
		for _, name := range syncedFolders {
			if part == name || strings.HasPrefix(part, name+" -") {
				return fmt.Errorf("%w: %s is copied elsewhere by a sync program; keep the database in a folder of its own and send backups instead", ErrExposed, folder)
			}
		}
	}
	if name := disk.Network(folder); name != "" {
		return fmt.Errorf("%w: %s is on a network disk (%s), where locks and syncs cannot be relied on", ErrExposed, folder, name)
	}
	return nil
}
