package disk

import (
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

var diskFreeSpace = syscall.NewLazyDLL("kernel32.dll").NewProc("GetDiskFreeSpaceExW")

func freeSpace(folder string) (Space, error) {
	name, err := syscall.UTF16PtrFromString(folder)
	if err != nil {
		return Space{}, err
	}
	var s Space
	ok, _, err := diskFreeSpace.Call(uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&s.Free)), uintptr(unsafe.Pointer(&s.Total)), 0)
	if ok == 0 {
		return Space{}, err
	}
	return s, nil
}

// networkDisk names the share that folder is on when its path says so, or "".
func networkDisk(folder string) string {
	if v := filepath.VolumeName(folder); strings.HasPrefix(v, `\\`) {
		return v
	}
	return ""
}
