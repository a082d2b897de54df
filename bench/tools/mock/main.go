// Command mock is a fixed-answer OpenAI-compatible upstream for gateway benchmarks. POST
// /v1/chat/completions answers a 600-byte JSON completion or, with "stream":true, 32 one-token events, a
// usage event and [DONE]. The gap between tokens comes from -delay-us, the x-mock-delay-us request header,
// or GET /_ctl/delay/<microseconds>. GET /_ctl/corrupt/1 makes every answer wrong by a byte.
package main

import (
	"flag"
	"log"
	"net"
	"runtime"
	"runtime/debug"
	"syscall"

	"greeninfer-bench/rawio"
)

func listen(address string) int {
	tcp, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		log.Fatal(err)
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		log.Fatal(err)
	}
	syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	socket := &syscall.SockaddrInet4{Port: tcp.Port}
	copy(socket.Addr[:], tcp.IP.To4())
	if err := syscall.Bind(fd, socket); err != nil {
		log.Fatal("bind: ", err)
	}
	if err := syscall.Listen(fd, 4096); err != nil {
		log.Fatal(err)
	}
	return fd
}

func main() {
	address := flag.String("listen", "127.0.0.1:18200", "address")
	model := flag.String("model", "mock-model", "model name")
	delay := flag.Int64("delay-us", 0, "gap between streamed tokens")
	llama := flag.Bool("llama", false, "answer 404 on everything llama-server lacks (shows which probes a router needs)")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(1000)
	listener := listen(*address)
	poller, err := rawio.NewPoller()
	if err != nil {
		log.Fatal(err)
	}
	fixed := render(*model)
	s := &server{poller: poller, conns: map[int]*conn{}, buffer: make([]byte, 64<<10), clean: fixed, current: fixed,
		delay: *delay * 1000, llama: *llama}
	poller.Ctl(listener, rawio.In, true)
	s.run(listener)
}
