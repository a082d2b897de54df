from random import Random

from eval import compaction_texts as texts
from eval.compaction_corpus import KINDS, conversations, thread


def test_a_seed_gives_the_same_conversations() -> None:
    assert list(conversations(1, 2)) == list(conversations(1, 2))
    assert list(conversations(1, 2)) != list(conversations(2, 2))


def test_there_are_as_many_of_each_kind_and_all_are_whole() -> None:
    made = list(conversations(3, 2))
    assert [one["kind"] for one in made] == [kind.__name__ for kind in KINDS for _ in range(2)]
    for one in made:
        assert one["messages"][0]["role"] == "system"
        assert len(one["messages"]) > 1
        assert all(message["content"].strip() for message in one["messages"])


def test_a_mail_quotes_the_one_before() -> None:
    threads = [thread(Random(seed)) for seed in range(20)]
    word_for_word = [texts.quoted(mails[0], marks) in mails[1] for mails in threads for marks in ("> ", ">")]
    assert any(word_for_word)
    assert not all(word_for_word)  # some programs wrap the lines again


def test_lines_wrapped_again_say_the_same() -> None:
    mail = texts.quoted(texts.mail_body(Random(1), "Ann Lee", "Ben Ortiz"))
    wrapped = texts.wrapped_again(mail)
    assert wrapped.replace("> ", "").split() == mail.replace("> ", "").split()
    assert all(len(line) <= 72 for line in wrapped.splitlines())
