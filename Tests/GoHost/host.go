// A plain Go host, as the challenge has it: opens each plugin that it is given, calls its function, prints what came
// back. Airlock is measured and compared beside it.
package main

import (
	"fmt"
	"os"
	"plugin"
)

func main() {
	for _, path := range os.Args[1:] {
		library, err := plugin.Open(path)
		if err != nil {
			fmt.Printf("Error: could not open plugin %s: %v\n", path, err)
			continue
		}
		symbol, err := library.Lookup("MyFunction")
		if err != nil {
			fmt.Printf("Error: could not find function MyFunction in plugin %s: %v\n", path, err)
			continue
		}
		function, isRight := symbol.(func(string) (int, error))
		if !isRight {
			fmt.Printf("Error: MyFunction in plugin %s is a %T\n", path, symbol)
			continue
		}
		value, err := function("hello")
		fmt.Printf("%d, %v\n", value, err)
	}
}
