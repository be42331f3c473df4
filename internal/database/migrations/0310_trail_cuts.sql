-- What the trail kept of somebody who was erased is taken out of it. The entry
-- numbered by_n did so and proves it: its digest covers its cuts. digest is what
-- the cut change keeps from then on.
CREATE TABLE trail_cut (
	change_id TEXT NOT NULL,
	by_n      BIGINT NOT NULL,
	digest    TEXT NOT NULL,
	PRIMARY KEY (change_id, by_n)
);
