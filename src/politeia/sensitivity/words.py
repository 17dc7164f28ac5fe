"""What was found, in sentences."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence

from politeia.sensitivity.boxes import Box, Limit
from politeia.sensitivity.experiment import Output
from politeia.sensitivity.factors import Factor
from politeia.sensitivity.screening import Effect, Screening
from politeia.sensitivity.shares import REST, Interval, Share, Shares
from politeia.sensitivity.study import Explanation, Scenarios

_COUNTS = ("no", "one", "these two", "these three", "these four", "these five", "these six", "these seven")
_SHOWN = 8
_ONE_WAY = 0.7  #: mean over mean absolute change from which a factor is said to raise or to lower


def explanation(found: Explanation) -> str:
    """Every output: what moves it more than chance, and who explains how much."""
    factors = {factor.name: factor for factor in found.experiment.factors}
    lines = []
    shares = {item.output: item for item in found.shares}
    for output, screening in zip(found.experiment.outputs, found.screenings, strict=True):
        lines += [_heading(output), *_screened(screening, factors)]
        if output.name in shares:
            lines += _taken_apart(shares[output.name], factors)
        lines.append("")
    return "\n".join([*lines, *_footing(found)])


def _heading(output: Output) -> str:
    if output.outcome:
        return f"{output.title} (share of histories)"
    unit = f", {output.unit}" if output.unit else ""
    return f"{output.title} ({output.name}{unit}, mean of the last year)"


def _screened(found: Screening, factors: dict[str, Factor]) -> Iterator[str]:
    if not found.effects:
        yield _wrapped("too many histories failed: nothing can be said")
        return
    if found.effects[0].strength == 0:
        yield _wrapped("it is the same at every point: there is no difference to explain")
        return
    above = found.important
    count = f"{len(above) or 'none'} of {len(found.effects)} factors {'moves' if len(above) == 1 else 'move'} it"
    yield _wrapped(f"{count} more than chance does ({number(found.floor)}) in one step (two thirds of a range)")
    for effect in above[:_SHOWN]:
        span = f"{number(effect.strength)} ({number(effect.low)} to {number(effect.high)})"
        yield f"    {effect.factor:<28} {_way(effect)} by {span:<24} {_short(factors[effect.factor].text)}"
    if len(above) > _SHOWN:
        yield f"    and {len(above) - _SHOWN} more"


def _way(effect: Effect) -> str:
    ratio = effect.mean / effect.strength
    return "raises it" if ratio > _ONE_WAY else "lowers it" if ratio < -_ONE_WAY else "moves it "


def _taken_apart(found: Shares, factors: dict[str, Factor]) -> Iterator[str]:
    if found.deviation == 0:
        return
    if not found.explained.low > 0:
        yield _wrapped(f"chance could have made all the difference between its histories ({found.points} points)")
        return
    part = percent(found.explained)
    yield _wrapped(f"of the variance between single histories {part} follows from the factors, the rest is chance")
    if found.leading:
        yield _wrapped(_leading(found, factors))
    else:
        yield _wrapped(f"no single factor's own share can be told from nought with {found.points} points")
    rest = next((share for share in found.factors if share.factor == REST), None)
    if rest and rest.first.low > 0:
        yield _wrapped(f"the factors that were not singled out explain {percent(rest.first)}")
    if found.interaction.low > 0:
        yield _wrapped(f"{percent(found.interaction)} comes of factors acting together")
    for share in found.factors:
        if share.factor != REST and share.total.low > max(share.first.high, 0.0):
            yield _wrapped(f"{share.factor} works through others: {_alone(share)}")


def _alone(share: Share) -> str:
    return f"{_whole(max(share.first.value, 0.0))} % on its own, {percent(share.total)} with them"


def _leading(found: Shares, factors: dict[str, Factor]) -> str:
    """ "these three rules explain 70 % ..."."""
    own = {share.factor: share for share in found.factors}
    who = _named([factors[name] for name in found.leading])
    each = ", ".join(f"{name} {_whole(own[name].first.value)} %" for name in found.leading)
    if len(found.leading) == 1:
        return f"{who}, {found.leading[0]}, explains {percent(found.together)} of that on its own"
    return f"{who} explain {percent(found.together)} of that, each on its own: {each}"


def _named(found: Sequence[Factor]) -> str:
    kinds = {factor.kind for factor in found}
    noun = {"rule": "rule", "parameter": "parameter"}.get(kinds.pop(), "factor") if len(kinds) == 1 else "factor"
    count = _COUNTS[len(found)] if len(found) < len(_COUNTS) else f"these {len(found)}"
    return f"{count} {noun}{'' if len(found) == 1 else 's'}"


def _footing(found: Explanation) -> Iterator[str]:
    count = f"{found.histories:,} histories, {len(found.experiment.factors)} factors"
    yield f"{count}; shares are of what all factors explain; intervals: 95 %"
    yield "a weight depends on how far its factor is moved: --json has the ranges"
    if found.idle:
        yield _wrapped(f"moved, and changed none of these readings: {', '.join(found.idle)}", indent=0)
    if found.failed:
        yield f"{found.failed} histories failed and are left out"


def scenarios(found: Scenarios) -> str:
    """The boxes that hold, one sentence each."""
    output = found.experiment.outputs[0]
    where = f"{found.points:,} points of {len(found.experiment.factors)} factors"
    lines = [f"{output.title}: {_of_100(found.share)} histories at {where}"]
    holding = [box for box in found.boxes if box.holds]
    lines += [_wrapped(box_in_words(box, found)) for box in holding]
    if not 0 < found.share < 1:
        lines.append(_wrapped("it happens always or never: there is nothing to tell apart"))
    elif not holding:
        lines.append(_wrapped("no box of values was found in which it happens more often than chance would have it"))
    if found.failed:
        lines.append(f"{found.failed} histories failed and are left out")
    lines.append("shares are of points that the box was not made from; the seed decides which those are")
    return "\n".join(lines)


def box_in_words(box: Box, found: Scenarios) -> str:
    """Where an outcome happens, how often there and elsewhere, and how sure."""
    where = " and ".join(_limit(limit, found.factor(limit.factor)) for limit in box.limits)
    return (
        f"{_of_100(box.density)} where {where} ({box.points} of {box.of} points); elsewhere {_of_100(box.elsewhere)}. "
        f"{_whole(box.coverage)} % of all that end so lie there; chance would do as well in {_rare(box.p)}"
    )


def _limit(limit: Limit, factor: Factor) -> str:
    what = f"{factor.name} ({_short(factor.text)})"
    if factor.switch:
        return f"{what} is {'on' if limit.low > 0 else 'off'}"
    if math.isinf(limit.high):
        return f"{what} is at least {number(limit.low)}"
    if math.isinf(limit.low):
        return f"{what} is at most {number(limit.high)}"
    return f"{what} lies between {number(limit.low)} and {number(limit.high)}"


def _rare(p: float) -> str:
    return "fewer than 1 of 1,000 draws" if p < 0.001 else f"{math.ceil(1000 * p)} of 1,000 draws"


def _of_100(share: float) -> str:
    return f"in {_whole(share)} of 100"


def _whole(share: float) -> str:
    return f"{100 * share:.0f}"


def percent(found: Interval) -> str:
    """A share with its interval, in percent; estimates from few points can exceed 100, and are shown as they are."""
    value, low, high = (max(100 * x, 0.0) for x in (found.value, found.low, found.high))
    return f"{value:.0f} % ({low:.0f} to {high:.0f})"


def number(value: float) -> str:
    """Three significant digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _short(text: str) -> str:
    return textwrap.shorten(text, 64, placeholder=" …")


def _wrapped(text: str, indent: int = 2) -> str:
    space = " " * indent
    return textwrap.fill(text, width=110, initial_indent=space, subsequent_indent=space)
