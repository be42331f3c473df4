package facilities

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

// directoryMark changes whenever a name or place of the directory may have: it
// counts the changes made to facilities (an undo is one more) and the names.
func directoryMark(ctx context.Context, tx *database.Tx) ([2]int64, error) {
	return database.One(ctx, tx, func(scan database.Scan) ([2]int64, error) {
		var m [2]int64
		return m, scan(&m[0], &m[1])
	}, `SELECT (SELECT count(*) FROM change WHERE subject_kind IN ('facility', 'facility-import', 'facility-exchange')), (SELECT count(*) FROM facility_name)`)
}

// placesOf reads every facility that is not a double, with all its names.
func placesOf(ctx context.Context, tx *database.Tx) ([]Place, error) {
	places, err := database.All(ctx, tx, func(scan database.Scan) (Place, error) {
		var p Place
		var status Status
		err := scan(&p.ID, &p.Name, &p.Town, &p.County, &p.Region, &p.Country, &p.Level, &status)
		p.Open = status != Closed
		return p, err
	}, `SELECT id, name, place, county, region, country, level, status FROM facility WHERE merged_into = '' ORDER BY id`)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(places))
	for i, p := range places {
		at[p.ID] = i
	}
	err = database.Each(ctx, tx, func(scan database.Scan) error {
		var id, text, code string
		if err := scan(&id, &text, &code); err != nil {
			return err
		}
		i, ok := at[id]
		switch {
		case !ok:
		case code != "":
			places[i].Codes = append(places[i].Codes, code)
		case text != places[i].Name:
			places[i].Also = append(places[i].Also, text)
		}
		return nil
	}, `SELECT facility_id, text, '' AS code FROM facility_name UNION ALL SELECT facility_id, '', code FROM facility_code ORDER BY 1, 2, 3`)
	return places, err
}
