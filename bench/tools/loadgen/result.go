package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
)

// result collects what the recorded answers showed.
type result struct {
	stream       bool
	exact        []byte // the body every answer must have, byte for byte; nil = check the content only
	expectedText []byte

	latency, firstByte, firstToken, gap, spread, total []float64

	ok, bad, tokens, events                int
	textOK, usageOK, doneOK, contentTypeOK int
	errors                                 map[string]int
}

func newResult(stream bool, exact []byte) *result {
	r := &result{stream: stream, exact: exact, errors: map[string]int{}}
	for i := 0; i < 32; i++ {
		r.expectedText = append(r.expectedText, fmt.Sprintf(" tok%02d", i)...)
	}
	return r
}

func (r *result) fail(why string) {
	r.bad++
	r.errors[why]++
}

func microseconds(nanoseconds int64) float64 { return float64(nanoseconds) / 1000 }

// add judges one complete answer. A fast wrong answer is a failure.
func (r *result) add(c *conn, now int64) {
	switch {
	case c.answer.status != 200:
		r.fail(fmt.Sprintf("status %d: %.160s", c.answer.status, c.answer.body))
	case r.exact != nil && !bytes.Equal(c.answer.body, r.exact):
		r.fail("answer differs from the upstream's bytes")
	case r.stream:
		r.addStream(c, now)
	case !bytes.Contains(c.answer.body, []byte("mock-answer")):
		r.fail(fmt.Sprintf("body: %.160s", c.answer.body))
	default:
		r.ok++
		r.latency = append(r.latency, microseconds(now-c.releasedAt))
	}
}

func (r *result) addStream(c *conn, now int64) {
	at := c.answer.tokenAt
	if len(at) == 0 {
		r.fail(fmt.Sprintf("no tokens: %.160s", c.answer.body))
		return
	}
	r.ok++
	r.tokens += len(at)
	r.events += c.answer.events
	r.firstByte = append(r.firstByte, microseconds(c.firstByteAt-c.releasedAt))
	r.firstToken = append(r.firstToken, microseconds(at[0]-c.releasedAt))
	for i := 1; i < len(at); i++ {
		r.gap = append(r.gap, microseconds(at[i]-at[i-1]))
	}
	r.spread = append(r.spread, microseconds(at[len(at)-1]-at[0]))
	r.total = append(r.total, microseconds(now-c.releasedAt))
	r.textOK += count(bytes.Equal(c.answer.text, r.expectedText))
	r.usageOK += count(c.answer.usage)
	r.doneOK += count(c.answer.done)
	r.contentTypeOK += count(strings.HasPrefix(c.answer.contentType, "text/event-stream"))
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// summary is the JSON object printed at the end; times are microseconds.
func (r *result) summary(seconds float64) map[string]any {
	s := map[string]any{"seconds": seconds, "ok": r.ok, "bad": r.bad, "errors": r.errors,
		"per_s": float64(int(float64(r.ok)/seconds*10)) / 10}
	if !r.stream {
		s["latency_us"] = distribution(r.latency)
		return s
	}
	s["first_byte_us"], s["first_token_us"] = distribution(r.firstByte), distribution(r.firstToken)
	s["gap_us"], s["spread_us"], s["total_us"] = distribution(r.gap), distribution(r.spread), distribution(r.total)
	s["tokens"], s["events"] = r.tokens, r.events
	s["text_ok"], s["usage_ok"], s["done_ok"], s["content_type_ok"] = r.textOK, r.usageOK, r.doneOK, r.contentTypeOK
	return s
}

func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	i := int(p / 100 * float64(len(sorted)))
	if i >= len(sorted) {
		i = len(sorted) - 1
	}
	return float64(int(sorted[i]*10)) / 10
}

func distribution(values []float64) map[string]float64 {
	sort.Float64s(values)
	sum := 0.0
	for _, x := range values {
		sum += x
	}
	mean := 0.0
	if len(values) > 0 {
		mean = float64(int(sum/float64(len(values))*10)) / 10
	}
	return map[string]float64{"mean": mean, "p50": percentile(values, 50), "p90": percentile(values, 90),
		"p99": percentile(values, 99), "max": percentile(values, 100)}
}
