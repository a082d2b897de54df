"""The tables in src/grid are what the public data says, and every conflict in it has been decided."""

import pytest

from train import grid_tables

without_data = pytest.mark.skipif(
    not grid_tables.data_folder().exists(),
    reason=f"{grid_tables.data_folder()} is absent: set GREENINFER_DATA to the folder that has carbon/",
)


@without_data
@pytest.mark.parametrize("name", ["electricity_maps_zones.cpp", "ember_countries.cpp", "cloud_regions.cpp"])
def test_the_table_is_what_the_script_writes(name: str) -> None:
    written = (grid_tables.ROOT / "src" / "grid" / name).read_text(encoding="utf-8")
    assert written == grid_tables.tables()[name], "run: python3 -m train.grid_tables"


@without_data
def test_every_conflict_between_the_maps_is_decided_for_one_of_its_zones() -> None:
    for row in grid_tables.rows_of("region_zone_disagreements.csv"):
        zone, reason = grid_tables.DECISIONS[row["region"]]
        others = row["zones_real_time_cloud_any_year"].split("|")
        assert zone in [row["zone_electricitymaps"], *others], row
        assert reason


@without_data
def test_nothing_is_decided_that_was_not_in_doubt() -> None:
    conflicts = {row["region"] for row in grid_tables.rows_of("region_zone_disagreements.csv")}
    unmapped = {region for (_, region), zone in grid_tables.mapped_zones().items() if not zone}
    assert set(grid_tables.DECISIONS) - conflicts - unmapped == {"asiapacific"}
