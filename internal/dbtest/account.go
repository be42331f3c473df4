package dbtest

// Account is the row of an account that signs in by its id, and never does.
func Account(id, name, role string) map[string]any {
	return map[string]any{
		"name": name, "sign_in": id, "sign_in_key": id, "role": role, "phrase_hash": "", "code_secret": "", "locale": "", "theme": "", "density": "",
		"single_keys": 0, "created_at": 0, "disabled_at": 0,
	}
}
