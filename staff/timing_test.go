package staff

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/tries"
)

// beyondChance is the z of a difference that chance makes once in a thousand times.
const beyondChance = 3.29

// door times tries at the door, with hashes that are cheaper than in use, so that a
// difference beside them shows sooner.
type door struct {
	house
	known []string
}

func ajar(t *testing.T, accounts int) door {
	t.Helper()
	clock := dbtest.NewClock()
	d := door{house: furnish(t, dbtest.SQLite(t, clock.Now), clock)}
	var err error
	d.Service, err = NewService(Config{DB: d.db, Settings: d.settings, Bundle: bundle, Key: dbtest.Key(), Cost: phrases.Cost{MemoryKiB: phrases.DefaultCost.MemoryKiB / 8, Passes: 1}})
	must(t, err)
	hash, err := d.hasher.Hash(t.Context(), adaPhrase)
	must(t, err)
	for i := range accounts {
		name := "colleague." + strconv.Itoa(i)
		a, _, err := d.Add(t.Context(), authz.System("test"), NewAccount{Name: name, SignIn: name, Role: authz.Volunteer})
		must(t, err)
		must(t, d.db.Write(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE account SET phrase_hash = ? WHERE id = ?`, hash, a.ID)
			return err
		}))
		d.known = append(d.known, name)
	}
	return d
}

// try tries a name, with a wrong pass phrase, after any wait.
func (d door) try(t *testing.T, name string) time.Duration {
	t.Helper()
	d.clock.Add(tries.Longest)
	began := time.Now()
	_, err := d.SignIn(t.Context(), name, "a wrong guess of twenty letters", Browser{})
	took := time.Since(began)
	wants(t, err, fault.Invalid, "staff.sign-in.wrong")
	return took
}

// hasty is a door that hashes nothing for a name nobody has.
func (d door) hasty(t *testing.T, name string) time.Duration {
	t.Helper()
	d.clock.Add(tries.Longest)
	began := time.Now()
	_, _, err := d.knock(t.Context(), name, Browser{})
	must(t, err)
	return time.Since(began)
}

// Promise P32: how long a wrong try takes does not tell whether somebody has an
// account. Names that have one and names that have none are tried in turn, in no
// order, and the times compared by their ranks.
func TestTheClockDoesNotTellWhoHasAnAccount(t *testing.T) {
	pairs := times(40, 2000)
	d := ajar(t, max(1, pairs/50)) // a hundred tries at a name are judged, and no more
	with, without := make([]float64, 0, pairs), make([]float64, 0, pairs)
	rng := rand.New(rand.NewPCG(32, 2026)) //nolint:gosec // a test that can be repeated
	for i := range pairs {
		name := i % len(d.known)
		two := []func(){
			func() { with = append(with, d.try(t, d.known[name]).Seconds()) },
			func() { without = append(without, d.try(t, "stranger."+strconv.Itoa(name)).Seconds()) },
		}
		first := rng.IntN(2)
		two[first]()
		two[1-first]()
	}
	z := ranks(with, without)
	// chance differs too, once in a thousand times: the short run says it and does not judge
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" && math.Abs(z) > beyondChance {
		t.Errorf("the clock tells: z = %.2f, medians %.3f ms with an account and %.3f ms without", z, median(with)*1000, median(without)*1000)
	}
	var quick []float64
	for range 20 {
		quick = append(quick, d.hasty(t, "nobody").Seconds())
	}
	if caught := ranks(with[:20], quick); caught < beyondChance {
		t.Errorf("a door that hashes nothing for a stranger is not noticed: z = %.2f", caught)
	}
	t.Logf("measured P32: %d tries at names with an account and %d without: medians %.2f and %.2f ms, z = %.2f (beyond ±%.2f is no chance)", len(with), len(without), median(with)*1000, median(without)*1000, z, beyondChance)
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// ranks is the z of the rank-sum test of Mann, Whitney and Wilcoxon: above 0 when a
// is the larger.
func ranks(a, b []float64) float64 {
	all := slices.Sorted(slices.Values(slices.Concat(a, b)))
	sum := 0.0
	for _, v := range a {
		first, _ := slices.BinarySearch(all, v)
		last := first
		for last < len(all) && all[last] == v {
			last++
		}
		sum += float64(first+last+1) / 2
	}
	n, m := float64(len(a)), float64(len(b))
	return (sum - n*(n+m+1)/2) / math.Sqrt(n*m*(n+m+1)/12)
}

// The comparison sees a difference, and none where there is none.
func TestRanks(t *testing.T) {
	t.Parallel()
	var even, odd []float64
	for i := range 100 {
		even, odd = append(even, float64(2*i)), append(odd, float64(2*i+1))
	}
	if z := ranks(even, odd); math.Abs(z) > 0.2 {
		t.Errorf("alike: %.2f", z)
	}
	if z := ranks(odd[50:], even[:50]); z < 8 {
		t.Errorf("larger: %.2f", z)
	}
	if z := ranks(even[:50], odd[50:]); z > -8 {
		t.Errorf("smaller: %.2f", z)
	}
	if z := ranks([]float64{1, 1, 1}, []float64{1, 1, 1}); z != 0 {
		t.Errorf("equal: %.2f", z)
	}
}
