// Package employment is about work after prison: employers with their own limits, what
// they offer, who looks for work, placements and whether they last, incentives for
// employers, and what somebody must still say of their past in the United Kingdom.
//
// Offences are never shown to an employer or in a list (R-EMP-1 to 5, R-AWS-8).
package employment
