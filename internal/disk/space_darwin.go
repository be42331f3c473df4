package disk

import "syscall"

func freeSpace(folder string) (Space, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return Space{}, err
	}
	unit := uint64(s.Bsize)
	return Space{Free: s.Bavail * unit, Total: s.Blocks * unit}, nil
}

// networkDisk names the network file system of folder, or "".
func networkDisk(folder string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return ""
	}
	name := ""
	for _, c := range s.Fstypename {
		if c == 0 {
			break
		}
		name += string(rune(c))
	}
	switch name {
	case "nfs", "smbfs", "afpfs", "webdav":
		return name
	}
	return ""
}
