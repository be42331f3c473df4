package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/retention"
)

type backupCommand struct {
	phraseFlag
	File string   `arg:"" help:"The file to write."`
	To   []string `required:"" help:"Public key (age1… or age1pq1…) of somebody who keeps the private half elsewhere; may be given several times." placeholder:"RECIPIENT"`
}

// Run writes the whole record, as it is at one moment, into one encrypted file.
func (c backupCommand) Run(s *session) error {
	to, err := backup.Recipients(c.To...)
	if err != nil {
		return desk.Misused(err)
	}
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // it was only read
	w, err := backup.ToFile(s, rec.DB, c.File, backup.Options{
		Recipients: to, Keys: rec.BackupKeys(), Files: rec.Files.Vault,
		Progress: func(table string, rows int) { fmt.Fprintf(s.err, "%s: %d\n", table, rows) },
	})
	if err != nil {
		return err
	}
	out := map[string]any{"file": w.Path, "bytes": w.Bytes, "sha256": w.SHA256, "rows": w.Manifest.Rows(), "files": w.Manifest.Files, "at": w.Manifest.At, "anchor": w.Manifest.Head.Words()}
	return s.print(out, func(o io.Writer) {
		fmt.Fprintf(o, "%s: %d rows, %d files, %d bytes\nSHA-256 %s\nThe trail ends with: %s\n", w.Path, w.Manifest.Rows(), w.Manifest.Files, w.Bytes, w.SHA256, w.Manifest.Head.Words())
	})
}

type restoreCommand struct {
	phraseFlag
	File     string `arg:"" help:"The backup." type:"existingfile"`
	Identity string `required:"" help:"File that holds the private key, or the words of the recovery sheet it was made for." type:"existingfile" placeholder:"FILE"`
	Erased   string `help:"The newest list of who was erased (erased.json, beside the record), so that they stay erased; by default the one in the folder." type:"existingfile" placeholder:"FILE"`
	Unproved bool   `help:"Take the list of the erased even when the record of the backup did not write it."`
}

// Run makes a new record of a backup, under a new pass phrase, in a folder that
// holds none. A backup that is cut, altered or made for other keys leaves the
// folder as it was.
func (c restoreCommand) Run(s *session) error {
	home, err := s.home()
	if err != nil {
		return err
	}
	if exists, err := home.Exists(); err != nil || exists {
		return errors.Join(err, backup.ErrInUse)
	}
	if folder, err := vault.Open(home.Files(), nil); err != nil || folder.Empty() != nil {
		return errors.Join(err, vault.ErrNotEmpty)
	}
	identities, err := readIdentities(c.Identity)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	if _, _, err := backup.Verify(f, identities); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	phrase, err := s.phrase(c.phraseFlag, "New pass phrase of the record: ")
	if err != nil {
		return err
	}
	manifest, sheet, err := c.restore(s, f, identities, home, phrase)
	if err != nil {
		return err
	}
	out := map[string]any{"folder": home.Dir, "rows": manifest.Rows(), "files": manifest.Files, "at": manifest.At, "recovery_sheet": sheet.Words}
	return s.print(out, func(o io.Writer) {
		fmt.Fprintf(o, "%d rows and %d files of %s are in %s\nRecovery sheet, to be kept on paper: %v\n", manifest.Rows(), manifest.Files, manifest.At.Format("2006-01-02 15:04"), home.Dir, sheet.Words)
	})
}

func readIdentities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, desk.Misused(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return backup.Identities(f)
}

func (c restoreCommand) restore(s *session, f *os.File, identities []age.Identity, home app.Home, phrase string) (m backup.Manifest, sheet keys.Sheet, err error) {
	if err := os.MkdirAll(home.Dir, 0o700); err != nil {
		return m, sheet, err
	}
	ring, sheet, err := keys.Create(home.Dir, phrase, keys.Options{})
	if err != nil {
		return m, sheet, err
	}
	folder, err := vault.Open(home.Files(), ring.Derive(keys.Attachments))
	if err != nil {
		return m, sheet, errors.Join(err, home.Discard())
	}
	var header backup.Header
	var db *database.DB
	m, err = backup.Restore(s, f, identities, func(ctx context.Context, h backup.Header) (_ *database.DB, err error) {
		header = h
		db, err = database.Open(ctx, database.Config{URL: home.Database(), Key: ring.Derive(keys.Database), Now: s.now})
		return db, err
	}, folder)
	if db != nil {
		err = errors.Join(err, db.Close())
	}
	if err == nil {
		err = c.finish(s, home, ring, header, m)
	}
	if err != nil {
		err = errors.Join(err, home.Discard(), os.RemoveAll(home.Files())) // the folder was empty
	}
	return m, sheet, err
}

// finish brings what a backup leaves out, and one-time codes under the new keys.
// What is wrong with the trail is said, and kept.
func (c restoreCommand) finish(s *session, home app.Home, ring *keys.Ring, header backup.Header, m backup.Manifest) error {
	rec, err := app.OpenRecord(s, app.Options{URL: home.Database(), FilesDir: home.Files(), Keys: ring, Now: s.now, Log: s.log, Existing: true})
	if err != nil {
		return err
	}
	report, err := rec.Restored(s, header.Keys, m)
	if err == nil && report.Broken != nil {
		fmt.Fprintf(s.err, "Everything was restored, and yet the trail is not as it was written: %v\n", report.Broken)
	}
	if err == nil {
		err = c.eraseAgain(s, home, rec, header, m)
	}
	return errors.Join(err, rec.Close())
}

// eraseAgain erases whoever was erased after the backup was made, as far as a
// list says who that was.
func (c restoreCommand) eraseAgain(s *session, home app.Home, rec *app.Record, header backup.Header, m backup.Manifest) error {
	path := cmp.Or(c.Erased, filepath.Join(home.Dir, retention.ListName))
	list, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(s.err, "There is no list of who was erased (%s): whoever was erased after %s is in the record again. Erase them anew, or restore with --erased.\n",
			retention.ListName, m.At.Format("2006-01-02 15:04"))
		return nil
	}
	if err != nil {
		return err
	}
	again, err := rec.EraseAgain(s, list, header.Keys, c.Unproved)
	if errors.Is(err, retention.ErrList) {
		return fmt.Errorf("%s: %w; give the right one with --erased, or take this one with --unproved", path, err)
	}
	if again > 0 {
		fmt.Fprintf(s.err, "%d people who were erased after the backup was made were erased again.\n", again)
	}
	return err
}

type doctorCommand struct {
	phraseFlag
	Deep bool `help:"Read everything, page by page."`
}

// Run checks the record and says what is wrong with it; exit code 1 when
// anything is.
func (c doctorCommand) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // it was only read
	home, err := s.home()
	if err != nil {
		return err
	}
	checks, ok := rec.Doctor(s, home, c.Deep)
	err = s.print(map[string]any{"ok": ok, "checks": checks}, func(o io.Writer) {
		for _, check := range checks {
			mark := "ok  "
			if !check.OK {
				mark = "BAD "
			}
			fmt.Fprintf(o, "%s %-36s %s\n", mark, check.Name, check.Detail)
			for _, record := range check.Records {
				fmt.Fprintf(o, "       %s\n", record)
			}
		}
	})
	if err == nil && !ok {
		err = errors.New("something is wrong with the record")
	}
	return err
}
