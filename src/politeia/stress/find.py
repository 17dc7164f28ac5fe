"""What the battery shows: odds in each world, the usual path to capture, the weak article, and what would help."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.articles import Article, articles, concerning
from politeia.charter import Charter
from politeia.outcome import OUTCOMES, Thresholds
from politeia.paired import ENDS, OUTCOME
from politeia.stress.battery import AS_WRITTEN, Battery
from politeia.stress.changes import Change, value_of
from politeia.stress.phrases import PRICES
from politeia.stress.reading import GONE, STEPS, Step

Floats = NDArray[np.float64]
ODDS = ("oligarchy", "capture", "paralysis", "split", "dissolution")
DIALS = ("members_decide", "can_decide", "can_remove", "survives")
_Z = 1.96  # of a 95 % interval, from many pairs


def _student(free: int) -> float:
    """Half of a 95 % interval in standard errors, from so many degrees of freedom (Cornish and Fisher's expansion)."""
    z = _Z
    return z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)


@dataclass(frozen=True)
class Move:
    """What a change does to a reading: mean paired difference with its 95 % interval."""

    mean: float
    low: float
    high: float
    pairs: int

    @property
    def shown(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def moved(differences: Floats) -> Move:
    """The mean of paired differences; without two pairs nothing is shown."""
    n = len(differences)
    if n < 2:
        return Move(float(differences.mean()) if n else 0.0, -math.inf, math.inf, n)
    mean, error = float(differences.mean()), float(differences.std(ddof=1)) / math.sqrt(n)
    half = _student(n - 1) * error
    return Move(mean, mean - half, mean + half, n)


def odds(battery: Battery, name: str, histories: int, change: Change = AS_WRITTEN) -> dict[str, float]:
    """Shares of histories in one world: the five ways to fail, and the four questions of a designer of rules."""

    def read(reading: str) -> Floats:
        return battery.values(name, reading, histories, change)

    alive = np.isfinite(read("margin"))
    paralysed = read("stuck") > Thresholds().paralysed
    split = read("split") > 0.5
    gone = (read("destroyed") > 0.5) | (read("members") < GONE)
    named = read("named") > 0.5
    found = {
        "oligarchy": named | (read("clients") > 0.5),
        "capture": read("captured") > 0.5,
        "paralysis": paralysed,
        "split": split,
        "dissolution": gone,
        "members_decide": ~named & ~(read("captured") > 0.5),
        "can_decide": ~paralysed,
        "can_remove": (read("heads") > 0.5) | (read("replaced") >= 1.0),
        "survives": ~split & ~gone,
    }
    return {key: float(values[alive].mean()) if alive.any() else math.nan for key, values in found.items()}


def ends(battery: Battery, name: str, histories: int) -> dict[str, float]:
    """Shares of the declared outcomes, those that happen."""
    held = battery.values(name, OUTCOME, histories)
    counts = [(end, float((held == ENDS.index(end)).mean())) for end in (*OUTCOMES, "failed")]
    return {end: share for end, share in counts if share > 0}


@dataclass(frozen=True)
class Passed:
    """A step of the usual path: when it is passed, how often, and the articles that feed it."""

    step: Step
    week: int  #: median among the histories that pass it; 0: so from the start
    share: float  #: of the histories told
    elsewhere: float  #: share of the other histories that pass it
    articles: tuple[Article, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        found = {"step": self.step.name, "text_en": self.step.en, "text_fr": self.step.fr}
        numbers = {"week": self.week, "share": self.share, "elsewhere": self.elsewhere}
        return {**found, **numbers, "articles": [_brief(article) for article in self.articles]}


@dataclass(frozen=True)
class Path:
    """The steps of captured histories in the order of their weeks; of the nearest ones, if too few are captured."""

    captured: bool
    histories: int
    steps: tuple[Passed, ...]


FEWEST = 3  #: captured histories below which the nearest tenth is told instead


def path(battery: Battery, name: str, histories: int) -> Path:
    """The usual path in one world: steps passed by at least half of those histories."""
    margin = battery.values(name, "margin", histories)
    told = battery.values(name, "captured", histories) > 0.5
    captured = int(told.sum()) >= FEWEST
    if not captured:
        edge = np.nanquantile(margin, 0.9) if np.isfinite(margin).any() else math.inf
        told = margin >= edge
    others = np.isfinite(margin) & ~told
    written = articles(battery.model.charter)
    steps = []
    for step in STEPS:
        weeks = battery.values(name, f"step.{step.name}", histories)
        passed = weeks[told] >= 0
        if len(passed) and passed.mean() >= 0.5:
            elsewhere = float((weeks[others] >= 0).mean()) if others.any() else 0.0
            week = int(np.median(weeks[told][passed]))
            feeding = feeds(step, battery.model.charter, written)
            steps.append(Passed(step, week, float(passed.mean()), elsewhere, feeding))
    return Path(captured, int(told.sum()), tuple(sorted(steps, key=lambda s: s.week)))


def feeds(step: Step, charter: Charter, written: Sequence[Article]) -> tuple[Article, ...]:
    """The articles whose rules feed a step; of the organs, those that may be filled from above."""
    found: dict[str, Article] = {}
    for rule in step.rules:
        names = [rule]
        if rule == "organs":
            middle = [o for o in charter.organs if o.level not in (charter.levels[0].name, charter.levels[-1].name)]
            names = [f"organs.{o.level}" for o in middle if o.may_appoint or o.filled_by != "elected"]
        for name in names:
            article = concerning(name, list(written))
            if article is not None:
                found[article.id] = article
    return tuple(found.values())


@dataclass(frozen=True)
class Effect:
    """What a change of one article does in one world."""

    change: Change
    world: str
    margin: Move  #: of the distance to capture: index of bureaucracy less index of democracy
    capture: Move  #: of the share of captured histories
    before: float
    after: float


def effect(battery: Battery, name: str, change: Change, histories: int) -> Effect:
    """Paired: the same luck with and without the change."""
    margin, capture = (moved(battery.difference(name, r, histories, change)) for r in ("margin", "captured"))
    before, after = (float(np.nanmean(battery.values(name, "captured", histories, c))) for c in (AS_WRITTEN, change))
    return Effect(change, name, margin, capture, before, after)


@dataclass(frozen=True)
class Suggestion:
    """A change that helps, over all worlds, and its price."""

    change: Change
    margin: Move
    odds: dict[str, Move]
    prices: dict[str, tuple[float, Move]]  #: as written, and by how much it moves

    @property
    def helps(self) -> bool:
        """The distance to capture shrinks, beyond chance."""
        return self.margin.high < 0

    def moves(self, *, worse: bool) -> list[tuple[str, float, Move]]:
        """The prices that move beyond chance, for the worse or for the better."""
        rows = [(key, held, move) for key, (held, move) in self.prices.items() if move.shown]
        return [row for row in rows if worse == ((row[2].mean > 0) != (row[0] == "members"))]


def suggestion(battery: Battery, change: Change, histories: int) -> Suggestion:
    """Gain and price of a change, over every world of the battery with the same weight.

    A history has the same luck in every world: what counts as one observation is its mean over the worlds.
    """

    def read(reading: str, c: Change) -> Floats:
        return np.array([battery.values(name, reading, histories, c) for name in battery.models])

    def failing(c: Change) -> Floats:
        named = read("named", c)
        return np.where(np.isfinite(named), ((named > 0.5) | (read("clients", c) > 0.5)).astype(float), np.nan)

    def over(reading: str) -> Move:
        return over_worlds(read(reading, change) - read(reading, AS_WRITTEN))

    prices = {reading: (float(np.nanmean(read(reading, AS_WRITTEN))), over(reading)) for reading in PRICES["en"]}
    found = {"capture": over("captured"), "oligarchy": over_worlds(failing(change) - failing(AS_WRITTEN))}
    return Suggestion(change, over("margin"), found, prices)


def over_worlds(pairs: Floats) -> Move:
    """Paired differences, worlds by histories: each history's mean over the worlds in which it did not fail."""
    held = np.isfinite(pairs)
    lived = held.any(axis=0)
    return moved(np.where(held, pairs, 0.0).sum(axis=0)[lived] / held.sum(axis=0)[lived])


@dataclass
class Findings:
    """Everything a stress test found."""

    battery: Battery
    histories: int
    odds: dict[str, dict[str, float]]
    ends: dict[str, dict[str, float]]
    paths: dict[str, Path]
    tried: int  #: changes of one article that were tried
    weak: dict[str, Effect | None]  #: by world: the change that helps most
    holding: dict[str, Effect | None]  #: by world: the change that hurts most
    weakest: Effect | None  #: over all worlds (``world`` is empty)
    suggestions: list[Suggestion] = field(default_factory=list)
    amended: Suggestion | None = None  #: another charter, beside this one
    asked: bool = False  #: suggestions were asked for

    @property
    def charter(self) -> Charter:
        """The charter tested."""
        return self.battery.model.charter

    @property
    def told(self) -> str:
        """The world whose path is told first: where most histories are captured, else come nearest."""
        near = {n: float(np.nanmean(self.battery.values(n, "margin", self.histories))) for n in self.odds}
        return max(self.odds, key=lambda name: (self.odds[name]["capture"], near[name]))

    def article(self, change: Change) -> Article:
        """The article that a change of one rule is about."""
        found = concerning(change.rules[0], articles(self.charter))
        assert found is not None, change.key
        return found

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        battery = self.battery
        told = self.paths[self.told]
        return {
            "charter": self.charter.name,
            "world": battery.model.world.name,
            "histories": self.histories,
            "persons": battery.engine.persons,
            "weeks": battery.model.world.weeks,
            "worlds": [self._world(name) for name in self.odds],
            "weakest_article": self._effect(self.weakest),
            "path_world": self.told,
            "path_captured": told.captured,
            "path": [step.as_dict() for step in told.steps],
            "suggestions": [self._suggestion(found) for found in self.suggestions],
            "amended": self.amended and self._suggestion(self.amended),
            "growth_reached": battery.reached,
            "changes_tried": self.tried,
            "assumptions": [{"id": key, "text": text} for key, text in battery.model.assumptions()],
        }

    def _world(self, name: str) -> dict[str, Any]:
        stress = next(item for item in self.battery.stresses if item.name == name)
        return {
            "name": name,
            **{key: getattr(stress, key) for key in ("title", "title_fr", "text", "text_fr")},
            "outcomes": self.ends[name],
            "odds": {key: self.odds[name][key] for key in ODDS},
            "dials": {key: self.odds[name][key] for key in DIALS},
            "weakest_article": self._effect(self.weak[name]),
            "holding_article": self._effect(self.holding[name]),
            "path_captured": self.paths[name].captured,
            "path": [step.as_dict() for step in self.paths[name].steps],
        }

    def _effect(self, found: Effect | None) -> dict[str, Any] | None:
        if found is None:
            return None
        return {
            **_brief(self.article(found.change)),
            "changes": self.changes(found.change),
            "captured_before": found.before,
            "captured_after": found.after,
            "capture": asdict(found.capture),
            "distance": asdict(found.margin),
        }

    def _suggestion(self, found: Suggestion) -> dict[str, Any]:
        prices = {
            key: {"as_written": held, "what": PRICES["en"][key], **asdict(move)}
            for key, (held, move) in found.prices.items()
        }
        return {
            "changes": self.changes(found.change),
            "distance": asdict(found.margin),
            **{key: asdict(move) for key, move in found.odds.items()},
            "price": prices,
        }

    def changes(self, change: Change) -> list[dict[str, Any]]:
        """Each rule moved: its article, from what to what."""
        rows = []
        for rule, value in change.values:
            article = concerning(rule, articles(self.charter))
            row = {"rule": rule, "from": value_of(self.charter, rule), "to": value}
            rows.append({**(_brief(article) if article else {}), **row})
        return rows


def _brief(article: Article) -> dict[str, Any]:
    return {"id": article.id, "number": article.number, "title": article.title_en, "title_fr": article.title_fr}
