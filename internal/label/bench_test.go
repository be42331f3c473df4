package label_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/label"
)

// BenchmarkTenThousand prints ten thousand labels with return addresses.
func BenchmarkTenThousand(b *testing.B) {
	sheet, _ := label.Find("Avery 5160")
	var items []label.Item
	for i := range 10_000 {
		items = append(items, label.Label{
			From: []string{"Tamarack Prisoners’ Aid", "PO Box 210, Tamarack, TK 40100"},
			To:   []string{fmt.Sprintf("Yusuf Karimi 0418-OI-%04d", i), "Harrow Ridge Correctional", fmt.Sprintf("Unit C-%d, PO Box 77", i%300), "Harrow, TK 40418"},
		})
	}
	for b.Loop() {
		var out bytes.Buffer
		r, err := label.Print(&out, label.Job{Sheet: sheet, Items: items, Made: time.Unix(0, 0)})
		if err != nil || r.Printed != 10_000 {
			b.Fatal(r, err)
		}
		b.ReportMetric(float64(out.Len())/1024, "KiB")
	}
}
