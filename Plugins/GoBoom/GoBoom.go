package main

import "errors"

// MyFunction gives a value and an error together, as Go functions may.
func MyFunction(s string) (int, error) {
	return 7, errors.New("boom")
}

func main() {}
