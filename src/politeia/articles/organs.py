"""The articles on levels and organs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from politeia.articles.parts import article
from politeia.articles.words import Language, percent, span
from politeia.charter import Charter, Organ


def of_levels(charter: Charter) -> dict[str, Any]:
    def words(language: Language) -> str:
        titles = [x.title_fr if language == "fr" and x.title_fr != "—" else x.title for x in charter.levels]
        chain = " > ".join(titles[::-1])
        en = f"The organisation has {len(titles)} levels, from the whole down to its smallest group: {chain}."
        fr = f"L’organisation a {len(titles)} niveaux, du tout au plus petit groupe : {chain}."
        return fr if language == "fr" else en

    return article("levels", "organs", "Levels", "Niveaux", words, *(f"levels.{x.name}" for x in charter.levels))


def of_organ(organ: Organ, charter: Charter) -> dict[str, Any]:
    def words(language: Language) -> str:
        said = [_FIRST[language](organ), _seats(organ, charter, language), *_ways_out(organ, charter, language)]
        return " ".join(filter(None, said))

    name_fr = organ.name if organ.name_fr == "—" else organ.name_fr
    fields = [name for name in Organ.model_fields if name not in ("level", "name_fr")]
    return article(
        f"organ-{organ.level}", "organs", organ.name, name_fr, words, *(f"organs.{organ.level}.{f}" for f in fields)
    )


_FIRST: dict[Language, Callable[[Organ], str]] = {
    "en": lambda o: (
        "One seat" + (":" if o.filling else ",") if o.seats == 1 else f"{o.seats} seats" + (":" if o.filling else ",")
    ),
    "fr": lambda o: ("Un siège" if o.seats == 1 else f"{o.seats} sièges") + (" :" if o.filling else ","),
}


def _is_top(o: Organ, charter: Charter) -> bool:
    return o.level == charter.levels[-1].name


def _seats(o: Organ, charter: Charter, language: Language) -> str:
    """How the seats are filled, and for how long."""
    said, top = [], _is_top(o, charter)
    for way, seats in (o.filling or {o.filled_by: o.seats}).items():
        words = _way(way, o, top, language).replace("(s)", "s" if seats > 1 else "")
        said.append(f"{seats} {words}" if o.filling else words)
    by_congress = top and o.elected_by != "members" and o.term is None
    if {*o.ways} <= ({"elected", "ex officio"} if by_congress else {"ex officio"}):
        return ", ".join(said) + "."
    term = span(charter.weeks(o), language)
    return ", ".join(said) + (f", pour {term}." if language == "fr" else f" for {term}.")


def _way(way: str, o: Organ, top: bool, language: Language) -> str:
    if language == "fr":
        if top:
            return {
                "elected": "élu(s) par tous les membres" if o.elected_by == "members" else "élu(s) par le congrès",
                "co-opted": "coopté(s) par ceux qui y siègent",
                "by lot": "tiré(s) au sort parmi tous les membres",
                "ex officio": "de droit aux secrétaires du niveau en dessous",
            }[way]
        return {
            "elected": "élu(s) par les membres concernés",
            "appointed": "nommé(s) d’en haut",
            "co-opted": "choisi(s) par ceux qui sont déjà en place au-dessus",
            "by lot": "tiré(s) au sort parmi les membres concernés",
            "ex officio": "de droit au secrétaire de l’organe au-dessus",
        }[way]
    if top:
        return {
            "elected": "elected by all members" if o.elected_by == "members" else "elected by the congress",
            "co-opted": "chosen by those who sit there",
            "by lot": "drawn by lot among all members",
            "ex officio": "held ex officio by the secretaries of the level below",
        }[way]
    return {
        "elected": "elected by the members concerned",
        "appointed": "named by those above",
        "co-opted": "chosen by those already in office above",
        "by lot": "drawn by lot among the members concerned",
        "ex officio": "held ex officio by the secretary of the organ above",
    }[way]


def _ways_out(o: Organ, charter: Charter, language: Language) -> Iterator[str]:
    """What else is said of a seat: naming instead of election, recall, limits of terms."""
    french, top = language == "fr", _is_top(o, charter)
    if o.method != "standing":
        yield f"{'Les bulletins sont comptés :' if french else 'Ballots are counted:'} {_COUNTS[o.method][french]}."
    if "elected" in o.ways and not top:
        if french:
            yield (
                "Un organe supérieur peut nommer au lieu de faire élire."
                if o.may_appoint
                else "Nul au-dessus ne peut nommer à la place."
            )
        else:
            yield (
                "A higher organ may name someone instead."
                if o.may_appoint
                else "Nobody above may name someone instead."
            )
    if o.recall:
        share, grace = percent(o.recall, language), span(o.recall_weeks, language)
        if french:
            rest = f", mais pas dans les {grace} qui suivent leur entrée en fonction ou leur confirmation"
            yield f"Ceux qui siègent sont remis en jeu dès que {share} des membres s’opposent ouvertement{rest * (o.recall_weeks > 0)}."
        else:
            rest = f", but not within {grace} of taking office or of being confirmed in it"
            yield f"Those who sit fall due again as soon as {share} of the members openly dissent{rest * (o.recall_weeks > 0)}."
    elif not top:
        yield "Il n’y a pas de révocation." if french else "There is no recall."
    if charter.binds(o):
        yield (
            "Un congrès est convoqué dès que le mandat est fini ; avant, il ne pourvoit que les sièges vacants."
            if french
            else "A congress is called as soon as the term is over; before, it fills vacant seats only."
        )
    elif top and o.elected_by != "members" and "elected" in o.ways:
        yield "Chaque congrès renouvelle les élus." if french else "Every congress renews those elected."
    if o.terms_max:
        if french:
            yield f"Nul ne siège plus de {o.terms_max} mandat{'s' if o.terms_max > 1 else ''} de suite ; il faut ensuite en laisser passer un."
        else:
            yield f"Nobody sits for more than {o.terms_max} {'terms' if o.terms_max > 1 else 'term'} in a row; then one must be sat out."


_COUNTS = {
    "plurality": ("as many votes as seats, most votes win", "autant de voix que de sièges, le plus de voix l’emporte"),
    "two-round": ("seat by seat in two rounds", "siège par siège, à deux tours"),
    "approval": ("everybody approves as many as they like", "chacun approuve autant de noms qu’il veut"),
    "stv": ("single transferable vote", "vote unique transférable"),
    "dhondt": ("lists by D'Hondt", "listes selon d’Hondt"),
    "sainte-lague": ("lists by Sainte-Laguë", "listes selon Sainte-Laguë"),
    "largest-remainder": ("lists by largest remainder", "listes au plus fort reste"),
}
