"""The articles on how the organisation decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from politeia.articles.parts import article
from politeia.articles.words import Language, degree, percent, span
from politeia.charter import Charter, Decisions


def of_decisions(charter: Charter) -> Iterator[dict[str, Any]]:
    d = charter.decisions
    yield article(
        "majority", "decisions", "Majority", "Majorité",
        lambda x: {
            "en": f"A motion is carried by {percent(d.quorum)} of those voting, and never by half or less.",
            "fr": f"Une motion est adoptée par {percent(d.quorum, 'fr')} des votants, jamais par la moitié ou moins.",
        }[x], "decisions.quorum",
    )  # fmt: skip
    yield article(
        "revote", "decisions", "Second vote", "Second vote",
        lambda x: {
            "en": f"A lost vote may be taken again when members press for it: {degree(d.revote)}.",
            "fr": f"Un vote perdu peut être refait si les membres le réclament : {degree(d.revote, 'fr')}.",
        }[x], "decisions.revote",
    )  # fmt: skip
    yield article(
        "initiative", "decisions", "Initiative", "Initiative",
        lambda x: {
            "en": f"Groups may act before they are told to: {degree(d.initiative)}.",
            "fr": f"Les groupes peuvent agir avant qu’on le leur dise : {degree(d.initiative, 'fr')}.",
        }[x], "decisions.initiative",
    )  # fmt: skip
    yield article(
        "urgency", "decisions", "Emergency", "Urgence",
        lambda x: {
            "en": f"In danger debate may be skipped: {degree(d.urgency_skip)}.",
            "fr": f"Dans le danger le débat peut être écourté : {degree(d.urgency_skip, 'fr')}.",
        }[x], "decisions.urgency_skip",
    )  # fmt: skip
    yield article(
        "congress", "decisions", "Congress", "Congrès",
        lambda x: {
            "en": f"A congress is due {span(d.congress_weeks)} after the last" + (f"; {percent(d.called_below)} of the committees below can call one." if d.called_below else "; those below cannot call one."),
            "fr": f"Un congrès est dû {span(d.congress_weeks, 'fr')} après le précédent" + (f" ; {percent(d.called_below, 'fr')} des comités d’en bas peuvent en convoquer un." if d.called_below else " ; ceux d’en bas ne peuvent en convoquer."),
        }[x], "decisions.congress_weeks", "decisions.called_below",
    )  # fmt: skip
    yield article(
        "collegial", "decisions", "Shared powers", "Pouvoirs partagés",
        lambda x: {
            "en": f"The committee shares the powers of the secretariat: {degree(d.collegial)}.",
            "fr": f"Le comité partage les pouvoirs du secrétariat : {degree(d.collegial, 'fr')}.",
        }[x], "decisions.collegial",
    )  # fmt: skip
    yield article(
        "presence", "decisions", "Presence", "Présence",
        lambda x: {
            "en": f"The committee sits only when {percent(d.quorum_present)} of its seats are held." if d.quorum_present else "The committee sits however many of its seats are held.",
            "fr": f"Le comité ne siège que si {percent(d.quorum_present, 'fr')} de ses sièges sont pourvus." if d.quorum_present else "Le comité siège quel que soit le nombre de ses sièges pourvus.",
        }[x], "decisions.quorum_present",
    )  # fmt: skip
    yield article(
        "mandate", "decisions", "Mandate of delegates", "Mandat des délégués",
        lambda x: {
            "en": f"Delegates are bound to vote as those who sent them: {degree(d.mandate)}.",
            "fr": f"Les délégués sont tenus de voter comme ceux qui les envoient : {degree(d.mandate, 'fr')}.",
        }[x], "decisions.mandate",
    )  # fmt: skip
    yield article(
        "veto", "decisions", "Veto", "Veto", lambda x: _veto(charter, x),
        "decisions.veto_by", "decisions.veto_share", "decisions.veto_weeks",
    )  # fmt: skip
    yield article(
        "referendum", "decisions", "Vote of all members", "Vote de tous les membres", lambda x: _referendum(d, x),
        "decisions.referendum_members", "decisions.referendum_last", "decisions.referendum_turnout",
        "decisions.referendum_proxies",
    )  # fmt: skip


def _veto(charter: Charter, language: Language) -> str:
    d = charter.decisions
    organ = charter.organ(d.veto_by)
    share = percent(d.veto_share, language)
    if language == "fr":
        if d.veto_by == "nobody":
            return "Nul ne peut opposer un veto à ce que le comité adopte."
        who = (
            "Les membres"
            if organ is None
            else f"Les secrétaires ({organ.name if organ.name_fr == '—' else organ.name_fr})"
        )
        what = f"en repousser une, une seule fois, de {span(d.veto_weeks, 'fr')}" if d.veto_weeks else "l’annuler"
        return f"{who} votent sur toute motion que le comité adopte ; plus de {share} de voix contre suffisent pour {what}."
    if d.veto_by == "nobody":
        return "Nobody may veto what the committee carries."
    who = "The members" if organ is None else f"The secretaries ({organ.name})"
    what = f"put it off, once, for {span(d.veto_weeks)}" if d.veto_weeks else "annul it"
    return f"{who} vote on every motion that the committee carries; more than {share} of votes against {what}."


def _referendum(d: Decisions, language: Language) -> str:
    french = language == "fr"
    if not d.referendum_members and not d.referendum_last:
        return (
            "Les questions ne sont pas soumises à tous les membres."
            if french
            else "Questions are not put to all members."
        )
    turnout = percent(d.referendum_turnout, language)
    calls = percent(d.referendum_members, language)
    if french:
        when = [f"dès que {calls} des membres s’opposent ouvertement"] * bool(d.referendum_members) + [
            "si elle n’est pas tranchée à son échéance"
        ] * d.referendum_last
        enough = f" si {turnout} d’entre eux y prennent part" if d.referendum_turnout else ""
        carried = f" Qui vote peut porter le pouvoir de {_counted(d.referendum_proxies, 'absent')} de son groupe."
        asked = f"Une question est soumise à tous les membres {' et '.join(when)} ; leur majorité décide{enough}."
        return asked + carried * bool(d.referendum_proxies)
    when = [f"as soon as {calls} of the members openly dissent"] * bool(d.referendum_members) + [
        "if it is undecided at its deadline"
    ] * d.referendum_last
    enough = f" if {turnout} of them take part" if d.referendum_turnout else ""
    carried = f" Who votes may carry the votes of {_counted(d.referendum_proxies, 'absent member')} of the same group."
    asked = f"A question is put to all members {' and '.join(when)}; their majority decides{enough}."
    return asked + carried * bool(d.referendum_proxies)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
