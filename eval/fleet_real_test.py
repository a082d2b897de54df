"""The arithmetic of the real fleet's table, on answers made up so that every figure is known."""

from __future__ import annotations

import http.client
import io
import os
from collections.abc import Callable

import pytest

from eval.engine_process import cpu_seconds, stat_of
from eval.fleet_contest import STRATEGIES, Asked
from eval.fleet_oracle import Oracle, common_beginning
from eval.fleet_real import WORKLOADS, render, row_of, speed_up, targets
from eval.fleet_workloads import Workload, chats, documents, instructions
from eval.stream_client import StreamedAnswer, read_stream


def test_a_common_beginning_ends_at_the_first_difference() -> None:
    assert common_beginning([1, 2, 3, 4], [1, 2, 9, 4]) == 2
    assert common_beginning([1, 2], [1, 2, 3]) == 2
    assert common_beginning([], [1]) == 0


def test_the_oracle_has_all_that_was_sent_but_never_the_last_token() -> None:
    oracle = Oracle()
    assert oracle.asked([1, 2, 3, 4]) == 0
    assert oracle.asked([1, 2, 9]) == 2
    assert oracle.asked([1, 2, 3, 4]) == 3, "the last token is computed anew"
    oracle.answered([1, 2, 3, 4, 5, 6])
    assert oracle.asked([1, 2, 3, 4, 5, 6, 7, 8]) == 6, "a turn has the answer before it for its beginning"


def answer(first: float, prompt: int, cached: int, energy_mwh: float) -> StreamedAnswer:
    receipt = {"energy_mwh": energy_mwh, "energy_method": "attributed"}
    return StreamedAnswer("", first, prompt, cached, receipt)


def rows() -> list[dict[str, str | float | int]]:
    """kv_aware has half of what the oracle has, and is four times as quick as the others."""
    made = []
    for workload in (each.name for each in WORKLOADS):
        for strategy in STRATEGIES:
            first = 1.0 if strategy == "kv_aware" else 4.0
            asked = [Asked(answer(first, 100, 20, 2.0), 40), Asked(answer(3 * first, 100, 0, 1.0), 0)]
            made.append(row_of(workload, strategy, asked, cpu=7.5, joules=9.0))
    return made


def test_a_row_is_sums_shares_and_quantiles() -> None:
    row = rows()[0]
    assert row["prompt_tokens"] == 200
    assert row["prefill_tokens"] == 180
    assert row["hit_share"] == pytest.approx(0.1)
    assert row["oracle_share"] == pytest.approx(0.5)
    assert row["first_token_median_s"] == pytest.approx(2.0)
    assert row["first_token_p90_s"] == pytest.approx(2.8)
    assert row["joules"] == pytest.approx(9.0)
    assert row["receipts_joules"] == pytest.approx(3 * 3.6)
    assert row["evidence"] == "attributed"


def test_targets_and_table_tell_of_the_same_rows() -> None:
    assert speed_up(rows()) == pytest.approx(4.0)
    assert [target.met for target in targets(rows())] == ["no", "no", "no", "yes"]
    expected = "| documents | kv_aware | 2 | 200 | 20 | 180 | 0.100 | 0.500 | 2.00 | 2.80 | 7.5 | 9.0 |"
    assert expected in render(rows())


@pytest.mark.parametrize("make", [documents, chats, instructions])
def test_every_conversation_has_a_turn_in_every_round(make: Callable[[], Workload]) -> None:
    workload = make()
    assert workload == make()
    for turns in workload.rounds:
        assert sorted(turn.conversation for turn in turns) == list(range(len(workload.openings)))
    assert len({turns for turns in workload.rounds}) == len(workload.rounds)


def test_documents_differ_from_the_first_words_on_and_chats_share_theirs() -> None:
    assert len({opening[:40] for opening in documents().openings}) == len(documents().openings)
    assert len(set(chats().openings)) == len(set(instructions().openings)) == 1
    assert len({turn.question[:40] for turn in chats().rounds[0]}) == len(chats().openings)


def test_a_stream_is_timed_at_its_first_word() -> None:
    events = [
        b'{"choices":[{"delta":{"role":"assistant","content":""}}]}',
        b'{"choices":[{"delta":{"content":"Hel"}}]}',
        b'{"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}',
        b'{"choices":[],"usage":{"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":4}},'
        b'"greeninfer":{"energy_mwh":0.5}}',
    ]
    body = b"".join(b"data: " + event + b"\n\n" for event in events) + b"data: [DONE]\n\n"
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode()

    class Socket:
        def makefile(self, *_: object) -> io.BytesIO:
            return io.BytesIO(head + body)

    reply = http.client.HTTPResponse(Socket())  # type: ignore[arg-type]
    reply.begin()
    read = read_stream(reply, 0.0)
    assert (read.text, read.prompt_tokens, read.cached_tokens) == ("Hello", 9, 4)
    assert read.receipt["energy_mwh"] == 0.5
    assert read.first_token_seconds > 0


def test_processor_time_of_a_process_grows() -> None:
    me = os.getpid()
    before = cpu_seconds([me])
    while cpu_seconds([me]) == before:
        sum(range(100_000))
    assert stat_of(me)[1][0] == "R"
