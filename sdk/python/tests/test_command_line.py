"""The command line: what it says of an answer, how a preview is chosen from, and the live table."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from greeninfer.command_line import words
from greeninfer.command_line.arguments import main, parser
from greeninfer.command_line.chat import Chat, Screen
from greeninfer.command_line.samples import Samples
from greeninfer.command_line.watch import Watch
from tests.servers_by_hand import Pieces, Script, client, error, event, reply, session, streamed
from tests.test_preview import PREVIEW


def answer(text: str = "Paris.", **changes: Any) -> httpx.Response:  # noqa: ANN401 (any member)
    return streamed(Pieces([event("delta", {"text": text}), event("done", reply(response=text, **changes))]))


def previewed() -> httpx.Response:
    preview = event("preview", {"preview": PREVIEW["preview"]})
    return streamed(Pieces([preview, event("done", PREVIEW)]))


def asking(*said: str) -> Callable[[str], str]:
    left = list(said)

    def ask(question: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def test_an_answer_with_what_it_took() -> None:
    out = io.StringIO()
    Chat(client(Script(answer())), Screen(out, is_terminal=False)).ask("x")
    assert out.getvalue() == (
        "Paris.\n"
        "small small-model · 3.82 mWh (1.00 mWh to 9.00 mWh, proxy) · 756 µg CO2e · saved 90 % · 12 ms\n"
    )


def test_what_is_not_known_is_a_dash() -> None:
    out = io.StringIO()
    unknown = answer(energy_mwh=None, co2_grams=None, energy_saved_pct=None, latency_ms=None)
    Chat(client(Script(unknown)), Screen(out, is_terminal=False)).ask("x")
    assert "energy not known · – CO2e · saved – · –" in out.getvalue()


def test_a_model_cannot_take_over_the_terminal() -> None:
    out = io.StringIO()
    hostile = answer("a\x1b]0;title\x07b\x9b2Jc\nd\te", model_id="m\x1b[2J")
    Chat(client(Script(hostile)), Screen(out, is_terminal=False)).ask("x")
    assert out.getvalue().startswith("a]0;titleb2Jc\nd\te\n")
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize(
    ("said", "choice"),
    [("e", "expand"), ("a", "add_detail"), ("different angle", "different_angle"), ("D", None)],
)
def test_a_preview_is_chosen_from(said: str, choice: str | None) -> None:
    script = Script(previewed(), answer("Long."))
    out = io.StringIO()
    screen = Screen(out, is_terminal=True, ask=asking("what?", said))
    Chat(client(script), screen, preview="always").ask("x")
    assert script.body(0)["preview"] == "always"
    assert script.body(1)["confirm"]["choice"] == (choice or "different_angle")
    assert "One sentence. Another.\n  1. first\n  2. second\n  3. third\n" in out.getvalue()
    assert (
        "preview by small: 2.50 mWh · the full answer by large big: about 285 mWh, 100 mg CO2e"
        in out.getvalue()
    )
    assert "Long." in out.getvalue()


def test_a_preview_can_be_left() -> None:
    script = Script(previewed())
    Chat(client(script), Screen(io.StringIO(), is_terminal=True, ask=asking("")), preview="always").ask("x")
    assert len(script.requests) == 1


def test_without_a_terminal_a_preview_is_all_there_is() -> None:
    script = Script(previewed())
    out = io.StringIO()
    Chat(client(script), Screen(out, is_terminal=False, ask=asking("e")), preview="always").ask("x")
    assert len(script.requests) == 1
    assert "without a terminal" in out.getvalue()


def test_an_escalation_is_said() -> None:
    pieces = Pieces(
        [
            event("draft", {"model_tier": "small", "text": "Wrong"}),
            event("escalation", {"from": "small", "to": "large", "reason": "check_word"}),
            event("delta", {"text": "Right"}),
            event("done", reply(response="Right", escalations=1, cascade_path=["small", "large"])),
        ]
    )
    out = io.StringIO()
    Chat(client(Script(streamed(pieces))), Screen(out, is_terminal=False)).ask("x")
    assert "Wrong\n(small taken back: check_word; large answers)\nRight\n" in out.getvalue()
    assert "small > large" in out.getvalue()


def test_a_conversation() -> None:
    script = Script(answer(), error(422, message="the prompt is bad"), answer("Madrid."), session(2, 0.1), {})
    out = io.StringIO()
    lines = [
        "France?",
        "",
        "bad",
        "/mode eco",
        "Spain?",
        "/summary",
        "/reset",
        "/mode fast",
        "/quit",
        "never",
    ]
    Chat(client(script, retries=0), Screen(out, is_terminal=False, ask=asking(*lines))).converse()
    assert "error: the prompt is bad (HTTP 422" in out.getvalue()
    assert script.body(2)["mode"] == "eco"
    assert script.body(2)["context"] == [
        {"role": "user", "content": "France?"},
        {"role": "assistant", "content": "Paris."},
    ]
    assert "2 prompts, 20.0 mWh, 100 mg CO2e; 4.90 g left of 5.00 g" in out.getvalue()
    assert script.paths()[-1].startswith("DELETE /sessions/")
    assert "/quit" in out.getvalue(), "what is no command is answered by the list of them"


def test_ctrl_c_ends_the_answer_and_not_the_conversation() -> None:
    interrupted = streamed(Pieces([event("delta", {"text": "a"})], KeyboardInterrupt()))  # type: ignore[arg-type]
    out = io.StringIO()
    chat = Chat(client(Script(interrupted, answer())), Screen(out, is_terminal=False, ask=asking("x", "y")))
    assert chat.converse() == 0
    assert "stopped; what was written until then is charged" in out.getvalue()
    assert "Paris." in out.getvalue()


ROW: dict[str, Any] = {
    "model": "big",
    "department": "search",
    "energy_kwh": 2e-6,
    "co2e_g": 0.0004,
    "cost_usd": 0.0012,
    "answered": 3,
    "prompt_tokens": 40,
    "output_tokens": 2,
}
SMALL: dict[str, Any] = {**ROW, "model": "small", "energy_kwh": None, "co2e_g": None, "cost_usd": None}
GRID = {"zones": [{"zone": "US-TEX-ERCO", "grams_per_kwh": 198.4, "live": True}]}
METRICS = "# TYPE greeninfer_escalations_total counter\ngreeninfer_requests_in_flight 2\n"


def looks(*reports: dict[str, Any]) -> Script:
    answers: list[httpx.Response | dict[str, Any]] = []
    for report in reports:
        answers += [report, httpx.Response(200, text=METRICS), GRID]
    return Script(*answers)


def report(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 (any member)
    big = {**ROW, **changes}
    return {"by": ["model", "department"], "rows": [SMALL, big], "total": {**big, "model": None}}


def test_the_table() -> None:
    out = io.StringIO()
    script = looks(report())
    Watch(client(script), out, ["model", "department"], is_terminal=False).show()
    assert script.requests[0].url.params["by"] == "model,department"
    assert out.getvalue() == (
        "http://server.test · 2 in flight · 0 escalations · grid US-TEX-ERCO 198 g/kWh (live)\n"
        "\n"
        "model  department    energy  power now    CO2e      cost  answers  tokens\n"
        "big    search      2.00 mWh          –  400 µg  $0.00120        3      42\n"
        "small  search             –          –       –         –        3      42\n"
        "total              2.00 mWh          –  400 µg  $0.00120        3      42\n"
    )


def test_power_is_what_was_used_between_two_looks() -> None:
    out = io.StringIO()
    times = iter([0.0, 2.0, 4.0])
    script = looks(report(), report(energy_kwh=4e-6), report(energy_kwh=1e-6))
    watch = Watch(client(script), out, ["model"], is_terminal=False, clock=lambda: next(times))
    for _ in range(3):
        watch.show()
    first, second, third = out.getvalue().split("http://")[1:]
    assert "W  " not in first.replace("mWh", "")
    assert "3.60 W" in second
    assert "W  " not in third.replace("mWh", ""), "the server began anew"


def test_an_outage_is_shown_and_waited_for() -> None:
    out = io.StringIO()
    script = Script(error(500, message="oh"), *looks(report()).answers)
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    watch = Watch(client(script), out, ["model"], is_terminal=True, sleep=sleep)
    with pytest.raises(KeyboardInterrupt):
        watch.run(0.5)
    assert pauses == [0.5, 0.5]
    assert "greeninfer: oh (HTTP 500" in out.getvalue()
    assert out.getvalue().count("\x1b[H\x1b[2J") == 2
    assert "US-TEX-ERCO" in out.getvalue()


def test_an_empty_account_says_what_to_do() -> None:
    out = io.StringIO()
    Watch(client(looks({"rows": [], "total": {}})), out, ["model"], is_terminal=False).show()
    assert "Nothing has been asked yet: python -m greeninfer chat" in out.getvalue()


def test_samples() -> None:
    samples = Samples('# TYPE a counter\n# TYPE b gauge\nb{x="1 } 2"} 3\nb{x="y"} 4.5\nbad\n')
    assert (samples.sum("a"), samples.sum("b"), samples.sum("c")) == (0, 7.5, None)


@pytest.mark.parametrize(
    ("mwh", "said"),
    [
        (None, "–"),
        (0.0, "0 mWh"),
        (3.82, "3.82 mWh"),
        (0.341335, "341 µWh"),
        (999.6, "1.00 Wh"),
        (12345678.0, "12.3 kWh"),
        (-3.2, "-3.20 mWh"),
        (0.0004, "0.400 µWh"),
    ],
)
def test_energy_in_words(mwh: float | None, said: str) -> None:
    assert words.energy(mwh) == said


def test_other_figures_in_words() -> None:
    assert words.carbon(0.00075636) == "756 µg"
    assert words.power(0.0125) == "12.5 mW"
    assert [words.money(None), words.money(0.5), words.money(12345.0)] == ["–", "$0.500", "$12300"]
    assert [words.duration(None), words.duration(999), words.duration(1500)] == ["–", "999 ms", "1.5 s"]
    assert [words.percentage(None), words.percentage(-4)] == ["–", "-4 %"]


def test_no_server_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--once", "--base-url", "http://127.0.0.1:9"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "greeninfer serve" in said.err


@pytest.mark.parametrize("wrong", [["watch", "--interval", "0"], ["chat", "--mode", "fast"], []])
def test_wrong_use(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(wrong)
    assert raised.value.code == 2
    assert "usage: python -m greeninfer" in capsys.readouterr().err


def test_help_names_every_option() -> None:
    assert "chat" in parser().format_help()
    assert "GREENINFER_BASE_URL" in parser().format_help()
