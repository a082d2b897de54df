package main

import (
	"log"
	"syscall"

	"greeninfer-bench/rawio"
)

// conn is one keep-alive connection to the gateway.
type conn struct {
	fd          int
	up          bool // connected
	busy        bool
	sent        int // bytes of the request written
	writing     bool
	releasedAt  int64
	firstByteAt int64
	answer      response
}

// client sends the same request over many connections from one event loop.
type client struct {
	poller  *rawio.Poller
	target  *syscall.SockaddrInet4
	request []byte
	stream  bool
	record  bool
	result  *result

	conns      map[int]*conn
	idle       []*conn
	finished   int // answers, recorded or not
	reconnects int
	buffer     []byte
}

const maxReconnects = 20000

func (k *client) dial() {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		log.Fatal(err)
	}
	syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	if err := syscall.Connect(fd, k.target); err != nil && err != syscall.EINPROGRESS {
		log.Fatal("connect: ", err)
	}
	k.conns[fd] = &conn{fd: fd, writing: true}
	k.poller.Ctl(fd, rawio.In|rawio.Out, true)
}

// drop closes c, counts its request as failed and opens a connection in its place.
func (k *client) drop(c *conn, why string) {
	delete(k.conns, c.fd)
	for i, x := range k.idle {
		if x == c {
			k.idle = append(k.idle[:i], k.idle[i+1:]...)
			break
		}
	}
	syscall.Close(c.fd)
	if c.busy && k.record {
		k.result.fail(why)
	}
	if k.reconnects++; k.reconnects > maxReconnects {
		log.Fatal("too many reconnects: ", why)
	}
	k.dial()
}

// begin sends the request on an idle connection.
func (k *client) begin(now int64) {
	c := k.idle[len(k.idle)-1]
	k.idle = k.idle[:len(k.idle)-1]
	c.busy, c.sent, c.releasedAt, c.firstByteAt = true, 0, now, 0
	c.answer.reset()
	k.write(c)
}

func (k *client) write(c *conn) {
	n, err := rawio.Write(c.fd, k.request[c.sent:])
	if err != nil && err != rawio.ErrAgain {
		k.drop(c, "write: "+err.Error())
		return
	}
	c.sent += n
	unsent := c.sent < len(k.request)
	if unsent != c.writing {
		c.writing = unsent
		mask := uint32(rawio.In)
		if unsent {
			mask |= rawio.Out
		}
		k.poller.Ctl(c.fd, mask, false)
	}
}

func (k *client) writable(c *conn) {
	if c.up {
		if c.busy {
			k.write(c)
		}
		return
	}
	if e, _ := syscall.GetsockoptInt(c.fd, syscall.SOL_SOCKET, syscall.SO_ERROR); e != 0 {
		log.Fatal("connect: ", syscall.Errno(e))
	}
	c.up, c.writing = true, false
	k.poller.Ctl(c.fd, rawio.In, false)
	k.idle = append(k.idle, c)
}

func (k *client) readable(c *conn) {
	n, err := rawio.Read(c.fd, k.buffer)
	if err == rawio.ErrAgain {
		return
	}
	now := rawio.Now()
	if err != nil || n == 0 {
		if c.busy && c.answer.untilClose() {
			k.finish(c, now)
		}
		k.drop(c, "connection closed mid-request")
		return
	}
	if !c.busy {
		return
	}
	if c.firstByteAt == 0 {
		c.firstByteAt = now
	}
	c.answer.in = append(c.answer.in, k.buffer[:n]...)
	if !c.answer.gotHead && !c.answer.parseHead() {
		return
	}
	complete := c.answer.takeBody()
	if k.stream {
		c.answer.scanEvents(now)
	}
	if complete {
		k.finish(c, now)
		k.idle = append(k.idle, c)
	}
}

func (k *client) finish(c *conn, now int64) {
	c.busy = false
	k.finished++
	if k.record {
		k.result.add(c, now)
	}
}

func (k *client) busy() int {
	n := 0
	for _, c := range k.conns {
		if c.busy {
			n++
		}
	}
	return n
}

// poll waits at most ns nanoseconds and handles what is ready.
func (k *client) poll(ns int64) {
	n := k.poller.Wait(ns)
	for i := 0; i < n; i++ {
		event := k.poller.Events[i]
		c := k.conns[int(event.Fd)]
		if c == nil {
			continue
		}
		if event.Events&rawio.Out != 0 {
			k.writable(c)
		}
		if event.Events&^uint32(rawio.Out) != 0 && k.conns[int(event.Fd)] == c {
			k.readable(c)
		}
	}
}
