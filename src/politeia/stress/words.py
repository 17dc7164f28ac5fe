"""A stress test told in plain words: who decides, can it decide, who can remove whom, does it survive."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from politeia.articles import label, span
from politeia.stress.changes import Change
from politeia.stress.find import ODDS, PRICES, Effect, Findings, Move, Path, Suggestion

NAMES = {
    "oligarchy": "a few fill the posts",
    "capture": "its apparatus takes it over",
    "paralysis": "it cannot decide",
    "split": "it splits",
    "dissolution": "it dissolves",
}
QUESTIONS = {
    "members_decide": ("Who decides?", "the members fill most posts"),
    "can_decide": ("Can it decide?", "it decides in time"),
    "can_remove": ("Who can remove whom?", "leaders or chairs are in fact replaced"),
    "survives": ("Does it survive?", "it holds together"),
}
LIMITS = (
    "A simulation, not a forecast: it shows what follows from these rules, the assumptions and chance.",
    "The weights of the mechanisms were set by hand on one historical party; they are not measured on organisations "
    "like yours. Compare rules with each other rather than trust a single number.",
    "The committee at the top is renewed by its congress, whatever its article says of term, recall or filling.",
    "An article is moved only to the ends of the range that organisations have had; the rest of the charter stays.",
)
NOT_ADVICE = "This is not legal advice."
WIDTH = 100


def tenths(share: float) -> str:
    """Odds as people say them: in none, in fewer than 1 of 10, in N of 10, in all futures."""
    if share != share:
        return "unknown"
    if share <= 0:
        return "in none of them"
    if share >= 1:
        return "in all of them"
    near = round(share * 10)
    if near == 0:
        return "in fewer than 1 of 10 futures"
    return "in more than 9 of 10 futures" if near == 10 else f"in {near} of 10 futures"


def told(found: Findings) -> str:
    """The whole test for a reader at a terminal."""
    battery = found.battery
    head = [
        f"{found.charter.title}: {len(found.odds)} worlds, {found.histories} futures each, "
        f"{span(battery.model.world.weeks)}, {battery.engine.persons:,} persons each, the same luck in all",
    ]
    parts = [head, _table(found), questions(found), _path(found), _articles(found)]
    if found.amended:
        parts.append(["Beside the other charter, over all worlds", *_listed(amended(found))])
    if found.asked:
        parts.append(["What would help, over all worlds, and what it costs", *_listed(suggested(found))])
    parts.append([NOT_ADVICE + " " + LIMITS[0]])
    return "\n\n".join("\n".join(part) for part in parts)


def _table(found: Findings) -> list[str]:
    columns = ("few rule", "captured", "paralysed", "split", "dissolved")
    width = max(len(stress.title) for stress in found.battery.stresses)
    lines = ["Of 10 futures" + " " * (width - 11) + "".join(f"{c:>11}" for c in columns)]
    for stress in found.battery.stresses:
        odds = found.odds[stress.name]
        cells = "".join(f"{counted(odds[key]):>11}" for key in ODDS)
        lines.append(f"  {stress.title:<{width}}{cells}")
    for name, reached in found.battery.reached.items():
        lines.append(f"  ({name}: membership came to {reached:.1f} times that before)")
    return lines


def counted(share: float) -> str:
    """Of 10 futures, in a cell."""
    return "·" if share <= 0 else "<1" if share < 0.05 else ">9" if 0.95 < share < 1 else f"{share * 10:.0f}"


def questions(found: Findings) -> list[str]:
    """The four questions of a designer of rules, answered."""
    lines = []
    for key, (question, answer) in QUESTIONS.items():
        shares = {name: odds[key] for name, odds in found.odds.items()}
        first = next(iter(shares))
        worst = min(shares, key=lambda name: shares[name])
        line = f"{question} As it is, {answer} {tenths(shares[first])}"
        if shares[worst] < shares[first]:
            line += f"; in the worst world ({title(found, worst).lower()}) {tenths(shares[worst])}"
        lines.append(line + ".")
    return lines


def title(found: Findings, name: str) -> str:
    """The title of a world."""
    return next(stress.title for stress in found.battery.stresses if stress.name == name)


def path_head(found: Findings, path: Path, name: str) -> str:
    """What a path is told of."""
    where = title(found, name).lower()
    if path.captured:
        return f"The usual path to capture ({where}: {path.histories} of {found.histories} futures)"
    return f"Nowhere is it captured often enough to tell; the futures that come nearest ({where})"


def path_steps(path: Path, *, numbered: bool = True) -> list[str]:
    """The steps, each with the article that enables it."""
    lines = []
    for number, step in enumerate(path.steps, 1):
        when = "from the first" if step.week < 4 else f"after {span(step.week)}"
        articles = ", ".join(f"art. {a.number} {a.title_en}" for a in step.articles)
        known = f" [{articles}]" if articles else ""
        lines.append(f"{f'{number}. ' if numbered else ''}{when}: {step.step.en}{known}")
    return lines or ["no step is common to them"]


def _path(found: Findings) -> list[str]:
    name = found.told
    path = found.paths[name]
    return [path_head(found, path, name), *(f"  {line}" for line in path_steps(path))]


def _articles(found: Findings) -> list[str]:
    tried = f"{found.tried} changes of one rule tried in each world; below 0: further from capture"
    head = f"The weak article ({tried})"
    lines = [head, *_listed(weak(found))]
    if held := holding(found):
        lines += ["The article that holds: changed so, it brings the organisation nearest to capture", *_listed(held)]
    return lines


def weak(found: Findings) -> list[str]:
    """The weak article over all worlds, then world by world, worlds of the same answer together."""
    none = "no single change moves it away from capture beyond chance"
    lines = [f"over all worlds: {none if found.weakest is None else effect(found, found.weakest)}"]
    without = [title(found, name).lower() for name, held in found.weak.items() if held is None]
    return lines + _grouped(found, found.weak) + ([f"{none}: {', '.join(without)}"] if without else [])


def holding(found: Findings) -> list[str]:
    """The article of each world that must not be changed so."""
    return _grouped(found, found.holding)


def _grouped(found: Findings, effects: Mapping[str, Effect | None]) -> list[str]:
    """One line a change: in which worlds, with the odds of capture in each where there are any."""
    groups: dict[str, list[tuple[str, Effect]]] = {}
    for name, e in effects.items():
        if e is not None:
            groups.setdefault(e.change.key, []).append((name, e))
    lines = []
    for held in groups.values():
        worlds = []
        for name, e in held:
            odds = f" (captured {counted(e.before)} → {counted(e.after)} of 10)" if e.before or e.after else ""
            worlds.append(title(found, name).lower() + odds)
        means = sorted(e.margin.mean for _, e in held)
        moved = f"{means[0]:+.2f}" if len(means) == 1 else f"{means[0]:+.2f} to {means[-1]:+.2f}"
        lines.append(f"{_amendment(found, held[0][1])}: distance {moved} in {', '.join(worlds)}")
    return lines


def effect(found: Findings, e: Effect) -> str:
    """An article, the change, and what it does to the odds."""
    moved = f"captured {counted(e.before)} → {counted(e.after)} of 10" if e.before or e.after else "never captured"
    return f"{_amendment(found, e)}: {moved}; distance {signed(e.margin)}"


def _amendment(found: Findings, e: Effect) -> str:
    article = found.article(e.change)
    said = changes(found, e.change).replace(f"{article.title_en}: ", "")
    return f"art. {article.number} {article.title_en}, {said}"


def changes(found: Findings, change: Change) -> str:
    """From what to what, rule by rule."""
    rows = found.changes(change)
    freed = {row["rule"].rpartition(".")[0] for row in rows if row["to"] == "elected"}
    told = [
        row for row in rows if not (row["rule"].endswith(".may_appoint") and row["rule"].rpartition(".")[0] in freed)
    ]
    return " and ".join(
        f"{label(row['rule'], found.charter)} {value(row['from'])} → {value(row['to'])}" for row in told
    )


def value(held: Any) -> str:
    """A rule's value."""
    if isinstance(held, bool):
        return "yes" if held else "no"
    return f"{held:g}" if isinstance(held, (int, float)) else str(held).replace("_", " ")


def signed(move: Move) -> str:
    """A move with its interval."""
    return f"{move.mean:+.2f} ({move.low:+.2f} to {move.high:+.2f})"


def suggested(found: Findings) -> list[str]:
    """Each change that helps, its gain and its price."""
    lines = [f"{changes(found, s.change)}: {traded(s)}" for s in found.suggestions]
    return lines or ["no change that was tried helps beyond chance"]


def amended(found: Findings) -> list[str]:
    """The other charter: its gain and its price."""
    s = found.amended
    return [] if s is None else [f"as the other charter says ({changes(found, s.change)}): {traded(s)}"]


def traded(s: Suggestion) -> str:
    """Gain, price, and what improves besides."""
    besides = listed(s, worse=False)
    return f"{gain(s)}; price: {listed(s, worse=True) or 'none that shows'}" + (
        f"; besides: {besides}" if besides else ""
    )


def gain(s: Suggestion) -> str:
    """What a change brings."""
    parts = []
    for key, move in s.odds.items():
        if move.shown:
            less = "fewer" if move.mean < 0 else "more"
            parts.append(f"{NAMES[key]} in {abs(move.mean) * 10:.1f} {less} of 10 futures")
    way = "further from" if s.margin.mean < 0 else "nearer to"
    return ", ".join(parts) or (f"{way} capture ({signed(s.margin)})" if s.margin.shown else "no gain that shows")


def listed(s: Suggestion, *, worse: bool) -> str:
    """The prices that move so, from what to what."""
    return ", ".join(f"{PRICES[key]} {held:.2f} → {held + move.mean:.2f}" for key, held, move in s.moves(worse=worse))


def _listed(items: list[str]) -> list[str]:
    """Items as a list, wrapped."""
    return [
        line for item in items for line in textwrap.wrap(item, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    ]
