#!/usr/bin/python3
"""Not a model server: takes llama-server's command line and misbehaves as told, for tests of LocalEngine.

The "model" file holds one word, the behaviour. Each start appends a line to `<model>.starts`: the process id,
the port and the names of all environment variables.
"""

import os
import pathlib
import signal
import socket
import sys
import time

BEHAVIOURS = (
    "ready",
    "slow",
    "never_ready",
    "die_at_once",
    "die_when_ready",
    "hang_when_ready",
    "deaf_to_sigterm",
)


def option(name: str) -> str:
    return sys.argv[sys.argv.index(name) + 1]


def listen(port: int) -> socket.socket:
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int("--reuse-port" in sys.argv))
    server.bind(("127.0.0.1", port))
    server.listen()
    return server


def serve(server: socket.socket, behaviour: str) -> None:
    loaded_at = time.monotonic() + (0.2 if behaviour == "slow" else 0)
    while True:
        connection, _ = server.accept()
        connection.recv(4096)
        ready = behaviour != "never_ready" and time.monotonic() >= loaded_at
        status = "200 OK" if ready else "503 Service Unavailable"
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        connection.close()
        if behaviour == "die_when_ready":
            sys.exit(3)
        if behaviour == "hang_when_ready":
            signal.pause()


def main() -> None:
    model = pathlib.Path(option("--model"))
    behaviour = model.read_text().strip()
    assert behaviour in BEHAVIOURS
    port = int(option("--port"))
    with model.with_name(model.name + ".starts").open("a") as starts:
        names = sorted(set(os.environ) - {"LC_CTYPE"})  # which Python itself sets when no locale is given
        starts.write(f"{os.getpid()} {port} {','.join(names)}\n")
    if behaviour == "die_at_once":
        sys.exit(1)
    if behaviour == "deaf_to_sigterm":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    serve(listen(port), behaviour)


main()
