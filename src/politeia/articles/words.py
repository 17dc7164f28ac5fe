"""Spans, shares and rules in a few words, English and French."""

from __future__ import annotations

from typing import Literal

from politeia.charter import Charter

Language = Literal["en", "fr"]


#: A rule in a few words, English and French, as it stands in "ceiling on pay 0.5 → 1".
LABELS = {
    "seats": ("seats", "sièges"),
    "term": ("term in weeks", "mandat en semaines"),
    "filled_by": ("filled", "pourvu"),
    "may_appoint": ("may be named from above", "peut être nommé d’en haut"),
    "recall": ("recall by a share of dissenters", "révocation par une part d’opposants"),
    "recall_weeks": ("weeks in office before a recall", "semaines en fonction avant une révocation"),
    "filling": ("seats by how they are filled", "sièges selon la façon de les pourvoir"),
    "elected_by": ("elected by", "élu par"),
    "terms_max": ("terms in a row", "mandats de suite"),
    "types": ("kinds of members", "sortes de membres"),
    "candidate_weeks": ("weeks as a candidate", "semaines de candidature"),
    "filter": ("strictness of entry", "sévérité à l’entrée"),
    "sacrifice": ("dues and unpaid work", "cotisations et bénévolat"),
    "horizontal": ("links between groups", "liens entre groupes"),
    "press": ("press open to a minority", "presse ouverte à une minorité"),
    "factions": ("organised lists", "listes organisées"),
    "ban_weeks": ("end of a ban in weeks", "fin d’une interdiction en semaines"),
    "proportional": ("proportional delegates", "délégués à la proportionnelle"),
    "transfers": ("moves as a sanction", "mutations par sanction"),
    "expulsion": ("expulsion for dissent", "exclusion pour désaccord"),
    "quorum": ("majority needed", "majorité requise"),
    "revote": ("second vote under pressure", "second vote sous pression"),
    "initiative": ("groups act on their own", "initiative des groupes"),
    "urgency_skip": ("debate skipped in danger", "débat écourté dans le danger"),
    "congress_weeks": ("weeks between congresses", "semaines entre congrès"),
    "called_below": ("share below that calls a congress", "part d’en bas qui convoque un congrès"),
    "collegial": ("powers shared by the committee", "pouvoirs partagés par le comité"),
    "quorum_present": ("seats held for a sitting", "sièges pourvus pour siéger"),
    "mandate": ("delegates bound by a mandate", "délégués à mandat impératif"),
    "veto_by": ("veto", "veto"),
    "veto_share": ("share against for a veto", "part de voix contre pour un veto"),
    "veto_weeks": ("delay by a veto in weeks", "délai par veto en semaines"),
    "referendum_members": (
        "vote of all called by a share of dissenters",
        "vote de tous à la demande d’une part d’opposants",
    ),
    "referendum_last": ("vote of all at the deadline", "vote de tous à l’échéance"),
    "referendum_turnout": ("members who must take part", "membres qui doivent y prendre part"),
    "referendum_proxies": ("votes of absent members that one may carry", "pouvoirs d’absents qu’un membre peut porter"),
    "elect": ("right to elect enforced", "droit d’élire garanti"),
    "pay_cap": ("strictness of the ceiling on pay", "rigueur du plafond des revenus"),
    "cap_locked": ("ceiling that the committee cannot lift", "plafond que le comité ne peut lever"),
    "office_share": ("members in offices", "membres dans les bureaux"),
    "back_to_bench": ("pace of return to work", "rythme du retour au travail"),
    "apparatus": ("means of the secretariat", "moyens du secrétariat"),
    "schooling": ("training of members", "formation des membres"),
    "cult": ("doctrine of a founder", "doctrine d’un fondateur"),
}


def span(weeks: float, language: Language = "en") -> str:
    """A number of weeks as people say it."""
    names = {"en": ("week", "weeks", "month", "months", "year", "years"), "fr": ("semaine", "semaines", "mois", "mois", "an", "ans")}[language]  # fmt: skip
    years = round(weeks / 52)
    if years >= 1 and abs(weeks - 52 * years) <= 0.01 * weeks:
        return f"{years} {names[4 + (years > 1)]}"
    if weeks >= 9:
        return f"{round(weeks * 12 / 52)} {names[3]}"
    return f"{weeks:g} {names[weeks != 1]}"


_DEGREES = {
    "en": ("not at all", "a little", "in part", "by half", "largely", "almost fully", "fully"),
    "fr": ("pas du tout", "un peu", "en partie", "à moitié", "en grande partie", "presque entièrement", "entièrement"),
}


def degree(share: float, language: Language = "en") -> str:
    """How far a rule goes, in words and as a share."""
    place = 0 if share <= 0 else 6 if share >= 1 else 1 + sum(share > edge for edge in (0.25, 0.45, 0.55, 0.8))
    word = _DEGREES[language][place]
    return word if place in (0, 6) else f"{word} ({share:.0%})".replace("%", " %" if language == "fr" else "%")


def label(rule: str, charter: Charter, language: Language = "en") -> str:
    """A rule in a few words; with the name of its organ, if it is an organ's."""
    section, _, rest = rule.partition(".")
    level, _, field = rest.rpartition(".")
    words = LABELS.get(field, (field, field))[language == "fr"]
    organ = charter.organ(level) if section == "organs" else None
    if organ is None:
        return words
    if language == "fr":
        return f"{organ.name_fr if organ.name_fr != '—' else organ.name} : {words}"
    return f"{organ.name}: {words}"


def percent(share: float, language: Language = "en") -> str:
    """A share as a percentage."""
    return f"{share * 100:g} %" if language == "fr" else f"{share * 100:g}%"
