package retention

import (
	"fmt"
	"sync"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
)

// counted remembers for a day how much is due, by who asks and what they may see.
// Today asks at every look, and to go through a hundred thousand people takes
// longer than a page may. What is done here makes it be counted anew; what else
// changes is due tomorrow.
type counted struct {
	mu   sync.Mutex
	day  civil.Day
	many map[string]int
}

func (c *counted) of(actor authz.Actor, day civil.Day, count func() (int, error)) (int, error) {
	who := fmt.Sprint(actor.ID, actor.Sight, actor.Chapter, actor.Barred, actor.May(authz.ReadRestricted), actor.May(authz.ReadMinors), actor.May(authz.NameStaff))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day != day || c.many == nil {
		c.day, c.many = day, map[string]int{}
	}
	if n, known := c.many[who]; known {
		return n, nil
	}
	n, err := count()
	if err == nil {
		c.many[who] = n
	}
	return n, err
}

func (c *counted) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.many = nil
}
