"""A real browser, and pages of it that read like what a person does.

Chromium is driven by playwright-core in a Node.js process (web/browser/bridge.mjs); this is its other end. An
`Element` is a way to find something and is looked up anew by each call, so it never goes stale while the page
redraws itself.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .gateway import REPOSITORY
from .script import Json

BRIDGE = REPOSITORY / "web/browser/bridge.mjs"
Step = tuple[Any, ...]
"""A call of Playwright's: its name and its arguments."""
Value = TypeVar("Value")


def flags() -> list[str]:
    """Nothing leaves this machine. Root has no sandbox to give: Chromium then refuses to start with one."""
    alone = ["--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    return [*alone, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


class Browser:
    """One Chromium for many tests, each of which opens pages of its own that share nothing."""

    def __init__(self, chromium: str, folder: Path) -> None:
        """`folder` is where profiles and whatever else a browser writes go."""
        self._process = subprocess.Popen(
            ["node", str(BRIDGE), chromium, *flags()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        )
        self.version = self._read()

    def ask(self, do: str, **command: Json) -> Json:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **command}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def open(self, url: str, options: Json = None) -> Page:
        return Page(self, url, self.ask("open", options=options or {}))

    def stop(self) -> None:
        """The end of its input ends the bridge, and the bridge its browser."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            # The browser reads from the bridge and ends when that is gone.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(5)

    def _read(self) -> Json:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, f"the browser is gone: node ended with {self._process.wait(10)}"
        answer = json.loads(line)
        if "failure" in answer:
            raise AssertionError(_plain(answer["failure"]))
        return answer["value"]


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@dataclass
class Page:
    browser: Browser
    url: str
    number: int
    expected: list[str] = field(default_factory=list)

    def expect(self, problem: str) -> None:
        """The test provokes this: a page is reported for every other line on its console."""
        self.expected.append(problem)

    def call(self, *steps: Step) -> Json:
        return self.browser.ask("call", page=self.number, steps=steps)

    def go(self, place: str = "") -> Page:
        """Opens `place` of the page (`chat`, `dashboard`, `setup`) from the address bar."""
        self.call(("goto", f"{self.url}/{f'#/{place}' if place else ''}"))
        return self

    def reload(self) -> None:
        self.call(("reload",))

    def beside(self) -> Page:
        """Another tab of the same browser profile."""
        return Page(self.browser, self.url, self.browser.ask("open", beside=self.number, options={}))

    def run(self, script: str, argument: Json = None) -> Json:
        """The value of a JavaScript function in the page."""
        return self.call(("evaluate", {"script": script}, argument))

    def before(self, script: str) -> None:
        """Runs this function in every page that is opened from now on, before anything of the page runs."""
        self.call(("addInitScript", {"script": script}))

    def load(self, program: str) -> None:
        """Runs a whole program in the page, past its content security policy."""
        self.call(("evaluate", f"{program}; undefined"))

    def press(self, key: str) -> None:
        self.call(("keyboard",), ("press", key))

    def screenshot(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.call(("screenshot", {"path": str(file), "animations": "disabled"}))

    def offline(self, away: bool) -> None:
        self.browser.ask("context", page=self.number, steps=[("setOffline", away)])

    def close(self) -> None:
        self.browser.ask("close", page=self.number)

    # What happened without being asked for

    def seen(self) -> dict[str, list[Any]]:
        record: dict[str, list[Any]] = self.browser.ask("seen", page=self.number)
        return record

    def foreign_requests(self) -> list[str]:
        own = (f"{self.url}/", f"blob:{self.url}/", "data:")
        return [one for one in self.seen()["requests"] if not one.split(" ", 1)[1].startswith(own)]

    # Finding things

    def test_id(self, name: str) -> Element:
        return Element(self, (("getByTestId", name),))

    def css(self, selector: str) -> Element:
        return Element(self, (("locator", selector),))

    def role(self, role: str, name: str | None = None) -> Element:
        return Element(self, (_by_role(role, name),))


def _by_role(role: str, name: str | None) -> Step:
    return ("getByRole", role, {} if name is None else {"name": name, "exact": True})


@dataclass(frozen=True)
class Element:
    page: Page
    steps: tuple[Step, ...]

    def _then(self, *step: Json) -> Element:
        return Element(self.page, (*self.steps, step))

    def _do(self, *step: Json) -> Json:
        return self.page.call(*self.steps, step)

    def test_id(self, name: str) -> Element:
        return self._then("getByTestId", name)

    def css(self, selector: str) -> Element:
        return self._then("locator", selector)

    def role(self, role: str, name: str | None = None) -> Element:
        return self._then(*_by_role(role, name))

    def with_text(self, text: str) -> Element:
        return self._then("filter", {"hasText": text})

    @property
    def first(self) -> Element:
        return self._then("first")

    @property
    def last(self) -> Element:
        return self._then("last")

    def nth(self, number: int) -> Element:
        return self._then("nth", number)

    def click(self) -> None:
        self._do("click")

    def fill(self, text: str) -> None:
        self._do("fill", text)

    def press(self, key: str) -> None:
        self._do("press", key)

    def choose(self, value: str) -> None:
        self._do("selectOption", value)

    def focus(self) -> None:
        self._do("focus")

    def wait(self, state: str = "visible", timeout_seconds: float = 10) -> Element:
        self._do("waitFor", {"state": state, "timeout": timeout_seconds * 1000})
        return self

    def text(self) -> str:
        return str(self._do("innerText"))

    def texts(self) -> list[str]:
        found: list[str] = self._do("allInnerTexts")
        return found

    def count(self) -> int:
        return int(self._do("count"))

    def visible(self) -> bool:
        return bool(self._do("isVisible"))

    def enabled(self) -> bool:
        return bool(self._do("isEnabled"))

    def value(self) -> str:
        return str(self._do("inputValue"))

    def attribute(self, name: str) -> str | None:
        found: str | None = self._do("getAttribute", name)
        return found

    def run(self, script: str) -> Json:
        """The value of a JavaScript function of this element."""
        return self._do("evaluate", {"script": script})

    def wait_for_text(self, wanted: str, timeout_seconds: float = 10) -> str:
        """Waits until it holds `wanted`; the whole of its text then."""
        return until(lambda: self.text(), lambda text: wanted in text, f"{wanted!r} in", timeout_seconds)


def until(
    look: Callable[[], Value], is_so: Callable[[Value], Any], what: str, timeout_seconds: float = 10
) -> Value:
    """Looks again and again until it is so; says what was seen last when that does not come."""
    deadline = time.monotonic() + timeout_seconds
    while not is_so(value := look()):
        assert time.monotonic() < deadline, f"no {what} {str(value)[:600]!r}"
        time.sleep(0.02)
    return value


def read_downloads(page: Page, count: int = 1) -> list[dict[str, str]]:
    found: list[dict[str, str]] = until(
        lambda: page.seen()["downloads"], lambda downloads: len(downloads) >= count, f"{count} downloads in"
    )
    return found
