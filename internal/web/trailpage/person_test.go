package trailpage_test

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// personPage is a page of somebody that shows the panels of others.
func personPage(panels *web.Panels) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		id, err := r.PathID("id")
		if err != nil {
			return err
		}
		shown, err := panels.OfPerson(r.Context(), r, id)
		if err != nil {
			return err
		}
		body := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			if len(shown) == 0 {
				return nil
			}
			if _, err := io.WriteString(w, `<div id="panel">`); err != nil {
				return err
			}
			if err := shown[0].Body.Render(ctx, w); err != nil {
				return err
			}
			_, err := io.WriteString(w, `</div>`)
			return err
		})
		return r.Render(w, http.StatusOK, layout.Page{Title: "x"}, body)
	}
}
