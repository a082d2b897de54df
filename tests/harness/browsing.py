"""Fixtures: a browser for the session, and pages that a test may only leave behind if they behaved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .browser import Browser, Page
from .gateway import REPOSITORY, Gateway
from .script import Json

OpenPage = Callable[..., Page]
PICTURES = REPOSITORY / "build/reports/browser"
"""Where screenshots go, those to be looked at and those of a failed test."""

INLINE_SCRIPT = """() => {
  const script = document.createElement("script");
  script.text = "testRan('inline')";
  document.body.append(script);
  script.remove();
}"""
"""What a content security policy worth its name refuses."""

_outcome = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "open_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    item.stash[_outcome] = item.stash.get(_outcome, True) and report.passed
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Without a browser these tests prove nothing: CI fails, a developer is told."""
    found = shutil.which("chromium")
    modules = REPOSITORY / "web/node_modules/playwright-core"
    if found and modules.exists():
        return found
    message = "no chromium or no web/node_modules: run ./dev setup"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    for old in PICTURES.glob("failed-*"):
        old.unlink(missing_ok=True)
    started = Browser(chromium, tmp_path_factory.mktemp("chromium"))
    yield started
    started.stop()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens pages on a gateway. `options` are those of a browser context of Playwright."""
    opened: list[Page] = []

    def open_on(gateway: Gateway, place: str | None = "", **options: Json) -> Page:
        opened.append(browser.open(gateway.url, options))
        return opened[-1] if place is None else opened[-1].go(place)

    yield open_on
    passed = request.node.stash.get(_outcome, True)
    for number, page in enumerate(opened):
        if not passed:
            page.screenshot(PICTURES / f"failed-{request.node.name}-{number}.png")
    problems = [problem for page in opened for problem in problems_of(page)]
    for page in opened:
        page.close()
    assert not problems, "\n".join(problems)


def problems_of(page: Page) -> list[str]:
    """What no page may do in any test."""
    seen = page.seen()
    complaints = [line for line in seen["console"] if line.startswith(("error", "warning"))]
    problems = [
        *(f"threw: {error}" for error in seen["errors"]),
        *(f"console: {line}" for line in complaints),
        *(f"refused by the content security policy: {one}" for one in seen["violations"]),
        *(f"asked another server: {one}" for one in page.foreign_requests()),
        *(f"ran foreign script: {one}" for one in seen["ran"]),
    ]
    return [problem for problem in problems if not any(text in problem for text in page.expected)]


def picture(name: str) -> Path:
    return PICTURES / f"{name}.png"
