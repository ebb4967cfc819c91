package main

// MyFunction waits for two goroutines that wait for each other.
func MyFunction(s string) (int, error) {
	ping, pong := make(chan int), make(chan int)
	go relay(ping, pong)
	go relay(pong, ping)
	return <-pong, nil
}

func relay(from <-chan int, to chan<- int) {
	to <- <-from + 1
}

func main() {}
