package letters

import (
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/timeline"
)

// text is a letter as it is kept on a timeline, no longer than that takes.
func text(l label.Letter) string {
	parts := l.Paragraphs
	if l.Title != "" {
		parts = append([]string{l.Title}, parts...)
	}
	whole := strings.Join(parts, "\n\n")
	if len(whole) > timeline.MaxBody {
		whole = strings.ToValidUTF8(whole[:timeline.MaxBody], "")
	}
	return whole
}

func dayOf(on civil.Day) partialdate.Date { return partialdate.On(on) }
