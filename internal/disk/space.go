package disk

import "fmt"

// Space is the room on the disk that holds a folder, in bytes.
type Space struct {
	Free  uint64 // for this user
	Total uint64
}

// FreeSpace measures the disk that holds a folder.
func FreeSpace(folder string) (Space, error) {
	s, err := freeSpace(folder)
	if err != nil {
		return s, fmt.Errorf("disk: free space: %w", err)
	}
	return s, nil
}

// Network names the network file system that a folder is on, or "" where it is
// none or nobody can tell.
func Network(folder string) string { return networkDisk(folder) }
