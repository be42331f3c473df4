package caseworkweb

import (
	"context"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// answer makes what was typed fit the form of its question, or says what is
// wrong with it.
func (p *Pages) answer(r *web.Request, q casework.Part, f *web.Form, typed string) string {
	field := questionField(q)
	switch q.Form {
	case casework.YesNo:
		if !slices.Contains(yesNo, typed) {
			f.Fail(field, "casework.answer.invalid")
		}
	case casework.Choice:
		if !slices.Contains(q.Choices, typed) {
			f.Fail(field, "casework.answer.invalid")
		}
	case casework.Number:
		if _, err := strconv.ParseFloat(typed, 64); err != nil {
			f.Fail(field, "casework.answer.number")
		}
	case casework.Date:
		when, err := r.Dates(partialdate.Nearest).Read(typed)
		problems, _ := web.Problems(err)
		for _, one := range problems {
			f.Fail(field, one.Key, one.Args...)
		}
		if len(problems) == 0 {
			return when.Date().String()
		}
	}
	return typed
}

// questionOptions are the answers of a question that has given ones.
func questionOptions(ctx context.Context, q casework.Part) []layout.Option {
	var list []layout.Option
	if q.Form == casework.YesNo {
		for _, v := range yesNo {
			list = append(list, layout.Option{Value: v, Label: i18n.Capital(i18n.T(ctx, "casework.answer."+v))})
		}
		return list
	}
	for _, c := range q.Choices {
		list = append(list, layout.Option{Value: c, Label: c})
	}
	return list
}
