package disk

import "syscall"

func freeSpace(folder string) (Space, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return Space{}, err
	}
	unit := uint64(s.Bsize) //nolint:gosec // a block size is positive
	return Space{Free: s.Bavail * unit, Total: s.Blocks * unit}, nil
}

// networkDisk names the network file system of folder, or "". The numbers are
// those of statfs(2).
func networkDisk(folder string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return ""
	}
	switch uint32(s.Type) { //nolint:gosec // 32 bits of signature in a field of the word's size
	case 0x6969:
		return "NFS"
	case 0x517B, 0xFF534D42, 0xFE534D42:
		return "SMB"
	case 0x5346414F:
		return "AFS"
	case 0x00C36400:
		return "Ceph"
	}
	return ""
}
