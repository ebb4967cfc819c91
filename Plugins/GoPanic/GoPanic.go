package main

var counts map[string]int

// MyFunction writes to a map that nobody has made.
func MyFunction(s string) (int, error) {
	counts[s]++
	return counts[s], nil
}

func main() {}
