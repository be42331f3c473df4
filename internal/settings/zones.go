package settings

// Zones are the time zones offered first, west to east; any IANA name is taken.
func Zones() []string {
	return []string{
		"Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Phoenix", "America/Denver", "America/Chicago",
		"America/Indiana/Indianapolis", "America/Detroit", "America/New_York", "America/Puerto_Rico", "America/Toronto",
		"America/Vancouver", "America/Mexico_City", "America/Bogota", "America/Lima", "America/Santiago",
		"America/Argentina/Buenos_Aires", "America/Sao_Paulo", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid",
		"Europe/Paris", "Europe/Berlin", "Europe/Rome", "Europe/Warsaw", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul",
		"Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Jerusalem", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata",
		"Asia/Dhaka", "Asia/Bangkok", "Asia/Manila", "Asia/Tokyo", "Australia/Perth", "Australia/Brisbane", "Australia/Sydney",
		"Pacific/Auckland", "UTC",
	}
}
