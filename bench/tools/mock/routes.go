package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"greeninfer-bench/rawio"
)

const (
	controlPath = "/_ctl/"
	delayPath   = controlPath + "delay/"
	corruptPath = controlPath + "corrupt/"
	logged404s  = 200
)

// answer handles one request; false when a stream took over the connection.
func (s *server) answer(c *conn, r *request) bool {
	switch {
	case r.method == "POST" && (r.path == "/v1/chat/completions" || r.path == "/chat/completions"):
		return s.chat(c, r)
	case strings.HasPrefix(r.path, controlPath):
		s.send(c, s.control(r.path))
	default:
		s.send(c, s.probe(r))
	}
	return true
}

func (s *server) chat(c *conn, r *request) bool {
	s.requests++
	streamed := r.wantsStream()
	if streamed || s.requests%64 == 1 {
		s.lastHead = append(s.lastHead[:0], r.head...)
		s.lastBody = append(s.lastBody[:0], r.body...)
	}
	if !streamed {
		s.send(c, s.current.chat)
		return true
	}
	s.streams++
	c.streaming, c.next, c.delay, c.events = true, 0, s.delay, s.current.events
	if r.delay >= 0 {
		c.delay = r.delay
	}
	s.open++
	s.send(c, s.current.streamHead)
	c.due = rawio.Now()
	return false
}

// control is how the harness asks what arrived and sets how the mock behaves.
func (s *server) control(path string) []byte {
	switch {
	case strings.HasPrefix(path, delayPath):
		n, _ := strconv.ParseInt(path[len(delayPath):], 10, 64)
		s.delay = n * 1000
		return s.current.ok
	case strings.HasPrefix(path, corruptPath):
		s.current = s.clean
		if path[len(corruptPath):] == "1" {
			s.current = s.clean.corrupted()
		}
		return s.current.ok
	case path == controlPath+"stats":
		return jsonReply(`{"requests":%d,"streams":%d,"open_streams":%d,"accepted":%d,"open":%d,"delay_us":%d}`,
			s.requests, s.streams, s.open, s.accepted, len(s.conns), s.delay/1000)
	case path == controlPath+"last":
		return reply("200 OK", "text/plain", string(s.lastHead)+"\r\n\r\n"+string(s.lastBody))
	}
	return s.current.notFound
}

// probe answers what gateways ask an engine beside completions.
func (s *server) probe(r *request) []byte {
	switch r.path {
	case "/v1/models", "/models":
		return s.current.models
	case "/health", "/":
		return s.current.ok
	case "/props", "/slots":
		if s.llama {
			return s.current.ok
		}
	case "/health_generate":
		if !s.llama {
			return s.current.ok
		}
	case "/get_server_info", "/get_model_info", "/server_info", "/model_info", "/version":
		if !s.llama {
			return s.current.info
		}
	}
	// The first few unknown requests are noted: they show what a gateway probes.
	if s.unknown++; s.unknown <= logged404s {
		fmt.Fprintf(os.Stderr, "404 %s %s\n", r.method, r.path)
	}
	return s.current.notFound
}
