package main

// MyFunction gives 42 for "hello"; for any other text, its length in bytes.
func MyFunction(s string) (int, error) {
	if s == "hello" {
		return 42, nil
	}
	return len(s), nil
}

func main() {}
