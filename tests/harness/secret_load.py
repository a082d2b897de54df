"""Requests of every kind, each part of which holds a word that may be found nowhere afterwards."""

from __future__ import annotations

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor

import httpx

from .canary import canary
from .configs import MODEL
from .gateway import Gateway
from .raw_http import CHAT, RawConnection, request_bytes
from .replies import completion, content_event, error_body, finish_event, role_event, usage_event
from .script import DONE, Close, Json, Script, event, open_stream, stream, whole
from .scripted_upstream import Chooser, Received, ScriptedUpstream

ENGINE_MODEL = "smollm2-135m"
ASKS_FOR = ("", "make it fail", "refuse it", "talk nonsense", "break off", "an error in a stream")


class Secrets:
    """One word for each place where text of a client or a model goes."""

    def __init__(self) -> None:
        self.prompt, self.answer, self.header, self.session, self.user = (canary() for _ in range(5))
        self.broken, self.path = canary(), canary()

    def all(self) -> list[str]:
        return list(vars(self).values())


def answer_with(secrets: Secrets) -> Chooser:
    """Echoes the prompt's secret and adds one of the model; errors and broken streams hold them too."""
    text = f"{secrets.answer} {secrets.prompt} "

    def choose(request: Received) -> Script:
        streamed = b'"stream":true' in request.body.replace(b" ", b"")
        if request.target.endswith("/embeddings"):
            return whole({"object": "list", "data": [{"embedding": [0.5]}], "model": secrets.answer})
        if b"make it fail" in request.body:
            return whole(error_body(text, "server_error"), 500)
        if b"refuse it" in request.body:
            return whole(error_body(text), 400)
        if b"talk nonsense" in request.body:
            return whole(text.encode(), 200)
        if b"break off" in request.body:
            return [*open_stream([role_event(), content_event(text)]), Close()]
        if b"an error in a stream" in request.body:
            return stream([role_event(), content_event(text), event(error_body(text))])
        if streamed:
            return stream([role_event(), *[content_event(text)] * 5, finish_event(), usage_event(), DONE])
        return whole(completion(text))

    return choose


def answered_by(upstream: ScriptedUpstream, secrets: Secrets) -> ScriptedUpstream:
    upstream.choose_with(answer_with(secrets))
    return upstream


def headers_of(secrets: Secrets) -> dict[str, str]:
    # Not x-request-id: that one is for finding a request in the log.
    return {
        "authorization": f"Bearer {secrets.header}",
        "x-greeninfer-session": secrets.session,
        "user-agent": f"{secrets.header}/1.0",
        "cookie": f"c={secrets.header}",
        "x-anything": secrets.header,
    }


def good_requests(secrets: Secrets) -> list[tuple[str, Json]]:
    requests: list[tuple[str, Json]] = []
    # The real engine does not fail when asked to.
    for model, asks in ((MODEL, ASKS_FOR), ("auto", ASKS_FOR), (ENGINE_MODEL, ("", "and more"))):
        for more in asks:
            for streamed in (False, True):
                messages = [
                    {"role": "system", "content": secrets.prompt},
                    {"role": "user", "content": f"{secrets.prompt} {more}"},
                ]
                body = {"model": model, "messages": messages, "user": secrets.user, "max_tokens": 4}
                requests.append((CHAT, {**body, "stream": streamed, "metadata": {"k": secrets.user}}))
    context = [{"role": "user", "content": secrets.prompt}]
    native = {"prompt": f"What of {secrets.prompt}?", "context": context, "session_id": secrets.session}
    requests += [("/chat", {**native, "stream": streamed, "max_tokens": 4}) for streamed in (False, True)]
    requests += [
        ("/analyze", {"prompt": secrets.prompt}),
        ("/analyze", {"prompt": 1, "mode": secrets.broken}),
    ]
    requests += [("/v1/embeddings", {"model": MODEL, "input": [secrets.prompt]})]
    requests += [("/v1/completions", {"model": MODEL, "prompt": secrets.prompt, "user": secrets.user})]
    # What is refused is quoted nowhere either.
    requests += [
        (CHAT, {"model": secrets.broken, "messages": context}),
        (CHAT, {"model": MODEL, "messages": [{"role": secrets.broken, "content": secrets.prompt}]}),
        (CHAT, {"model": MODEL, "messages": secrets.broken}),
        (CHAT, {"model": MODEL, "messages": context, "temperature": secrets.broken}),
        ("/chat", {"prompt": secrets.prompt, "mode": secrets.broken}),
        (f"/{secrets.path}", {"prompt": secrets.prompt}),
        (f"{CHAT}?key={secrets.path}", {"model": MODEL, "messages": context}),
    ]
    return requests


def broken_requests(secrets: Secrets) -> list[bytes]:
    broken = secrets.broken
    return [
        f"{broken}\r\n\r\n".encode(),
        f"GET /{secrets.path} HTTP/9.9\r\nhost: x\r\n\r\n".encode(),
        request_bytes(f'{{"model": "{MODEL}", "messages": [{{"role": "user", "content": "{broken}'.encode()),
        request_bytes(f'{{"{broken}'.encode() + b"\xff\xfe"),
        request_bytes({"prompt": secrets.prompt}, headers={broken: broken * 3000}),
        request_bytes({"prompt": secrets.prompt}, headers={"transfer-encoding": broken}),
        request_bytes({"prompt": secrets.prompt}, headers={"content-length": "100000"}),
        request_bytes({"prompt": secrets.prompt}, "/chat", method=broken.upper()),
    ]


def send_load(gateway: Gateway, secrets: Secrets, rounds: int = 2) -> None:
    """All of it, several requests at a time; that answers are right is for other tests."""
    headers = headers_of(secrets)
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=60, headers=headers) as client:

        def post(request: tuple[str, Json]) -> None:
            path, body = request
            with contextlib.suppress(httpx.RemoteProtocolError):  # an answer cut off on purpose
                client.post(path, json=body)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(post, good_requests(secrets) * rounds))
        for path in (f"/sessions/{secrets.session}", "/metrics", "/grid", "/health", "/v1/models"):
            client.get(path)
        client.delete(f"/sessions/{secrets.session}")
    for data in broken_requests(secrets):
        with RawConnection(("127.0.0.1", gateway.port)) as connection, contextlib.suppress(OSError):
            connection.send(data)
            connection.socket.settimeout(0.3)
            connection.read_answer()


def pages(gateway: Gateway) -> str:
    """What anyone may read of the gateway."""
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=20) as client:
        names = ("/metrics", "/grid", "/health", "/ready", "/v1/models")
        return json.dumps([client.get(name).text for name in names])
