package main

import (
	"bytes"
	"strconv"
	"strings"
)

// request is one complete HTTP/1.1 request at the start of a buffer.
type request struct {
	head, body   []byte
	method, path string
	used         int // bytes of the buffer it took
	closeAfter   bool
	delay        int64 // nanoseconds between tokens, -1 = not given
}

var (
	headEnd   = []byte("\r\n\r\n")
	streamKey = []byte(`"stream"`)
)

// wantsStream looks for "stream":true without parsing the body.
func (r *request) wantsStream() bool {
	i := bytes.Index(r.body, streamKey)
	if i < 0 {
		return false
	}
	return bytes.HasPrefix(bytes.TrimLeft(r.body[i+len(streamKey):], " \t\r\n:"), []byte("true"))
}

// framing is what the headers say about the body.
type framing struct {
	length          int
	chunked, expect bool
}

func (r *request) readHeaders(lines []byte) framing {
	var f framing
	for len(lines) > 2 {
		lines = lines[2:]
		end := bytes.Index(lines, []byte("\r\n"))
		if end < 0 {
			end = len(lines)
		}
		line := lines[:end]
		lines = lines[end:]
		// Compared by length first: this runs for every header of every request.
		if colon := bytes.IndexByte(line, ':'); colon == 14 || colon == 17 || colon == 10 || colon == 6 || colon == 15 {
			r.readHeader(&f, line[:colon], bytes.TrimSpace(line[colon+1:]))
		}
	}
	return f
}

func (r *request) readHeader(f *framing, key, value []byte) {
	switch {
	case bytes.EqualFold(key, []byte("content-length")):
		f.length, _ = strconv.Atoi(string(value))
	case bytes.EqualFold(key, []byte("transfer-encoding")):
		f.chunked = true
	case bytes.EqualFold(key, []byte("expect")):
		f.expect = true
	case bytes.EqualFold(key, []byte("x-mock-delay-us")):
		n, _ := strconv.ParseInt(string(value), 10, 64)
		r.delay = n * 1000
	case bytes.EqualFold(key, []byte("connection")):
		if bytes.EqualFold(value, []byte("close")) {
			r.closeAfter = true
		} else if bytes.EqualFold(value, []byte("keep-alive")) {
			r.closeAfter = false
		}
	}
}

// parseRequest reads the request at the start of in; nil when it is not complete. wantsContinue says that
// the client waits for leave to send the body.
func parseRequest(in []byte) (r *request, wantsContinue bool) {
	end := bytes.Index(in, headEnd)
	if end < 0 {
		return nil, false
	}
	r = &request{head: in[:end], used: end + len(headEnd), delay: -1}
	line := r.head
	if i := bytes.IndexByte(line, '\r'); i >= 0 {
		line = line[:i]
	}
	r.closeAfter = bytes.HasSuffix(line, []byte("HTTP/1.0"))
	f := r.readHeaders(r.head[len(line):])
	if f.chunked {
		body, used, ok := dechunk(in[r.used:])
		if !ok {
			return nil, false
		}
		r.body = body
		r.used += used
	} else {
		if len(in) < r.used+f.length {
			return nil, f.expect && len(in) == r.used
		}
		r.body = in[r.used : r.used+f.length]
		r.used += f.length
	}
	fields := strings.SplitN(string(line), " ", 3)
	r.method = fields[0]
	if len(fields) > 1 {
		r.path, _, _ = strings.Cut(fields[1], "?")
	}
	return r, false
}

// dechunk decodes a chunked body at the start of b; ok is false when it is not complete.
func dechunk(b []byte) (body []byte, used int, ok bool) {
	for {
		i := bytes.Index(b[used:], []byte("\r\n"))
		if i < 0 {
			return nil, 0, false
		}
		size, _, _ := strings.Cut(string(b[used:used+i]), ";")
		n, err := strconv.ParseInt(strings.TrimSpace(size), 16, 32)
		if err != nil {
			return nil, len(b), true
		}
		used += i + 2
		if len(b) < used+int(n)+2 {
			return nil, 0, false
		}
		body = append(body, b[used:used+int(n)]...)
		used += int(n) + 2
		if n == 0 {
			return body, used, true
		}
	}
}
