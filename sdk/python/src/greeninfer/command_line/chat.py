"""`python -m greeninfer chat`: answers as they are made, each with its tier, energy and carbon."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TextIO

from greeninfer.chat_request import CHOICES, Choice, PreviewWish
from greeninfer.client import GreenInfer
from greeninfer.command_line import words
from greeninfer.errors import GreenInferError
from greeninfer.events import DeltaEvent, DraftEvent, EscalationEvent
from greeninfer.preview import Preview
from greeninfer.results import GreenInferResult
from greeninfer.streaming import ChatStream

_HELP = "/mode eco|balanced|performance  /preview auto|always|never  /summary  /reset  /quit"
_MODES = ("eco", "balanced", "performance")
_PREVIEWS = ("auto", "always", "never")


class Screen:
    """Where the words go. Colour and questions are for terminals only."""

    def __init__(self, out: TextIO, is_terminal: bool, ask: Callable[[str], str] = input) -> None:
        self._out = out
        self.is_terminal = is_terminal
        self._ask = ask

    def say(self, text: str, end: str = "\n") -> None:
        self._write(words.printable(text) + end)

    def note(self, text: str) -> None:
        """Beside the answer: dimmed."""
        plain = words.printable(text)
        self._write((f"\x1b[2m{plain}\x1b[0m" if self.is_terminal else plain) + "\n")

    def ask(self, question: str) -> str | None:
        """None at the end of the input."""
        try:
            return self._ask(question).strip()
        except EOFError:
            return None

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


class Chat:
    def __init__(
        self,
        client: GreenInfer,
        screen: Screen,
        preview: PreviewWish = "never",
        max_tokens: int | None = None,
        brief: bool | None = None,
    ) -> None:
        self._client = client
        self._screen = screen
        self._mode: str | None = None
        self._preview: str = preview
        self._max_tokens = max_tokens
        self._brief = brief

    def converse(self) -> int:
        """Until /quit, Ctrl-D, or Ctrl-C at the prompt; Ctrl-C during an answer ends that answer."""
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 (lines can be edited once it is there)
        self._screen.note(f"{self._client.base_url}, session {self._client.session_id}; /help, Ctrl-D ends")
        while True:
            line = self._screen.ask("> ")
            if line is None or line == "/quit":
                return 0
            if not line:
                continue
            try:
                self._obey(line) if line.startswith("/") else self.ask(line)
            except GreenInferError as problem:
                self._screen.say(f"error: {problem}")
            except KeyboardInterrupt:
                self._screen.say("")
                self._screen.note("stopped; what was written until then is charged")

    def ask(self, prompt: str) -> None:
        stream = self._client.stream(
            prompt,
            mode=self._mode,  # type: ignore[arg-type]  # checked in _obey
            context=self._client.history,
            preview=None if self._preview == "never" else self._preview,  # type: ignore[arg-type]
            max_tokens=self._max_tokens,
            brief=self._brief,
        )
        preview = self._show(stream)
        while preview is not None:
            choice = self._choice(preview)
            if choice is None:
                return
            preview = self._show(self._client.stream_confirm(preview, choice))

    def _obey(self, line: str) -> None:
        name, _, value = line.partition(" ")
        if name == "/mode" and value in _MODES:
            self._mode = value
        elif name == "/preview" and value in _PREVIEWS:
            self._preview = value
        elif name == "/summary":
            self._summary()
        elif name == "/reset":
            self._client.reset_session()
            self._screen.note("the session begins anew")
        else:
            self._screen.note(_HELP)

    def _show(self, stream: ChatStream) -> Preview | None:
        with stream:
            for event in stream:
                if isinstance(event, (DeltaEvent, DraftEvent)):
                    self._screen.say(event.text, end="")
                elif isinstance(event, EscalationEvent):
                    self._screen.say("")
                    self._screen.note(
                        f"({event.from_tier} taken back: {event.reason}; {event.to_tier} answers)"
                    )
        if stream.result is not None:
            self._screen.say("" if stream.text else stream.result.response)
            self._screen.note(footer(stream.result))
        return stream.preview

    def _choice(self, preview: Preview) -> Choice | None:
        self._screen.say(preview.summary)
        for number, point in enumerate(preview.outline, 1):
            self._screen.say(f"  {number}. {point}")
        self._screen.note(preview_footer(preview))
        if not self._screen.is_terminal:
            self._screen.note("a preview is all that there is without a terminal to choose at")
            return None
        while True:
            said = self._screen.ask("[e]xpand, [d]ifferent angle, [a]dd detail, or Enter to leave it: ")
            if not said:
                return None
            for choice in CHOICES:
                if choice.startswith(said.lower().replace(" ", "_")):
                    return choice

    def _summary(self) -> None:
        summary = self._client.session_summary()
        text = (
            f"{summary['total_prompts']} prompts, {words.energy(summary['total_energy_mwh'])}, "
            f"{words.carbon(summary['total_co2_grams'])} CO2e"
        )
        if "carbon_budget_g" in summary:
            left, budget = summary["carbon_remaining_g"], summary["carbon_budget_g"]
            text += f"; {words.carbon(left)} left of {words.carbon(budget)}"
        self._screen.note(text)


def footer(result: GreenInferResult) -> str:
    """One line on what an answer was and took."""
    parts = [
        f"{result.model_tier} {result.model_id}" + (f" in {result.region}" if result.region else ""),
        _energy_with_interval(
            result.energy_mwh, result.energy_mwh_low, result.energy_mwh_high, result.energy_method
        ),
        f"{words.carbon(result.co2_grams)} CO2e",
        f"saved {words.percentage(result.energy_saved_pct)}",
        words.duration(result.latency_ms),
    ]
    if result.escalations:
        parts.insert(1, " > ".join(result.cascade_path))
    if result.preview_energy_mwh is not None:
        parts.append(f"its previews before: {words.energy(result.preview_energy_mwh)}")
    for note in (result.preview_failed, result.preview_ignored):
        if note:
            parts.append(f"no preview: {note}")
    return " · ".join(parts)


def preview_footer(preview: Preview) -> str:
    spent, expected = preview.spent, preview.estimated
    full = (
        f"the full answer by {expected.tier} {expected.model_id}: about {words.energy(expected.energy_mwh)}, "
        f"{words.carbon(expected.co2_grams)} CO2e"
        if expected
        else "what the full answer takes is not known"
    )
    taken = words.energy(spent.energy_mwh if spent else None)
    return f"preview by {preview.preview.model_tier}: {taken} · {full}"


def _energy_with_interval(
    mwh: float | None, low_mwh: float | None, high_mwh: float | None, method: str | None
) -> str:
    if mwh is None:
        return "energy not known"
    interval = (
        "" if low_mwh is None or high_mwh is None else f"{words.energy(low_mwh)} to {words.energy(high_mwh)}"
    )
    about = ", ".join(part for part in (interval, method) if part)
    return f"{words.energy(mwh)} ({about})" if about else words.energy(mwh)
