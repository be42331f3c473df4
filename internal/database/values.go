package database

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
)

// arguments returns args as string, int64, float64, []byte and nil only. The
// slice given is the caller's and is not changed.
func arguments(args []any) ([]any, error) {
	out := args
	for i, a := range args {
		v, same, err := argument(a)
		if err != nil {
			return nil, err
		}
		if same {
			continue
		}
		if &out[0] == &args[0] {
			out = append([]any(nil), args...)
		}
		out[i] = v
	}
	return out, nil
}

// Stored is a value as both engines store it and Row returns it: string, int64,
// float64, []byte or nil.
func Stored(v any) (any, error) {
	v, _, err := argument(v)
	return v, err
}

// argument returns a as one of the types both engines store alike, and whether
// it was one already. Truth is stored as 0 and 1, an instant as Micros.
func argument(a any) (v any, same bool, err error) {
	switch a := a.(type) {
	case nil, int64, float64:
		return a, true, nil
	case string:
		return a, true, storable(a)
	case []byte:
		return append([]byte{}, a...), a != nil, nil
	case int:
		return int64(a), false, nil
	case bool:
		return truth(a), false, nil
	case time.Time:
		return Micros(a), false, nil
	case driver.Valuer:
		inner, err := a.Value()
		if err != nil {
			return nil, false, fmt.Errorf("database: argument: %w", err)
		}
		v, _, err = argument(inner)
		return v, false, err
	}
	v, err = kindOf(a)
	return v, false, err
}

// kindOf reduces a value of a defined type (type Role string) to its base.
func kindOf(a any) (any, error) {
	r := reflect.ValueOf(a)
	switch {
	case r.Kind() == reflect.String:
		return r.String(), storable(r.String())
	case r.CanInt():
		return r.Int(), nil
	case r.Kind() == reflect.Bool:
		return truth(r.Bool()), nil
	case r.CanFloat():
		return r.Float(), nil
	}
	return nil, fmt.Errorf("database: an argument of type %T cannot be stored", a)
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// storable refuses text that PostgreSQL cannot hold, on both engines.
func storable(s string) error {
	if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
		return fault.New(fault.Invalid, "database: text with a NUL character or broken UTF-8")
	}
	return nil
}

// assign stores a column value (string, int64, float64, []byte or nil) in dest,
// with the conversions both engines offer.
func assign(dest, v any) error {
	switch d := dest.(type) {
	case *any:
		*d = v
		return nil
	case sql.Scanner:
		return d.Scan(v)
	case *[]byte:
		return assignBytes(d, v)
	}
	if v == nil {
		return fmt.Errorf("database: scan: NULL into %T", dest)
	}
	r := reflect.ValueOf(dest)
	if r.Kind() != reflect.Pointer || r.IsNil() {
		return fmt.Errorf("database: scan: destination %T is no pointer", dest)
	}
	return assignKind(r.Elem(), v)
}

func assignBytes(dest *[]byte, v any) error {
	switch v := v.(type) {
	case nil:
		*dest = nil
	case []byte:
		*dest = v
	default:
		*dest = []byte(textOf(v))
	}
	return nil
}

func assignKind(dest reflect.Value, v any) (err error) {
	switch {
	case dest.Kind() == reflect.String:
		dest.SetString(textOf(v))
	case dest.Kind() == reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(textOf(v))
		dest.SetBool(b)
	case dest.CanInt():
		err = assignInt(dest, v)
	case dest.CanFloat():
		var f float64
		f, err = strconv.ParseFloat(textOf(v), 64)
		dest.SetFloat(f)
	default:
		return fmt.Errorf("database: scan: destination of type %s", dest.Type())
	}
	if err != nil { // the value may be personal: it stays out of the error
		return fmt.Errorf("database: scan: a %T is no %s", v, dest.Type())
	}
	return nil
}

func assignInt(dest reflect.Value, v any) (err error) {
	n, ok := v.(int64)
	if !ok {
		n, err = strconv.ParseInt(textOf(v), 10, 64)
	}
	if err == nil && dest.OverflowInt(n) {
		err = strconv.ErrRange
	}
	dest.SetInt(n)
	return err
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}
