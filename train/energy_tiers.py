"""How wrong the published coefficients of the tiers are on the measured models, tier by active parameters.

The deviation that makes their 90 % intervals hold 90 % of the rows is kProxyLogDeviation of
src/energy/energy_profile.hpp: what a model is charged with of which only the tier is known.
"""

from __future__ import annotations

import numpy as np

from train.energy_errors import OCCUPANCIES
from train.energy_table import Column, EnergyTable

# Milliwatt-hours of IT energy per token of an answer, as in src/models/tier_energy.hpp, up to so many
# billions of active parameters. The names of tiers say no sizes; these are the usual ones.
TIERS = ((4.0, 0.04), (15.0, 0.18), (150.0, 0.95), (np.inf, 2.375))
HOST_SHARE = 1.60  # as in src/energy/host_share.hpp; the table counts GPUs alone


def plausible_rows(table: EnergyTable) -> EnergyTable:
    """Answers to short prompts, among as many requests as a server of unknown occupancy is taken to run."""
    inside = (table.occupancy >= OCCUPANCIES[0] * 0.9) & (table.occupancy <= OCCUPANCIES[-1] * 1.1)
    return table.rows(inside & (table.task != "sourcegraph-fim"))


def tier_coefficient(_rest: EnergyTable, asked: EnergyTable) -> Column:
    milliwatt_hours = np.select(
        [asked.active_b <= size for size, _ in TIERS], [coefficient for _, coefficient in TIERS]
    )
    return np.log(milliwatt_hours * 3.6 / HOST_SHARE)
