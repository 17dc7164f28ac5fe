"""A stress test told in plain words: who decides, can it decide, who can remove whom, does it survive."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from politeia.articles import Language, label, percent, span
from politeia.stress.changes import Change
from politeia.stress.find import ODDS, Effect, Findings, Move, Path, Suggestion
from politeia.stress.phrases import COLUMNS, LIMITS, NAMES, PRICES, QUESTIONS, SAY, VALUES

WIDTH = 100
_WHOLE = ("term", "terms_max", "seats")  # rules that count; those in weeks say so by their name


@dataclass(frozen=True)
class Words:
    """What was found, in one language."""

    found: Findings
    language: Language = "en"

    def say(self, key: str, **values: Any) -> str:
        """A sentence of the table."""
        return SAY[self.language][key].format(**values)

    def number(self, value: float, form: str = ".2f") -> str:
        """A number, with the comma of the language."""
        said = format(value, form).replace("-", "−")
        return said.replace(",", "\u202f").replace(".", ",") if self.language == "fr" else said

    @property
    def title(self) -> str:
        """The charter's title."""
        charter = self.found.charter
        return charter.title_fr if self.language == "fr" and charter.title_fr != "—" else charter.title

    def told(self) -> str:
        """The whole test for a reader at a terminal."""
        found, battery = self.found, self.found.battery
        head = self.say(
            "head", title=self.title, worlds=len(found.odds), histories=found.histories,
            span=span(battery.model.world.weeks, self.language), persons=self.number(battery.engine.persons, ","),
        )  # fmt: skip
        parts = [[head], self._table(), self.questions(), self._path(), self._articles()]
        if found.amended:
            parts.append([self.say("beside"), *_listed(self.amended())])
        if found.asked:
            parts.append([self.say("helps"), *_listed(self.suggested())])
        parts.append([f"{self.say('advice')} {LIMITS[self.language][0]}"])
        return "\n\n".join("\n".join(part) for part in parts)

    def _table(self) -> list[str]:
        stresses = self.found.battery.stresses
        width = max(len(self.world(stress.name)) for stress in stresses)
        lines = [f"{self.say('of ten'):<{width + 2}}" + "".join(f"{c:>11}" for c in COLUMNS[self.language])]
        for stress in stresses:
            odds = self.found.odds[stress.name]
            lines.append(f"  {self.world(stress.name):<{width}}" + "".join(f"{counted(odds[key]):>11}" for key in ODDS))
        for name, reached in self.found.battery.reached.items():
            lines.append(f"  {self.say('reached', name=self.world(name), reached=self.number(reached, '.1f'))}")
        return lines

    def world(self, name: str) -> str:
        """The title of a world."""
        stress = next(stress for stress in self.found.battery.stresses if stress.name == name)
        return stress.title_fr if self.language == "fr" else stress.title

    def questions(self) -> list[str]:
        """The four questions of a designer of rules, answered."""
        lines = []
        for key, (question, answer) in QUESTIONS[self.language].items():
            shares = {name: odds[key] for name, odds in self.found.odds.items()}
            first = next(iter(shares))
            worst = min(shares, key=lambda name: shares[name])
            line = self.say("as it is", question=question, answer=answer, odds=tenths(shares[first], self.language))
            if shares[worst] < shares[first]:
                line += self.say("worst", world=self.world(worst).lower(), odds=tenths(shares[worst], self.language))
            lines.append(f"{line}.")
        return lines

    def path_head(self, path: Path, name: str) -> str:
        """What a path is told of."""
        key = "captured path" if path.captured else "near path"
        return self.say(key, world=self.world(name).lower(), n=path.histories, all=self.found.histories)

    def path_steps(self, path: Path, *, numbered: bool = True) -> list[str]:
        """The steps, each with the article that enables it."""
        lines = []
        for number, passed in enumerate(path.steps, 1):
            when = self.say("at once" if passed.week < 4 else "after", span=span(passed.week, self.language))
            articles = ", ".join(self.say("art", n=a.number, title=a.title(self.language)) for a in passed.articles)
            known = f" [{articles}]" if articles else ""
            step = passed.step.fr if self.language == "fr" else passed.step.en
            colon = " :" if self.language == "fr" else ":"
            lines.append(f"{f'{number}. ' if numbered else ''}{when}{colon} {step}{known}")
        return lines or [self.say("no step")]

    def _path(self) -> list[str]:
        name = self.found.told
        path = self.found.paths[name]
        return [self.path_head(path, name), *(f"  {line}" for line in self.path_steps(path))]

    def _articles(self) -> list[str]:
        lines = [f"{self.say('weak')} ({self.say('tried', n=self.found.tried)})", *_listed(self.weak())]
        if held := self.holding():
            lines += [self.say("holds"), *_listed(held)]
        return lines

    def weak(self) -> list[str]:
        """The weak article over all worlds, then world by world, worlds of the same answer together."""
        found, none = self.found, self.say("no change")
        over = none if found.weakest is None else self.effect(found.weakest)
        without = [self.world(name).lower() for name, held in found.weak.items() if held is None]
        colon = " :" if self.language == "fr" else ":"
        rest = [f"{none}{colon} {', '.join(without)}"] if without else []
        return [self.say("over all", said=over), *self._grouped(found.weak), *rest]

    def holding(self) -> list[str]:
        """The article of each world that must not be changed so."""
        return self._grouped(self.found.holding)

    def _grouped(self, effects: Mapping[str, Effect | None]) -> list[str]:
        """One line a change: in which worlds, with the odds of capture in each where there are any."""
        groups: dict[str, list[tuple[str, Effect]]] = {}
        for name, e in effects.items():
            if e is not None:
                groups.setdefault(e.change.key, []).append((name, e))
        return [self._group(held) for held in groups.values()]

    def _group(self, held: list[tuple[str, Effect]]) -> str:
        means = sorted(e.margin.mean for _, e in held)
        low, high = (self.number(mean, "+.2f") for mean in (means[0], means[-1]))
        moved = low if low == high else self.say("to", low=low, high=high)
        return self.say("in worlds", change=self._amendment(held[0][1]), moved=moved, worlds=self._where(held))

    def _where(self, held: list[tuple[str, Effect]]) -> str:
        """The worlds of a group; of most worlds, those that are not in it."""
        names = [name for name, _ in held]
        others = [self.world(name).lower() for name in self.found.odds if name not in names]
        if len(others) < 0.4 * len(self.found.odds) and not any(e.before or e.after for _, e in held):
            return self.say("everywhere but", worlds=", ".join(others)) if others else self.say("everywhere")
        return ", ".join(
            self.world(name).lower() + (f" ({self._odds(e)})" if e.before or e.after else "") for name, e in held
        )

    def _odds(self, e: Effect) -> str:
        return self.say("odds", before=self._count(e.before), after=self._count(e.after))

    def _count(self, share: float) -> str:
        return counted(share).replace("·", "0")

    def effect(self, e: Effect) -> str:
        """An article, the change, and what it does to the odds."""
        told = self.say("effect", change=self._amendment(e), moved=self.signed(e.margin))
        return f"{told}, {self._odds(e)}" if e.before or e.after else told

    def _amendment(self, e: Effect) -> str:
        article = self.found.article(e.change)
        title = article.title(self.language)
        colon = " :" if self.language == "fr" else ":"
        said = self.changes(e.change).replace(f"{title}{colon} ", "")
        return f"{self.say('art', n=article.number, title=title)}{colon} {said}"

    def changes(self, change: Change) -> str:
        """From what to what, rule by rule."""
        rows = self.found.changes(change)
        freed = {row["rule"].rpartition(".")[0] for row in rows if row["to"] == "elected"}
        told = [
            row
            for row in rows
            if not (row["rule"].endswith(".may_appoint") and row["rule"].rpartition(".")[0] in freed)
        ]
        return self.say("and").join(
            f"{label(row['rule'], self.found.charter, self.language)} "
            f"{self.value(row['rule'], row['from'])} → {self.value(row['rule'], row['to'])}"
            for row in told
        )

    def value(self, rule: str, held: Any) -> str:
        """A rule's value: shares as percentages, numbers that count as they are."""
        field = rule.rpartition(".")[2]
        if held is None:
            return self.say("unsaid")
        if isinstance(held, bool):
            return self.say("yes" if held else "no")
        if isinstance(held, (int, float)):
            return (
                f"{held:g}"
                if field in _WHOLE or field.endswith("_weeks")
                else percent(held, self.language).replace(" %", "\u00a0%")
            )
        if isinstance(held, Mapping):
            return ", ".join(f"{seats} {self.value('', way)}" for way, seats in held.items()) or self.say("no")
        if held is None:  # a term that is not written
            return "d’un congrès à l’autre" if self.language == "fr" else "from congress to congress"
        said = VALUES.get(str(held), str(held)) if self.language == "fr" else str(held)
        return said.replace("_", " ")

    def signed(self, move: Move) -> str:
        """A move with its interval."""
        low, mean, high = (self.number(x, "+.2f") for x in (move.low, move.mean, move.high))
        return f"{mean} ({self.say('to', low=low, high=high)})"

    def suggested(self) -> list[str]:
        """Each change that helps, its gain and its price."""
        colon = " :" if self.language == "fr" else ":"
        lines = [f"{self.changes(s.change)}{colon} {self.traded(s)}" for s in self.found.suggestions]
        return lines or [self.say("no help")]

    def amended(self) -> list[str]:
        """The other charter: its gain and its price."""
        s = self.found.amended
        return [] if s is None else [self.say("other", changes=self.changes(s.change), traded=self.traded(s))]

    def traded(self, s: Suggestion) -> str:
        """Gain, price, what becomes of the time to decide, and what improves besides."""
        besides = self.listed(s, worse=False)
        price = self.say("price", said=self.listed(s, worse=True) or self.say("no price"))
        parts = [self.gain(s), price, self.time(s)]
        join = " ; " if self.language == "fr" else "; "
        return join.join([*parts, *([self.say("besides", said=besides)] if besides else [])])

    def gain(self, s: Suggestion) -> str:
        """What a change brings."""
        parts = [
            self.say(
                "fewer" if move.mean < 0 else "more",
                name=NAMES[self.language][key],
                n=self.number(abs(move.mean) * 10, ".1f"),
            )
            for key, move in s.odds.items()
            if move.shown
        ]
        if s.margin.shown:
            parts.append(self.say("further" if s.margin.mean < 0 else "nearer", moved=self.signed(s.margin)))
        return ", ".join(parts) or self.say("no gain")

    def time(self, s: Suggestion) -> str:
        """The time to a decision with the interval of its change, whether that shows or not."""
        return self._moved("time", "no time", *s.prices["delay"])

    def priced(self, s: Suggestion, key: str) -> str:
        """One price in the cell of a table: from what to what, or as before, with the interval of the change."""
        return self._moved("moved", "as before", *s.prices[key])

    def _moved(self, shown: str, still: str, before: float, move: Move) -> str:
        told = self.number(before), self.number(before + move.mean)
        return self.say(
            shown if move.shown and told[0] != told[1] else still,
            before=told[0], after=told[1],
            low=self.number(move.low, "+.2f"), high=self.number(move.high, "+.2f"),
        )  # fmt: skip

    def listed(self, s: Suggestion, *, worse: bool) -> str:
        """The other prices that move so, from what to what, where two digits show it."""
        moves = [(key, self.number(held), self.number(held + move.mean)) for key, held, move in s.moves(worse=worse)]
        return ", ".join(f"{PRICES[self.language][key]} {a} → {b}" for key, a, b in moves if a != b and key != "delay")


def tenths(share: float, language: Language = "en") -> str:
    """Odds as people say them: in none, in fewer than 1 of 10, in N of 10, in all futures."""
    say = SAY[language]
    if share != share:
        return say["unknown"]
    if share <= 0 or share >= 1:
        return say["none of them" if share <= 0 else "all of them"]
    near = round(share * 10)
    return say["few" if near == 0 else "most" if near == 10 else "tenths"].format(n=near)


def counted(share: float) -> str:
    """Of 10 futures, in a cell."""
    return "·" if share <= 0 else "<1" if share < 0.05 else ">9" if 0.95 < share < 1 else f"{share * 10:.0f}"


def _listed(items: Iterable[str]) -> list[str]:
    """Items as a list, wrapped."""
    return [
        line for item in items for line in textwrap.wrap(item, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    ]
