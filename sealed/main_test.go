package sealed_test

import (
	"flag"
	"os"
	"testing"
)

// THROUGHCARE_ASSURANCE=1 makes more random worlds: each takes a second.
func TestMain(m *testing.M) {
	flag.Parse()
	checks := "12"
	if os.Getenv("THROUGHCARE_ASSURANCE") == "1" {
		checks = "500"
	}
	if err := flag.Set("rapid.checks", checks); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
