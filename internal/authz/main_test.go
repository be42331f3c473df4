package authz_test

import (
	"flag"
	"os"
	"testing"
)

// THROUGHCARE_ASSURANCE=1 asks the decision about 100,000 random policies.
func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv("THROUGHCARE_ASSURANCE") == "1" {
		if err := flag.Set("rapid.checks", "100000"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
