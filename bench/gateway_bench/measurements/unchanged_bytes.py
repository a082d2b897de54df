"""Whether request, answer and stream pass the gateway byte for byte."""

from __future__ import annotations

from pathlib import Path

from ..gateways import direct
from ..load_tools import call
from ..settings import REQUEST_BODY, STREAM_BODY
from ..subject import Numbers, Subject


def measure(subject: Subject) -> Numbers:
    """Compares one call through the gateway with one straight to the upstream.

    Where the bytes are equal, the upstream's are kept for the load phases to compare every answer with.
    """
    straight = direct(subject.settings.base_port)
    subject.upstream.set_token_gap(0)
    answer = call(straight, REQUEST_BODY).body
    stream = call(straight, STREAM_BODY).body
    answer_same = call(subject.gateway, REQUEST_BODY).body == answer
    stream_same = call(subject.gateway, STREAM_BODY).body == stream
    request_same = subject.upstream.last_request_body() == STREAM_BODY.read_bytes()
    if answer_same:
        subject.exact_answer = _keep(subject, "answer.json", answer)
    if stream_same:
        subject.exact_stream = _keep(subject, "stream.txt", stream)
    return {"request": request_same, "answer": answer_same, "stream": stream_same}


def _keep(subject: Subject, name: str, body: bytes) -> Path:
    path = subject.settings.work / "run" / f"expected-{name}"
    path.write_bytes(body)
    return path
