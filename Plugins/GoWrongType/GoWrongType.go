package main

// MyFunction gives no error: refused before it is called.
func MyFunction(s string) int {
	return len(s)
}

func main() {}
