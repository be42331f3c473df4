package backup

import (
	"bytes"
	"compress/gzip"
	"testing"

	"filippo.io/age"
)

// Whatever stands inside of a backup that opens, reading it ends, with an error
// unless it is whole. The first byte says whether it is packed.
func FuzzVerify(f *testing.F) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "throughcare", `{"format":"throughcare-backup","version":1}` + "\n", "{\"table\":\"person\",\"columns\":[\"id\"]}\n[\"x\"]\n", "\x1f\x8b"} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, content []byte, pack bool) {
		var file bytes.Buffer
		w, err := age.Encrypt(&file, id.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		if pack {
			z := gzip.NewWriter(w)
			_, _ = z.Write(content)
			_ = z.Close()
		} else {
			_, _ = w.Write(content)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Verify(&file, []age.Identity{id}); err == nil {
			t.Fatalf("%q is taken for a backup", content)
		}
	})
}
