package staff

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/settings"
)

// WithoutPasskey names the living accounts that do powerful things, which is all
// but volunteers, and have no passkey. It needs settings.Manage.
func (s *Service) WithoutPasskey(ctx context.Context, actor authz.Actor) (names []string, err error) {
	if !actor.May(settings.Manage) {
		return nil, fault.New(fault.Forbidden, "staff: who has no passkey")
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		all, err := allAccounts(ctx, tx)
		names = nil
		for _, r := range all {
			if r.Alive() && r.Role != authz.Volunteer && r.Has.Passkeys == 0 {
				names = append(names, r.Name)
			}
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// AskPasskeys decides whether everybody is asked for a passkey before what is
// powerful. It returns Invalid while somebody who is asked has none: they would be
// kept from their work.
func (s *Service) AskPasskeys(ctx context.Context, actor authz.Actor, on bool) error {
	lacking, err := s.WithoutPasskey(ctx, actor)
	if err != nil {
		return err
	}
	if on && len(lacking) > 0 {
		return fault.Bad("staff: ask for passkeys", "", "staff.passkeys.lacking", "count", len(lacking))
	}
	return s.settings.Change(ctx, actor, func(c *settings.Choices) { c.PasskeysForPower = on })
}
