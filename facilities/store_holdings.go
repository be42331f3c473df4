package facilities

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/facilities/sameplace"
	"github.com/throughcare/throughcare/internal/database"
)

// The tables of the directory.
const (
	facilityTable = "facility"
	codeTable     = "facility_code"
	claimTable    = "facility_claim"
	nameTable     = "facility_name"
	addressTable  = "facility_address"
	ruleTable     = "facility_rule"
	postTable     = "post"
	holderTable   = "post_holder"
	pairTable     = "facility_pair"
	importTable   = "facility_import"
)

// holding is what is stored of one facility, as far as an import needs it.
type holding struct {
	id        string
	mergedTo  string
	checkedOn string
	facts     map[string]string
	names     []NameOf
	addresses []heldAddress
	codes     []Code
	claims    []*heldClaim // live ones
	site      *sameplace.Site
}

// heldClaim is what a directory says now, with its row.
type heldClaim struct {
	id, rev string
	directory.Claim
}

// heldAddress is an address with its row.
type heldAddress struct {
	id     string
	source string
	directory.Address
}

// holdings is the whole directory as stored.
type holdings struct {
	byID    map[string]*holding
	byCode  map[Code]*holding
	byClaim map[Code]*heldClaim
	pairs   map[[2]string]bool // asked or decided already
	towns   directory.Towns
	lexicon placename.Lexicon
}

// loadHoldings reads the directory; it is some thousands of places, and an
// import compares with all of them.
func loadHoldings(ctx context.Context, tx *database.Tx) (*holdings, error) {
	h := &holdings{byID: map[string]*holding{}, byCode: map[Code]*holding{}, byClaim: map[Code]*heldClaim{}, pairs: map[[2]string]bool{}, towns: directory.Towns{}}
	for _, load := range []func(context.Context, *database.Tx) error{h.loadFacilities, h.loadNames, h.loadCodes, h.loadAddresses, h.loadClaims, h.loadPairs} {
		if err := load(ctx, tx); err != nil {
			return nil, err
		}
	}
	h.prepare()
	return h, nil
}

func (h *holdings) loadFacilities(ctx context.Context, tx *database.Tx) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		f := &holding{facts: make(map[string]string, len(directory.FactColumns))}
		values := make([]string, len(directory.FactColumns))
		dest := []any{&f.id, &f.mergedTo, &f.checkedOn}
		for i := range values {
			dest = append(dest, &values[i])
		}
		if err := scan(dest...); err != nil {
			return err
		}
		for i, column := range directory.FactColumns {
			if v := values[i]; v != "" && v != "0" {
				f.facts[column] = v
			}
		}
		h.byID[f.id] = f
		h.towns.Add(f.facts["region"], f.facts["place"])
		return nil
	}, `SELECT id, merged_into, checked_on, `+strings.Join(directory.FactColumns, ", ")+` FROM facility`)
}

func (h *holdings) loadNames(ctx context.Context, tx *database.Tx) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var n NameOf
		if err := scan(&n.ID, &id, &n.Text, &n.Source); err != nil {
			return err
		}
		if f := h.byID[id]; f != nil {
			f.names = append(f.names, n)
		}
		return nil
	}, `SELECT id, facility_id, text, source FROM facility_name ORDER BY id`)
}

func (h *holdings) loadCodes(ctx context.Context, tx *database.Tx) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var c Code
		if err := scan(&id, &c.Source, &c.Code); err != nil {
			return err
		}
		if f := h.byID[id]; f != nil {
			f.codes = append(f.codes, c)
			h.byCode[c] = f
		}
		return nil
	}, `SELECT facility_id, source, code FROM facility_code`)
}

func (h *holdings) loadAddresses(ctx context.Context, tx *database.Tx) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var a heldAddress
		if err := scan(&a.id, &id, &a.source, &a.Purpose, &a.Lines, &a.Town, &a.County, &a.Region, &a.Postcode, &a.Country); err != nil {
			return err
		}
		if f := h.byID[id]; f != nil {
			f.addresses = append(f.addresses, a)
		}
		return nil
	}, `SELECT id, facility_id, source, purpose, lines, town, county, region, postcode, country FROM facility_address WHERE ended_at = 0 ORDER BY id`)
}

func (h *holdings) loadClaims(ctx context.Context, tx *database.Tx) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		c := &heldClaim{}
		var place, source, text string
		if err := scan(&c.id, &c.rev, &place, &source, &c.Code, &text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &c.Claim); err != nil {
			return err
		}
		if f := h.byID[place]; f != nil {
			f.claims = append(f.claims, c)
		}
		h.byClaim[Code{Source: source, Code: c.Code}] = c
		return nil
	}, `SELECT id, rev, facility_id, source, code, says FROM facility_claim WHERE ended_at = 0 ORDER BY recorded_at, id`)
}

func (h *holdings) loadPairs(ctx context.Context, tx *database.Tx) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var pair [2]string
		if err := scan(&pair[0], &pair[1]); err != nil {
			return err
		}
		h.pairs[pair] = true
		return nil
	}, `SELECT a_id, b_id FROM facility_pair`)
}

// prepare makes every facility comparable.
func (h *holdings) prepare() {
	postings := map[string][]int32{}
	for i, id := range slices.Sorted(maps.Keys(h.byID)) {
		f := h.byID[id]
		f.site = f.asSite()
		for _, w := range f.site.Words() {
			postings[w] = append(postings[w], int32(i))
		}
	}
	h.lexicon = placename.NewLexicon(postings, max(1, len(h.byID)))
}

func (f *holding) asSite() *sameplace.Site {
	names := make([]string, 0, len(f.names))
	for _, n := range f.names {
		names = append(names, n.Text)
	}
	addresses := make([]directory.Address, 0, len(f.addresses))
	for _, a := range f.addresses {
		addresses = append(addresses, a.Address)
	}
	s := sameplace.Of(f.facts, names, addresses)
	for _, c := range f.codes {
		s.Sources[c.Source] = true
	}
	return s
}

// at follows a code to the facility that stands for it now.
func (h *holdings) at(c Code) *holding {
	f := h.byCode[c]
	for steps := 0; f != nil && f.mergedTo != "" && steps < 10; steps++ {
		f = h.byID[f.mergedTo]
	}
	return f
}
