"""Words are those of the shortener, and labels made on other words are carried over by place."""

from __future__ import annotations

from eval.shortening_words import is_stop_word, keep_by_place, marked, split_words


def test_only_ascii_blanks_part_words() -> None:
    assert split_words(" a\tb\r\nc\u00a0d e ") == ["a", "b", "c\u00a0d", "e"]


def test_labels_are_carried_over_by_place() -> None:
    text = "please tell\u00a0me why"
    assert text.split() == ["please", "tell", "me", "why"]
    assert keep_by_place(text, {0}) == (False, True, True)
    assert keep_by_place(text, {0, 1, 2}) == (False, False, True)
    assert keep_by_place(text, {2}) == (True, True, True)  # half a word may not go


def test_function_words_with_their_punctuation() -> None:
    assert is_stop_word("The") and is_stop_word("(of)") and is_stop_word("-")
    assert not is_stop_word("don't") and not is_stop_word("Paris,") and not is_stop_word("7")


def test_marks_are_on_one_line() -> None:
    assert marked("oh\nhi you", {0, 2}) == "~oh hi ~you"
