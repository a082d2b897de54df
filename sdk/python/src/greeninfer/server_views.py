"""`CarbonRouter` and `ModelRegistry`, as the first GreenInfer named them: views of what the server knows.

The routing itself runs in the server. These ask it anew at every call and keep nothing.
"""

from __future__ import annotations

from greeninfer.catalogue import ModelEntry
from greeninfer.client import GreenInfer
from greeninfer.grid import Grid


class CarbonRouter:
    """How clean the electricity is, and which mode follows. Without a zone: of the only zone in use."""

    def __init__(self, client: GreenInfer | None = None) -> None:
        self._client = client or GreenInfer()

    def grid(self) -> Grid:
        return self._client.grid()

    def intensity_grams_per_kwh(self, zone: str | None = None) -> float | None:
        """None where the zone is not in use, or where there are several and none was named."""
        found = self.grid().zone(zone)
        return found.grams_per_kwh if found else None

    def implied_mode(self, zone: str | None = None) -> str | None:
        """None where no live reading says so: a yearly average tells nothing of this hour."""
        found = self.grid().zone(zone)
        return found.implied_mode if found else None


class ModelRegistry:
    """The models of the server's catalogue."""

    def __init__(self, client: GreenInfer | None = None) -> None:
        self._client = client or GreenInfer()

    def models(self) -> list[ModelEntry]:
        return self._client.models()

    def of_tier(self, tier: str) -> list[ModelEntry]:
        return [model for model in self.models() if model.tier == tier]
