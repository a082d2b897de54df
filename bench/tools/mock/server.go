package main

import (
	"container/heap"
	"syscall"

	"greeninfer-bench/rawio"
)

type conn struct {
	fd        int
	in, out   []byte
	wantWrite bool
	closing   bool // close once out has drained
	gone      bool

	streaming bool
	events    [][]byte
	next      int // next stream event to send
	due       int64
	delay     int64
}

type dueHeap []*conn

func (h dueHeap) Len() int           { return len(h) }
func (h dueHeap) Less(i, j int) bool { return h[i].due < h[j].due }
func (h dueHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *dueHeap) Push(x any)        { *h = append(*h, x.(*conn)) }
func (h *dueHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// server is one event loop with every connection and every stream that is due.
type server struct {
	poller *rawio.Poller
	conns  map[int]*conn
	due    dueHeap
	buffer []byte

	clean, current *answers
	delay          int64
	llama          bool // answer only what llama-server answers

	requests, streams, open, accepted, unknown int64
	lastHead, lastBody                         []byte
}

func (s *server) drop(c *conn) {
	if c.gone {
		return
	}
	if c.streaming {
		s.open--
	}
	c.gone = true
	delete(s.conns, c.fd)
	syscall.Close(c.fd)
}

func (s *server) send(c *conn, b []byte) {
	if c.gone {
		return
	}
	if len(c.out) == 0 {
		n, err := rawio.Write(c.fd, b)
		if err != nil && err != rawio.ErrAgain {
			s.drop(c)
			return
		}
		b = b[n:]
	}
	if len(b) > 0 {
		c.out = append(c.out, b...)
		if !c.wantWrite {
			c.wantWrite = true
			s.poller.Ctl(c.fd, rawio.In|rawio.Out, false)
		}
	} else if c.closing && !c.streaming && len(c.out) == 0 {
		s.drop(c)
	}
}

func (s *server) flush(c *conn) {
	n, err := rawio.Write(c.fd, c.out)
	if err != nil && err != rawio.ErrAgain {
		s.drop(c)
		return
	}
	c.out = c.out[n:]
	if len(c.out) > 0 {
		return
	}
	c.out, c.wantWrite = nil, false
	s.poller.Ctl(c.fd, rawio.In, false)
	if c.closing && !c.streaming {
		s.drop(c)
	}
}

// advance sends the stream events that are due on c.
func (s *server) advance(c *conn, now int64) {
	for !c.gone && c.next < len(c.events) {
		if c.due > now {
			heap.Push(&s.due, c)
			return
		}
		if c.next == len(c.events)-1 {
			c.streaming = false
			s.open--
		}
		s.send(c, c.events[c.next])
		c.next++
		// The usage event and [DONE] follow the last token at once.
		if c.next < tokenCount {
			c.due += c.delay
		}
	}
	if !c.gone && !c.streaming {
		s.serve(c)
	}
}

// serve answers the complete requests that have arrived on c.
func (s *server) serve(c *conn) {
	for !c.gone && !c.streaming && !c.closing {
		r, wantsContinue := parseRequest(c.in)
		if wantsContinue {
			s.send(c, []byte("HTTP/1.1 100 Continue\r\n\r\n"))
		}
		if r == nil {
			return
		}
		c.closing = r.closeAfter
		finished := s.answer(c, r)
		c.in = append(c.in[:0], c.in[r.used:]...)
		if !finished {
			s.advance(c, c.due)
			return
		}
	}
}

func (s *server) accept(listener int) {
	for {
		fd, _, err := syscall.Accept4(listener, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
		if err != nil {
			return
		}
		syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
		s.accepted++
		s.conns[fd] = &conn{fd: fd}
		s.poller.Ctl(fd, rawio.In, true)
	}
}

func (s *server) readable(c *conn) {
	n, err := rawio.Read(c.fd, s.buffer)
	if err == rawio.ErrAgain {
		return
	}
	if err != nil || n == 0 {
		s.drop(c)
		return
	}
	c.in = append(c.in, s.buffer[:n]...)
	if !c.streaming {
		s.serve(c)
	}
}

func (s *server) nextWait() int64 {
	if len(s.due) == 0 {
		return -1
	}
	if wait := s.due[0].due - rawio.Now(); wait > 0 {
		return wait
	}
	return 0
}

func (s *server) handle(listener int, event syscall.EpollEvent) {
	if int(event.Fd) == listener {
		s.accept(listener)
		return
	}
	c := s.conns[int(event.Fd)]
	if c == nil {
		return
	}
	if event.Events&rawio.Out != 0 && len(c.out) > 0 {
		s.flush(c)
	}
	if !c.gone && event.Events&^uint32(rawio.Out) != 0 {
		s.readable(c)
	}
}

func (s *server) run(listener int) {
	for {
		n := s.poller.Wait(s.nextWait())
		for i := 0; i < n; i++ {
			s.handle(listener, s.poller.Events[i])
		}
		for now := rawio.Now(); len(s.due) > 0 && s.due[0].due <= now; {
			if c := heap.Pop(&s.due).(*conn); !c.gone {
				s.advance(c, now)
			}
		}
	}
}
