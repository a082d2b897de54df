"""The factors in src/grid are what the public data says."""

import pytest

from train import fuel_factors

without_data = pytest.mark.skipif(
    not fuel_factors.DATA.exists(),
    reason=f"{fuel_factors.DATA} is absent: set GREENINFER_DATA to the folder that has carbon/",
)


@without_data
def test_the_table_is_what_the_script_writes() -> None:
    factors = fuel_factors.read_factors()
    written = fuel_factors.TABLE.read_text(encoding="utf-8")
    assert written == fuel_factors.formatted(fuel_factors.table_text(factors)), (
        "run: python3 -m train.fuel_factors"
    )


@without_data
def test_no_direct_factor_is_above_the_lifecycle_one() -> None:
    factors = fuel_factors.read_factors()
    for (zone, basis), fuels in factors.items():
        if basis != "direct" or (zone, "lifecycle") not in factors:
            continue
        for fuel, figure in fuels.items():
            lifecycle = {**factors["DEFAULT", "lifecycle"], **factors[zone, "lifecycle"]}
            assert figure <= lifecycle[fuel], (zone, fuel)
