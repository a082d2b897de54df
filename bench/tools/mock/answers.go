package main

import (
	"bytes"
	"fmt"
)

// tokenCount is how many one-token events a stream has.
const tokenCount = 32

// answers are the fixed replies, rendered once for the model's name.
type answers struct {
	chat, models, ok, info, notFound []byte
	streamHead                       []byte
	events                           [][]byte
}

func reply(status, contentType, body string) []byte {
	return []byte(fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", status, contentType, len(body), body))
}

func jsonReply(format string, values ...any) []byte {
	return reply("200 OK", "application/json", fmt.Sprintf(format, values...))
}

func chunk(s string) []byte { return []byte(fmt.Sprintf("%x\r\n%s\r\n", len(s), s)) }

const (
	chatFormat = `{"id":"chatcmpl-mock0000000000000000","object":"chat.completion","created":1760000000,"model":"%s",` +
		`"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"logprobs":null,"finish_reason":"stop"}],` +
		`"usage":{"prompt_tokens":200,"completion_tokens":32,"total_tokens":232},"system_fingerprint":"fp_mock"}`
	eventFormat = `data: {"id":"chatcmpl-mock0000000000000000","object":"chat.completion.chunk","created":1760000000,"model":"%s",` +
		`"choices":[{"index":0,"delta":{%s"content":" tok%02d"},"finish_reason":%s}]}` + "\n\n"
	usageFormat = `data: {"id":"chatcmpl-mock0000000000000000","object":"chat.completion.chunk","created":1760000000,"model":"%s",` +
		`"choices":[],"usage":{"prompt_tokens":200,"completion_tokens":32,"total_tokens":232}}` + "\n\n"
	chatBytes = 600
)

func render(model string) *answers {
	text := "mock-answer "
	for len(fmt.Sprintf(chatFormat, model, text)) < chatBytes {
		text += "x"
	}
	a := &answers{
		chat:     jsonReply(chatFormat, model, text),
		models:   jsonReply(`{"object":"list","data":[{"id":"%s","object":"model","created":1760000000,"owned_by":"mock"}]}`, model),
		ok:       jsonReply(`{"status":"ok"}`),
		info:     jsonReply(`{"model_path":"%s","served_model_name":"%s","model_id":"%s","version":"0.0.0-mock"}`, model, model, model),
		notFound: reply("404 Not Found", "application/json", `{"error":{"message":"not found","type":"invalid_request_error"}}`),
		streamHead: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n" +
			"Transfer-Encoding: chunked\r\n\r\n"),
	}
	for i := 0; i < tokenCount; i++ {
		role, finish := "", "null"
		if i == 0 {
			role = `"role":"assistant",`
		}
		if i == tokenCount-1 {
			finish = `"stop"`
		}
		a.events = append(a.events, chunk(fmt.Sprintf(eventFormat, model, role, i, finish)))
	}
	a.events = append(a.events, chunk(fmt.Sprintf(usageFormat, model)))
	a.events = append(a.events, append(chunk("data: [DONE]\n\n"), "0\r\n\r\n"...))
	return a
}

// corrupted is a copy that differs in one byte of the answer and in one token of the stream. The harness
// tests itself with it: such answers must be counted as failures.
func (a *answers) corrupted() *answers {
	c := *a
	c.chat = bytes.Replace(a.chat, []byte("xxxx"), []byte("xXxx"), 1)
	c.events = append([][]byte(nil), a.events...)
	c.events[7] = bytes.Replace(a.events[7], []byte("tok07"), []byte("tok70"), 1)
	return &c
}
