package files

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	fileTable   = "person_file"
	reasonTable = "file_as_it_is"
)

// An entry that was taken back leaves its files to whoever added them.
const selectFile = `SELECT f.id, f.person_id, f.entry_id, f.name, f.kind, f.bytes, f.sum, f.file_key, f.added_at, f.added_by, f.added_name, f.small, f.small_key, f.small_bytes,
	COALESCE(e.sight, 'author'), COALESCE(e.author_id, f.added_by)
	FROM person_file f LEFT JOIN timeline_entry e ON e.id = f.entry_id`

func scanFile(scan database.Scan) (File, error) {
	var f File
	var at int64
	err := scan(&f.ID, &f.PersonID, &f.EntryID, &f.Name, &f.Kind, &f.Bytes, &f.SHA256, &f.key, &at, &f.AddedBy, &f.AddedName,
		&f.small.Name, &f.small.Key, &f.small.Bytes,
		&f.entry.Sight, &f.entry.AuthorID)
	f.AddedAt = database.FromMicros(at)
	return f, err
}

// filesOf lists the files of a person, the newest first.
func filesOf(ctx context.Context, tx *database.Tx, personID string) ([]File, error) {
	return database.All(ctx, tx, scanFile, selectFile+` WHERE f.person_id = ? ORDER BY f.added_at DESC, f.id DESC`, personID)
}

func fileByID(ctx context.Context, tx *database.Tx, id string) (File, error) {
	return database.One(ctx, tx, scanFile, selectFile+` WHERE f.id = ?`, id)
}

func allFiles(ctx context.Context, tx *database.Tx) ([]File, error) {
	return database.All(ctx, tx, scanFile, selectFile+` ORDER BY f.id`)
}

func insertFile(ctx context.Context, tx *trail.Tx, f File) error {
	return tx.Insert(ctx, fileTable, f.ID, trail.Set{
		"person_id": f.PersonID, "entry_id": f.EntryID, "name": f.Name, "kind": string(f.Kind), "bytes": f.Bytes, "sum": f.SHA256, "file_key": f.key,
		"added_at": database.Micros(f.AddedAt), "added_by": f.AddedBy, "added_name": f.AddedName,
		"small": f.small.Name, "small_key": f.small.Key, "small_bytes": f.small.Bytes,
	})
}

func insertReason(ctx context.Context, tx *trail.Tx, fileID string, r Reason) error {
	return tx.Insert(ctx, reasonTable, ids.New(), trail.Set{
		"person_file_id": fileID, "reason": r.Words, "said_at": database.Micros(r.At), "said_by": tx.Actor.ID, "said_name": r.Name,
	})
}

// reasonsOf lists why a file was given away as it is, the newest first.
func reasonsOf(ctx context.Context, tx *database.Tx, fileID string) ([]Reason, error) {
	scan := func(scan database.Scan) (r Reason, err error) {
		var at int64
		err = scan(&r.Words, &at, &r.Name)
		r.At = database.FromMicros(at)
		return r, err
	}
	return database.All(ctx, tx, scan, `SELECT reason, said_at, said_name FROM file_as_it_is WHERE person_file_id = ? ORDER BY said_at DESC, id DESC`, fileID)
}

// comesBack reports whether a row that is gone can still be put back: a change
// since a moment touched it.
func comesBack(ctx context.Context, tx *database.Tx, id string, since time.Time) (bool, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM change c JOIN change_image i ON i.change_id = c.id WHERE c.at >= ? AND i.images LIKE ?`, database.Micros(since), "%"+id+"%")
	return n > 0, err
}
