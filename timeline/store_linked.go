package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

func entriesLinked(ctx context.Context, tx *database.Tx, n *narrowing, link Link, limit int) ([]Entry, error) {
	n.and("e.link_kind = ? AND e.link_id = ?", link.Kind, link.ID)
	return database.All(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM timeline_entry e WHERE `+n.text.String()+
		` ORDER BY e.on_sort DESC, e.recorded_at DESC, e.id DESC LIMIT ?`, append(n.args, limit)...)
}
