from train.optimizer import phrases
from train.optimizer.templates import Templates, is_held_out, load


def known(**pools: list[str]) -> Templates:
    empty: dict[str, list[str]] = {pool: [] for pool in (*phrases.PLACES, "between_words")}
    return Templates({**empty, **pools}, [("to", "[in order] to")], ["[(Please |)]answer in French."], [])


def test_a_template_stands_for_every_combination_of_its_alternatives() -> None:
    texts = set(phrases.expansions("(a|b (c|d)) e(.|)"))
    assert texts == {"a e.", "a e", "b c e.", "b c e", "b d e.", "b d e"}


def test_the_vocabulary_holds_filler_only_in_normal_form() -> None:
    words = phrases.vocabulary(known(before_question=["I (would|'d) Like,"], between_words=["of course"]))
    assert words == {"i", "would", "i'd", "like", "of", "course", "in", "order", "please"}


def test_a_file_names_places_then_words() -> None:
    written = list(phrases.lines(known(opening=["Hi (there|),"], closing=["Thanks(!|) "])))
    assert written[1:3] == ["opening\tHi (there|),", "closing\tThanks(!|)"]
    assert "word\thi" in written
    assert "alone\thi" in written
    assert "alone\tthere" not in written


def test_held_out_templates_are_left_out() -> None:
    written = {line.partition("\t")[2] for line in phrases.lines(load(held_out=False))}
    held_out = [text.strip() for pool in phrases.PLACES for text in load(held_out=True).pools[pool]]
    assert len(held_out) > 50
    assert not written & set(held_out)
    assert all(is_held_out(text) for text in load(held_out=True).pools["opening"])
