"""The way from recording to receipt in short: the real gateway over a few recorded answers, and every
reader.

Skipped, and said so, where the public data or the program is absent.
"""

from __future__ import annotations

import numpy as np
import pytest

from eval import pareto, start_tier
from eval.cascade_replay import Order, replay
from eval.cascade_splits import SIGNAL, recorded
from eval.data_sets import data_is_here, prompt_set
from eval.gateway_process import binary
from eval.prompt_router import PAIRS
from train.cascade_fit import fit_rule, threshold_for

pytestmark = pytest.mark.skipif(
    not data_is_here(),
    reason="the public data is absent: set GREENINFER_DATA to the folder that has routing/",
)
ROWS = 120


@pytest.mark.skipif(not binary().exists(), reason=f"{binary()} is not built: ./dev build release")
def test_the_gateway_decides_as_the_rule_says() -> None:
    outcomes = recorded()
    mine = np.flatnonzero(outcomes.category == "arc_easy")
    rule = fit_rule(SIGNAL, outcomes.take(mine[ROWS:]))
    edge = threshold_for(rule, outcomes.take(mine[ROWS:]), target=0.95, confidence=0.5)
    (found,) = replay([(Order(rule, edge, 0.95, mine[:ROWS]), rule.gain(outcomes))])
    assert found.checks > ROWS / 2
    assert found.differing <= ROWS // 20  # prompts scored as trivial are not checked
    assert 0.85 < found.tried.quality <= 1.05
    assert 0.2 < found.tried.cost < 0.8


def test_every_set_is_read() -> None:
    for pair in PAIRS:
        prompts = prompt_set(pair.file, (pair.weak, pair.strong))
        assert len(prompts) > 1000
        assert set(np.unique(prompts.fold)) == set(range(5))
    tiered = start_tier.read()
    assert tiered.quality.shape == tiered.cost.shape == (len(tiered.prompts), 3)
    assert (tiered.cost > 0).all()


def test_the_pareto_view_has_a_frontier() -> None:
    rows = pareto.measure()
    assert {row["method"] for row in rows} == {"measured", "modelled"}
    assert "yes" in pareto.render(rows)
