package picture

import "encoding/binary"

// exifBegin is what EXIF begins with inside a JPEG, and some write elsewhere.
const exifBegin = "Exif\x00\x00"

// orientation is the only tag of EXIF that is kept: it says how the picture was
// held.
const orientation = 0x0112

// turnOf reads the orientation of EXIF data (a TIFF file without its picture).
// What cannot be read stands as it is.
func turnOf(exif []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(exif) < 8:
		return 1
	case string(exif[:4]) == "MM\x00*":
		order = binary.BigEndian
	case string(exif[:4]) != "II*\x00":
		return 1
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return 1
	}
	entries := exif[at+2:]
	for n := int(order.Uint16(exif[at:])); n > 0 && len(entries) >= 12; n, entries = n-1, entries[12:] {
		if order.Uint16(entries) != orientation {
			continue
		}
		if turn := int(order.Uint16(entries[8:])); turn >= 1 && turn <= 8 {
			return turn
		}
	}
	return 1
}

// exifOf is EXIF that says how a picture is turned, and nothing else.
func exifOf(turn int) []byte {
	return []byte{
		'M', 'M', 0, '*', 0, 0, 0, 8, // where the only directory is
		0, 1, // with one entry: orientation, one short number
		orientation >> 8, orientation & 0xff, 0, 3, 0, 0, 0, 1, 0, byte(turn), 0, 0,
		0, 0, 0, 0, // and no other directory
	}
}
