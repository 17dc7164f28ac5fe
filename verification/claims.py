"""What archive and model say of every claim.  Writes docs/explanation/verdicts.md and catalog/verdicts.csv (some quarter of an hour on two cores).

Effects that the model does not show stand there as failing; nothing in the model knows what a claim expects.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from politeia import claims, engine, load, verdicts
from politeia.claims import Claim
from politeia.model import build
from politeia.paired import Design
from politeia.verdicts import Verdict

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "verdicts.md"
RESULTS = ROOT / "results"
DESIGN = Design()


def row(claim: Claim, verdict: Verdict) -> str:
    """One line of the table."""
    effect = share = robust = ""
    if claim.trial is not None:
        effect = f"{verdict.effect:+.3g} ({verdict.low:+.3g} to {verdict.high:+.3g}) {claim.trial.unit}"
        share, robust = f"{verdict.share:.0%}", f"{verdict.robustness:.0%}"
    asks = claim.trial.asks_en if claim.trial else claim.untested_en
    return f"| {claim.id} | {claim.text_en} | {claim.archive.status} | **{verdict.status}** {effect} | {share} | {robust} | {asks} |"


def main() -> None:
    """Run what is not stored under results/ and write the page."""
    model = build(load.charter("party-1917"), load.world("party-1917"))
    catalog = claims.catalog()
    found, _ = verdicts.run(
        catalog, model, engine=lambda: engine.prepare(model, scale=DESIGN.scale), folder=RESULTS, design=DESIGN
    )
    assert len(found) == 71
    asked = [i for i, claim in catalog.items() if claim.trial]
    assert all(found[i].histories >= DESIGN.pairs for i in asked), "some pairs failed"
    counts = Counter(verdict.status for verdict in found.values())
    both = Counter((catalog[i].archive.status, found[i].status) for i in asked)
    lines = [
        "# What archive and model say of each claim",
        "",
        f"Written by `python verification/claims.py` on {dt.date.today()}: {DESIGN.pairs} pairs of histories for each",
        f"claim at scale {DESIGN.scale:g}, and {DESIGN.pairs_per_draw} at each of {DESIGN.draws} parameter sets spread over all plausible",
        "ranges at once.",
        "",
        "*holds*: the 95 % interval of the mean contrast lies above the smallest effect that counts; *fails*: below it, so no",
        "effect worth the name or one the other way; *undecided*: across it. Of seventy verdicts at that level two or three",
        "may be luck. *Share*: pairs of histories that go the claimed way. *Robust*: parameter sets that do. The model's",
        "draws of the posterior differ from pair to pair, and its scale here is below the one at which results stop drifting",
        "([resolution](resolution.md)): signs and sizes, not decimals.",
        "",
        f"Model: {', '.join(f'{n} {status}' for status, n in counts.most_common())}.",
        f"Archive and model together: {', '.join(f'{a} and {m} {n}' for (a, m), n in both.most_common())}.",
        "",
        "| id | claim | archive | model: contrast (95 % interval) | share | robust | what is asked, or why not |",
        "|---|---|---|---|---|---|---|",
        *(row(catalog[i], found[i]) for i in catalog),
    ]
    verdicts.write(found)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {dict(counts)}")


if __name__ == "__main__":
    main()
