"""What the archive asks of a history: values on the link scale, their errors, and how much each counts.

Rivals (rows of one series, region and date) are a range, never an average: inside it the distance is nought, outside
it is measured from the nearer edge.  A family (the rows of one series and region) of n rows counts as the square root
of n independent ones, for its rows share sources, definitions and the same slow quantity; each row weighs 1/sqrt(n).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from politeia import answers
from politeia.answers import Target
from politeia.evidence import link, rivals

Floats = NDArray[np.float64]

#: What the model may miss by construction, as a logarithm (of the odds, for a share): ``kind: (size, id, text)``.
DISCREPANCY = {
    "whole": (0.10, "A171", "a quantity of the whole organisation"),
    "place": (0.25, "A172", "one town or region: local causes that are in no table"),
    "votes": (0.30, "A173", "divisions: who was in the hall"),
}
TAIL = 5.0  #: degrees of freedom of the errors (Student): one structural miss cannot decide alone, and yet has a side
NO_BOUND = 30.0  #: above any value on the link scale: what is at least so much has no upper edge
FAR = 8.0  #: a value that is not there counts as so many standard errors away


@dataclass(frozen=True, eq=False)
class Data:
    """One entry for each series, region and date that the archive knows and the model answers."""

    labels: tuple[str, ...]
    groups: tuple[str, ...]  #: the block of each
    low: Floats  #: lowest and highest of the rivals, on the link scale
    high: Floats
    low_sd: Floats  #: standard error of source and model at either edge
    high_sd: Floats
    weight: Floats
    tail: float = TAIL  #: degrees of freedom of the errors; infinite: normal

    def __len__(self) -> int:
        return len(self.labels)

    def residuals(self, linked: Floats, variance: Floats | float = 0.0) -> Floats:
        """Signed distance from the range in standard errors, given a further variance; NaN counts as :data:`FAR`."""
        under = (linked - self.low) / np.sqrt(self.low_sd**2 + variance)
        over = (linked - self.high) / np.sqrt(self.high_sd**2 + variance)
        found = np.where(linked < self.low, under, np.where(linked > self.high, over, 0.0))
        return np.where(np.isfinite(linked), found, FAR)

    def misfit(self, linked: Floats, variance: Floats | float = 0.0) -> Floats:
        """Minus twice a log likelihood: the weighted sum over the last axis of (v + 1) log(1 + r^2/v), v the tail."""
        squares = self.residuals(linked, variance) ** 2
        return (squares if np.isinf(self.tail) else (self.tail + 1.0) * np.log1p(squares / self.tail)) @ self.weight

    def implausibility(self, linked: Floats, variance: Floats | float = 0.0) -> Floats:
        """Root of the mean misfit: near the root mean square residual where residuals are small."""
        return np.sqrt(self.misfit(linked, variance) / self.weight.sum())

    def tamed(self, linked: Floats, reach: float = 3.0) -> Floats:
        """Values no further than ``reach`` from the range, for fits that wild values would govern."""
        return np.clip(linked, self.low - reach, self.high + reach)

    def without(self, block: str) -> Data:
        """The same with a block's rows left out of every sum."""
        mine = np.array([group == block for group in self.groups])
        return replace(self, weight=np.where(mine, 0.0, self.weight))

    def blocks(self) -> tuple[str, ...]:
        """Blocks in order."""
        return tuple(dict.fromkeys(self.groups))

    @property
    def digest(self) -> str:
        """Changes with any value, error or weight."""
        found = hashlib.blake2b(repr((self.labels, self.groups)).encode(), digest_size=8)
        for array in (self.low, self.high, self.low_sd, self.high_sd, self.weight):
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()


def counted(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Targets that can be fitted: predictions and lower bounds with an archival value."""
    return tuple(t for t in targets if t.role in ("prediction", "bound") and t.answered and t.row.known)


def of_targets(targets: Sequence[Target]) -> tuple[Data, tuple[Target, ...]]:
    """The data of bound targets, and one target of each entry from which a history's value is read."""
    fitted = counted(targets)
    groups = list(rivals([t.row for t in fitted]).values())
    firsts = tuple(fitted[group[0]] for group in groups)
    families = Counter((t.row.series, t.row.region) for t in firsts)
    edges = [_edges([fitted[k] for k in group]) for group in groups]
    low, low_sd, high, high_sd = np.array(edges).reshape(-1, 4).T
    weight = np.array([families[t.row.series, t.row.region] ** -0.5 for t in firsts])
    labels = tuple(f"{t.title}, {t.row.region}, {t.row.date}" for t in firsts)
    return Data(labels, tuple(t.group for t in firsts), low, high, low_sd, high_sd, weight), firsts


def kind(target: Target) -> str:
    """Which allowance holds for a target."""
    if target.group == "votes":
        return "votes"
    return "place" if target.places else "whole"


def _edges(group: Sequence[Target]) -> tuple[float, float, float, float]:
    values = [float(link(np.array(t.row.value), share=t.share)) for t in group]
    errors = [float(np.hypot(t.error, DISCREPANCY[kind(t)][0])) for t in group]
    first, last = int(np.argmin(values)), int(np.argmax(values))
    if any(t.role == "bound" for t in group):
        return values[first], errors[first], NO_BOUND, errors[last]
    return values[first], errors[first], values[last], errors[last]


def linked(values: Floats, targets: Sequence[Target]) -> Floats:
    """Extracted values on the link scale."""
    share = np.array([t.share for t in targets], bool)
    return np.where(share, link(values, share=True), link(values, share=False))


def reads(targets: Sequence[Target]) -> str:
    """Digest of what is read from a history, whatever the archive's values are."""
    rows = []
    for target in targets:
        content = answers.as_dict(target)
        rows.append([content["rule"], content["places"], content["week"], content["since"], content["factor"]])
    return hashlib.blake2b(json.dumps(rows, sort_keys=True).encode(), digest_size=8).hexdigest()
