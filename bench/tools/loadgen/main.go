// Command loadgen is a single-threaded HTTP/1.1 load client for gateway benchmarks. It complements wrk with
// what wrk lacks: an open-loop fixed rate (so that queueing shows up in the latency), stream timing, and a
// check of every answer, byte for byte with -exact.
//
//	loadgen -mode rate   -rate 100 -seconds 8 -connections 16 ...      fixed-rate JSON requests
//	loadgen -mode stream -rate 20  -seconds 8 -connections 32 ...      fixed-rate streams
//	loadgen -mode stream -rate 0   -seconds 6 -connections 32 ...      closed-loop streams
//	loadgen -mode rate   -rate 0   -requests 1000000 ...               closed loop until so many answers came
//
// The result is one JSON object on stdout.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"greeninfer-bench/rawio"
)

type headerList []string

func (h *headerList) String() string     { return strings.Join(*h, ",") }
func (h *headerList) Set(v string) error { *h = append(*h, v); return nil }

type options struct {
	target, path, bodyFile, exactFile, mode string
	rate, seconds, warmSeconds              float64
	connections, requests                   int
	headers                                 headerList
}

func parseOptions() options {
	var o options
	flag.StringVar(&o.target, "target", "127.0.0.1:18200", "host:port")
	flag.StringVar(&o.path, "path", "/v1/chat/completions", "path")
	flag.StringVar(&o.bodyFile, "body", "", "request body file")
	flag.StringVar(&o.exactFile, "exact", "", "file with the body that every answer must have, byte for byte")
	flag.StringVar(&o.mode, "mode", "rate", "rate or stream")
	flag.Float64Var(&o.rate, "rate", 100, "requests per second; 0 = closed loop")
	flag.Float64Var(&o.seconds, "seconds", 8, "recorded seconds")
	flag.Float64Var(&o.warmSeconds, "warm", 1, "seconds not recorded at the start")
	flag.IntVar(&o.connections, "connections", 16, "connections")
	flag.IntVar(&o.requests, "requests", 0, "closed loop: stop after so many answers instead of after -seconds")
	flag.Var(&o.headers, "H", "extra header (repeatable)")
	flag.Parse()
	return o
}

func buildRequest(o options) []byte {
	body, err := os.ReadFile(o.bodyFile)
	if err != nil {
		log.Fatal(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", o.path, o.target, len(body))
	for _, h := range o.headers {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

func newClient(o options) *client {
	address, err := net.ResolveTCPAddr("tcp4", o.target)
	if err != nil {
		log.Fatal(err)
	}
	var exact []byte
	if o.exactFile != "" {
		if exact, err = os.ReadFile(o.exactFile); err != nil {
			log.Fatal(err)
		}
	}
	k := &client{request: buildRequest(o), stream: o.mode == "stream", conns: map[int]*conn{}, buffer: make([]byte, 256<<10)}
	k.result = newResult(k.stream, exact)
	k.target = &syscall.SockaddrInet4{Port: address.Port}
	copy(k.target.Addr[:], address.IP.To4())
	if k.poller, err = rawio.NewPoller(); err != nil {
		log.Fatal(err)
	}
	for i := 0; i < o.connections; i++ {
		k.dial()
	}
	return k
}

const (
	longestWait = int64(20e6)
	drainTime   = int64(5e9)
)

// runOpen releases requests at a fixed rate and returns the recorded seconds.
func (k *client) runOpen(o options, recordAt, end int64) float64 {
	interval := int64(1e9 / o.rate)
	next := rawio.Now() + 20e6 // let the connections come up
	var queue []int64
	for {
		now := rawio.Now()
		k.record = k.record || now >= recordAt
		if now >= end {
			waiting := len(queue) + k.busy()
			if waiting == 0 || now > end+drainTime {
				for i := 0; i < waiting; i++ {
					k.result.fail("unfinished")
				}
				return float64(end-recordAt) / 1e9
			}
		}
		// Our own wake-up lateness is not the gateway's: release at now.
		for next <= now && now < end {
			queue = append(queue, now)
			next += interval
		}
		for len(queue) > 0 && len(k.idle) > 0 {
			k.begin(queue[0])
			queue = queue[1:]
		}
		wait := longestWait
		if untilNext := next - rawio.Now(); now < end && untilNext < wait {
			wait = untilNext
		}
		if wait < 0 {
			wait = 0
		}
		k.poll(wait)
	}
}

// runClosed keeps every connection busy and returns the recorded seconds.
func (k *client) runClosed(o options, recordAt, end int64) float64 {
	recordedFrom := recordAt
	for {
		now := rawio.Now()
		if !k.record && now >= recordAt {
			k.record, recordedFrom = true, now
		}
		if o.requests > 0 && k.finished >= o.requests || o.requests == 0 && now >= end {
			return float64(now-recordedFrom) / 1e9
		}
		for len(k.idle) > 0 {
			k.begin(now)
		}
		k.poll(longestWait)
	}
}

func main() {
	o := parseOptions()
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(800)
	k := newClient(o)
	begun := rawio.Now()
	recordAt := begun + int64(o.warmSeconds*1e9)
	end := recordAt + int64(o.seconds*1e9)
	run := k.runClosed
	if o.rate > 0 {
		run = k.runOpen
	}
	summary := k.result.summary(run(o, recordAt, end))
	summary["mode"], summary["rate"], summary["reconnects"] = o.mode, o.rate, k.reconnects
	if err := json.NewEncoder(os.Stdout).Encode(summary); err != nil {
		log.Fatal(err)
	}
}
