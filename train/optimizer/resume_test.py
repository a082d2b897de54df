"""A run that was interrupted goes on exactly where it was. Needs the environment of training, not of CI."""

from pathlib import Path

import pytest

torch = pytest.importorskip(
    "torch", reason="the training environment (tools/setup/python.sh train) is not active"
)
pytest.importorskip("sentencepiece")

from train import routing_data  # noqa: E402 (behind the skip)
from train.optimizer import pieces, train  # noqa: E402 (behind the skip)
from train.optimizer.pairs import Pairs  # noqa: E402 (behind the skip)


def small_vocabulary(folder: Path, pairs: Pairs) -> pieces.Pieces:
    texts = [" ".join(word for word, _ in pairs.example(1, number)) for number in range(6000)]
    pieces.train(texts, folder / "pieces")
    return pieces.Pieces(folder / "pieces.model")


def test_a_resumed_run_sees_the_same_batches_and_ends_with_the_same_weights(tmp_path: Path) -> None:
    if not routing_data.folder().is_dir():
        pytest.skip(f"the public routing data is not at {routing_data.folder()}")
    torch.set_num_threads(1)
    pairs = Pairs(routing_data.folder())
    vocabulary = small_vocabulary(tmp_path, pairs)

    def run_to(run: train.Run, steps: int) -> None:
        for batch in train.stream(pairs, vocabulary, run.step):
            if run.step >= steps:
                return
            train.train_step(run, batch, steps=40)

    whole = train.start(tmp_path)
    run_to(whole, 27)
    broken = train.start(tmp_path)
    run_to(broken, 25)  # just behind the first pool of batches
    train.save(broken, tmp_path)
    resumed = train.start(tmp_path)
    assert resumed.step == 25
    run_to(resumed, 27)
    for one, other in zip(whole.model.parameters(), resumed.model.parameters(), strict=True):
        assert torch.equal(one, other)
