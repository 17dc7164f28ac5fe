"""What is read off one history: how it ended, who filled the posts, what was decided, and when each step was passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia.engine import events
from politeia.outcome import Thresholds, indices
from politeia.paired import ENDS, OUTCOME

if TYPE_CHECKING:
    from politeia.engine import History
    from politeia.model import Model

Floats = NDArray[np.float64]
YEAR = 52
HOLDS = 8  #: weeks that a threshold must stay crossed
GONE = 1 / 3  #: share of its members below which an organisation is dissolved


@dataclass(frozen=True)
class Step:
    """A threshold on the way to capture, and the rules that feed it."""

    name: str
    en: str
    fr: str
    rules: tuple[str, ...]


STEPS = (
    Step("alarm", "everything becomes urgent and debate is cut short", "tout devient urgent et le débat est écourté", ("decisions.urgency_skip",)),
    Step("offices", "a quarter of the members work in offices", "un quart des membres travaillent dans les bureaux", ("officers.office_share", "officers.back_to_bench")),
    Step("machine", "the secretariat can place people where it likes", "le secrétariat place qui il veut où il veut", ("officers.apparatus", "decisions.collegial")),
    Step("named", "half of the posts above the groups are filled from above", "la moitié des postes au-dessus des groupes sont pourvus d’en haut", ("organs", "officers.elect")),
    Step("clients", "most secretaries owe their post to the head", "la plupart des secrétaires doivent leur poste au dirigeant", ("organs", "officers.elect", "decisions.collegial")),
    Step("normal", "naming from above is taken for normal", "nommer d’en haut passe pour normal", ("decisions.congress_weeks", "officers.elect")),
    Step("pay", "office pays well", "les postes rapportent", ("officers.pay_cap", "officers.cap_locked")),
    Step("ban", "organised dissent is banned", "l’opposition organisée est interdite", ("minorities.factions", "minorities.ban_weeks")),
    Step("silence", "half of those who disagree keep silent", "la moitié de ceux qui sont en désaccord se taisent", ("minorities.press", "minorities.expulsion", "minorities.transfers", "minorities.horizontal")),
    Step("delegates", "those who disagree hardly have delegates", "les opposants n’ont presque plus de délégués", ("minorities.proportional",)),
    Step("tired", "few members can still act on their own", "peu de membres savent encore agir d’eux-mêmes", ("officers.schooling", "decisions.initiative")),
    Step("apart", "the line leaves those it speaks for", "la ligne quitte ceux pour qui elle parle", ("decisions.revote", "decisions.called_below", "decisions.congress_weeks")),
)  # fmt: skip


def crossed(m: Mapping[str, Floats]) -> dict[str, NDArray[np.bool_]]:
    """Week by week, whether each step's threshold is passed."""
    return {
        "alarm": m["urgency"] > 0.4,
        "offices": m["office_share"] > 0.25,
        "machine": m["capacity"] > 0.3,
        "named": m["appointed_middle"] > 0.5,
        "clients": m["clients"] > 0.5,
        "normal": m["norm"] > 0.5,
        "pay": m["privilege"] > 0.3,
        "ban": m["ban"] > 0.5,
        "silence": m["voice"] < 0.5,
        "delegates": (m["opposition_public"] > 0.03) & (m["opposition_delegates"] < 0.5 * m["opposition_public"]),
        "tired": m["cadre"] < 0.15,
        "apart": np.abs(m["line_course"] - m["class_course"]) > 0.35,
    }


def first(passed: NDArray[np.bool_]) -> float:
    """The first week from which a threshold stays crossed for :data:`HOLDS` weeks; -1 if it never does."""
    if len(passed) < HOLDS:
        return -1.0
    held = np.convolve(passed, np.ones(HOLDS), "valid") > HOLDS - 0.5
    return float(np.argmax(held)) if held.any() else -1.0


def read(model: Model, history: History) -> dict[str, float]:
    """The numbers of one history, by name; not a number where the simulation failed."""
    m = {measure.name: history.measures[:, k].astype(np.float64) for k, measure in enumerate(model.measures)}
    weeks = len(history.measures)
    last = {name: values[-YEAR:] for name, values in m.items()}
    index = {name: float(values.mean()) for name, values in indices(last).items()}
    start = max(m["members"][0], 1.0)
    stuck = m["undecided"]
    span = min(2 * YEAR, weeks - 1)
    found = {
        OUTCOME: float(ENDS.index(history.outcome)),
        "margin": index["bureaucracy"] - index["democracy"],
        "captured": float(_captured(index)),
        "named": float(last["appointed_middle"].mean()),
        "clients": float((last["clients"] + last["cliques"]).mean()),
        "stuck": float((stuck[-1] - stuck[-1 - span]) / span),
        "undecided": float(stuck[-1] * YEAR / weeks),
        "lapsed": float(m["lapsed"][-1]),
        "replaced": float(m["secretaries_replaced"].sum() * YEAR / weeks),
        "heads": float(m["heads_fallen"][-1]),
        "members": float(m["members"][-1] / start),
        "growth": float(m["members"].max() / start),
        "split": float(m["split"][-1]),
        "destroyed": float(history.final.get("destroyed", 0.0)),
        "delay": _delay(model, history, weeks),
    }
    failed = history.outcome == "failed" and history.status != "extinct"
    if failed:
        return dict.fromkeys((*found, *(f"step.{step.name}" for step in STEPS)), float("nan"))
    return found | {f"step.{name}": first(passed) for name, passed in crossed(m).items()}


def _captured(index: Mapping[str, float]) -> bool:
    """The declared thresholds of capture, whatever else became of it."""
    t = Thresholds()
    return index["bureaucracy"] > t.captured_bureaucracy and index["democracy"] < t.captured_democracy


def _delay(model: Model, history: History, weeks: int) -> float:
    """Mean weeks from the opening of a question to its decision; to its deadline if it lapsed undecided."""
    spans = []
    log: Any = history.decisions
    for number, question in enumerate(model.world.questions):
        opens = model.world.week(question.opens)
        if not 0 <= opens < weeks:
            continue
        mine = log[(log["person"] == number) & (log["kind"] == events.CARRIED)]
        ends = int(mine["week"][0]) if len(mine) else min(model.world.week(question.deadline), weeks)
        spans.append(max(ends - opens, 0))
    return float(np.mean(spans)) if spans else 0.0
