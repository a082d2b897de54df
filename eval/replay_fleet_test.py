"""The fleet answers what was recorded, over real sockets, and nothing else."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from eval.http_messages import Message, MessageReader, request, response
from eval.load_client import ask_all
from eval.replay_fleet import CHECK_ENDS_WITH, Fleet, serve
from eval.replay_records import PREFIX_CHARS, cascade_records
from train.cascade_outcomes import NEXT, SMALL

QUESTION = "Question: Which is red?\n\nChoices:\nA) sky\nB) blood\n"


def recorded(prompt: str = QUESTION, **changes: object) -> dict[str, Any]:
    return {
        "prompt": prompt,
        "scores": {SMALL: 0.0, NEXT: 1.0},
        "out_chars": {SMALL: 400, NEXT: 200},
        "answers": {SMALL: "A", NEXT: "B"},
        "p_yes": {"large_model_on_base_answer": 0.25},
        "cost_units": {"verify_by_large": 90.0},
    } | changes


def fleet(*rows: dict[str, Any], **settings: bool) -> Fleet:
    return Fleet(cascade_records(rows or (recorded(),), SMALL, NEXT), **settings)


def reply(to: Fleet, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    (asked,) = MessageReader().feed(request("POST", "/v1/chat/completions", json.dumps(body).encode()))
    (answered,) = MessageReader().feed(to.reply(asked))
    return int(answered.start.split(" ")[1]), json.loads(answered.body)


def chat(model: str, prompt: str = QUESTION, **members: object) -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": prompt}], **members}


def check(question: str = QUESTION, **members: object) -> dict[str, Any]:
    parts = f"Question:\n<DATA-1>\n{question}\n</DATA-1>\n\nModel answer:\n<DATA-1>\nA\n</DATA-1>\n\n"
    asked = chat("large", parts + CHECK_ENDS_WITH, max_tokens=1, logprobs=True, top_logprobs=20)
    asked["messages"].insert(0, {"role": "system", "content": "You check answers."})
    return asked | members


@pytest.mark.parametrize(("model", "chars", "choice"), [("small", 400, "A"), ("large", 200, "B")])
def test_an_answer_has_the_recorded_length_and_choice(model: str, chars: int, choice: str) -> None:
    status, body = reply(fleet(), chat(model))
    text = body["choices"][0]["message"]["content"]
    assert status == 200
    assert text.startswith(f"[replayed answer of {model}]")
    assert text.endswith(f"The answer is {choice}.")
    assert len(text) == pytest.approx(chars, abs=2)
    assert body["usage"]["completion_tokens"] == chars / 4
    assert body["usage"]["prompt_tokens"] == round(len(QUESTION) / 4)


def test_where_no_choice_was_recorded_the_text_has_none() -> None:
    unanswered = recorded(answers={SMALL: "nan", NEXT: "B"})
    text = reply(fleet(unanswered), chat("small"))[1]["choices"][0]["message"]["content"]
    assert "The answer is" not in text


def test_a_stream_ends_with_usage_where_it_is_asked_for() -> None:
    asked = chat("small", stream=True, stream_options={"include_usage": True})
    (message,) = MessageReader().feed(request("POST", "/v1/chat/completions", json.dumps(asked).encode()))
    (answered,) = MessageReader().feed(fleet().reply(message))
    lines = answered.body.decode().split("\n\n")
    assert lines[-2:] == ["data: [DONE]", ""]
    assert json.loads(lines[-3].removeprefix("data: "))["usage"]["completion_tokens"] == 100


def test_a_check_is_met_with_the_recorded_probability() -> None:
    status, body = reply(fleet(), check())
    choice = body["choices"][0]
    shares = {entry["token"]: entry["logprob"] for entry in choice["logprobs"]["content"][0]["top_logprobs"]}
    assert status == 200
    assert choice["message"]["content"] == "NO"
    assert shares == {"YES": pytest.approx(-1.386294), "NO": pytest.approx(-0.287682)}
    assert json.dumps(body["usage"]["prompt_tokens"]) == "90"  # a whole number, or the gateway cannot read it


def test_a_certain_verdict_is_still_json() -> None:
    certain = recorded(p_yes={"large_model_on_base_answer": 1.0})
    choice = reply(fleet(certain), check())[1]["choices"][0]
    assert choice["logprobs"]["content"][0]["top_logprobs"] == [
        {"token": "YES", "logprob": 0.0, "bytes": None}
    ]


def test_a_fleet_without_log_probabilities_says_the_word_only() -> None:
    choice = reply(fleet(gives_log_probabilities=False), check())[1]["choices"][0]
    assert (choice["message"]["content"], choice["logprobs"]) == ("NO", None)


def test_a_check_can_be_counted_as_it_was_written() -> None:
    written = reply(fleet(counts_recorded_check=False), check())[1]["usage"]["prompt_tokens"]
    assert written == pytest.approx(sum(len(each["content"]) for each in check()["messages"]) / 4, abs=1)


def test_a_question_with_its_middle_left_out_is_still_known() -> None:
    prompt = QUESTION + "because " * 1000
    assert len(prompt) > PREFIX_CHARS
    assert reply(fleet(recorded(prompt)), check(prompt[:3000] + "\n[…]\n" + prompt[-3000:]))[0] == 200


@pytest.mark.parametrize("body", [chat("small", "never recorded"), chat("other"), check("never recorded")])
def test_what_was_not_recorded_is_not_found(body: dict[str, Any]) -> None:
    status, answer = reply(fleet(), body)
    assert status == 404
    assert "recorded" in answer["error"]["message"]


def test_calls_are_counted() -> None:
    counted = fleet()
    for body in (chat("small"), chat("small"), chat("large"), check()):
        reply(counted, body)
    assert counted.seen == {"answer small": 2, "answer large": 1, "check large": 1}


async def test_replies_come_in_the_order_of_the_prompts() -> None:
    rows = [
        recorded(f"{QUESTION}{number}", out_chars={SMALL: 100 + number, NEXT: 50}) for number in range(200)
    ]
    server, url = await serve(fleet(*rows))
    port = int(url.split(":")[2].split("/")[0])
    replies = await asyncio.wait_for(ask_all(port, [row["prompt"] for row in rows], "small", at_once=8), 10)
    server.close()
    assert [len(found.text) for found in replies] == pytest.approx(
        [100 + number for number in range(200)], abs=2
    )


def test_a_message_is_read_however_it_is_cut() -> None:
    whole = response("200 OK", b'{"a":1}') + request("GET", "/health", b"")
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n"
    for size in (1, 2, 7, 1000):
        reader, found = MessageReader(), list[Message]()
        data = whole + chunked
        for start in range(0, len(data), size):
            found += reader.feed(data[start : start + size])
        assert [message.body for message in found] == [b'{"a":1}', b"", b"abcde"]
