package main

import "context"

func measureImport(context.Context, setup) ([]line, error) { return nil, nil }
