// The program that opens a Go plugin and calls its function. Only a Go program can, and only one that was built by the
// same toolchain with the same flags: so Airlock builds it from this source, once for each.
//
// It is executed in a process that is sealed already. What it is to do it reads from descriptor 4, what comes of it it
// tells on descriptor 3, packet by packet; see PluginRecord. Nothing that it says is trusted.
package main

import (
	"encoding/binary"
	"plugin"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
)

const (
	recordDescriptor = 3
	callDescriptor   = 4

	// Of a goroutine's stack, in bytes. Go's own bound of 1 GiB is more than the address space has room for, and the trace
	// of a stack that long takes Go half a minute.
	longestStack = 64 << 20
	// Of a text in a record, in bytes.
	longestText = 64 << 10
	// A trace shares its record with a message.
	longestTrace = 48 << 10
)

// The phases, as the records number them.
const (
	open   = 1
	lookup = 2
	call   = 3
	closed = 4
)

func main() {
	debug.SetMaxStack(longestStack)
	// A wild pointer becomes a panic, which has a trace.
	debug.SetPanicOnFault(true)
	// Programs that the plugin may start must not hold it open.
	syscall.CloseOnExec(recordDescriptor)
	request := readRequest()

	tell(began(open))
	var library *plugin.Plugin
	guarded(func() {
		var err error
		if library, err = plugin.Open(request.path); err != nil {
			end(notLoaded(withoutPath(err.Error())))
		}
	})

	tell(began(lookup))
	symbol, err := library.Lookup(request.function)
	if err != nil {
		end(functionMissing())
	}
	function, isRight := symbol.(func(string) (int, error))
	if !isRight {
		end(wrongType(reflect.TypeOf(symbol).String()))
	}

	if request.isCalled {
		tell(began(call))
		guarded(func() {
			value, err := function(request.input)
			if err != nil {
				// Its method is the plugin's code too.
				tell(returnedError(err.Error(), value))
			} else {
				tell(returned(value))
			}
		})
	}
	// A Go plugin stays in its process for good: there is nothing to close.
	tell(began(closed))
	end(record(6))
}

// What follows the path that everybody knows: `plugin.Open("./p.so"): realpath failed`.
func withoutPath(words string) string {
	const mark = "\"): "
	if place := strings.Index(words, mark); place >= 0 {
		return words[place+len(mark):]
	}
	return words
}

// Runs the plugin's code; a panic of it, or the end of its goroutine, ends the process with a record.
func guarded(body func()) {
	isOver := false
	defer func() {
		if isOver {
			return
		}
		if value := recover(); value != nil {
			end(panicked("panic: "+textOf(value)+address(value), debug.Stack()))
		}
		// Before Go 1.21, panic(nil) is recovered as nil too; then the trace tells which it was.
		trace := debug.Stack()
		if strings.Contains(string(trace), "\nruntime.Goexit(") {
			end(panicked("runtime.Goexit: it ended the goroutine that called it", trace))
		}
		end(panicked("panic: nil", trace))
	}()
	body()
	isOver = true
}

// Where a fault was, which Go prints with the signal: " (at 0x8)".
func address(value interface{}) string {
	if fault, isFault := value.(interface{ Addr() uintptr }); isFault {
		return " (at 0x" + strconv.FormatUint(uint64(fault.Addr()), 16) + ")"
	}
	return ""
}

// What Go prints of a panic's value.
func textOf(value interface{}) (text string) {
	defer func() {
		if recover() != nil {
			text = "(its value panics when it is printed)"
		}
	}()
	switch value := value.(type) {
	case error:
		return value.Error()
	case interface{ String() string }:
		return value.String()
	case string:
		return value
	}
	return describe(reflect.ValueOf(value))
}

func describe(value reflect.Value) string {
	kind := value.Type().String()
	switch value.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return kind + "(" + strconv.FormatInt(value.Int(), 10) + ")"
	case reflect.String:
		return kind + "(\"" + value.String() + "\")"
	case reflect.Bool:
		if value.Bool() {
			return kind + "(true)"
		}
		return kind + "(false)"
	}
	return "a value of type " + kind
}

// ---- what is asked ----

type request struct {
	path, function, input string
	isCalled              bool
}

func readRequest() request {
	reader := reader{readAll(callDescriptor)}
	syscall.Close(callDescriptor)
	var asked request
	asked.path = reader.text()
	asked.function = reader.text()
	asked.isCalled = reader.byte() != 0
	asked.input = reader.text()
	return asked
}

func readAll(descriptor int) (all []byte) {
	piece := make([]byte, 64<<10)
	for {
		count, err := syscall.Read(descriptor, piece)
		if err == syscall.EINTR {
			continue
		}
		if count <= 0 {
			return all
		}
		all = append(all, piece[:count]...)
	}
}

// Takes values off the front. The monitor wrote them: if they are cut, the panic is a fault of ours.
type reader struct{ rest []byte }

func (r *reader) byte() byte {
	first := r.rest[0]
	r.rest = r.rest[1:]
	return first
}

func (r *reader) text() string {
	count := binary.LittleEndian.Uint32(r.rest)
	text := string(r.rest[4 : 4+count])
	r.rest = r.rest[4+count:]
	return text
}

// ---- what is told: the wire form of PluginRecord ----

func record(tag byte) []byte { return []byte{tag} }

func began(phase byte) []byte       { return append(record(0), phase) }
func returned(value int) []byte     { return appendInteger(record(1), value) }
func notLoaded(words string) []byte { return appendText(record(4), words, longestText) }
func functionMissing() []byte       { return record(5) }
func wrongType(found string) []byte { return appendText(record(9), found, longestText) }

func returnedError(text string, value int) []byte {
	return appendInteger(appendText(record(2), text, longestText), value)
}

func panicked(message string, trace []byte) []byte {
	return appendText(appendText(record(10), message, longestText-longestTrace), string(trace), longestTrace)
}

func appendInteger(bytes []byte, value int) []byte {
	var integer [8]byte
	binary.LittleEndian.PutUint64(integer[:], uint64(value))
	return append(bytes, integer[:]...)
}

func appendText(bytes []byte, text string, limit int) []byte {
	if len(text) > limit {
		text = text[:limit]
	}
	var count [4]byte
	binary.LittleEndian.PutUint32(count[:], uint32(len(text)))
	return append(append(bytes, count[:]...), text...)
}

func tell(record []byte) {
	for {
		// If the monitor is gone, this process is about to be killed: nobody is left to tell.
		if _, err := syscall.Write(recordDescriptor, record); err != syscall.EINTR {
			return
		}
	}
}

func end(record []byte) {
	tell(record)
	syscall.Exit(0)
}
