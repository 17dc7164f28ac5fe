"""The articles on who may join, what minorities may do, and officers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from politeia.articles.parts import article
from politeia.articles.words import Language, degree, percent, span
from politeia.charter import Charter, MemberType


def of_admission(charter: Charter) -> Iterator[dict[str, Any]]:
    a = charter.admission
    yield article(
        "candidates", "admission", "Candidates", "Candidats",
        lambda x: {
            "en": f"Whoever joins is a candidate for {span(a.candidate_weeks)} before having a vote." if a.candidate_weeks else "Whoever joins has a vote at once.",
            "fr": f"Qui adhère est candidat pendant {span(a.candidate_weeks, 'fr')} avant de voter." if a.candidate_weeks else "Qui adhère vote aussitôt.",
        }[x], "admission.candidate_weeks",
    )  # fmt: skip
    yield article(
        "entry", "admission", "Entry", "Entrée",
        lambda x: {
            "en": f"Applicants are sifted {degree(a.filter)}.",
            "fr": f"Les demandes sont filtrées {degree(a.filter, 'fr')}.",
        }[x], "admission.filter",
    )  # fmt: skip
    yield article(
        "service", "admission", "Dues and service", "Cotisations et service",
        lambda x: {
            "en": f"Dues and unpaid work take {percent(a.sacrifice)} of what could be asked of a member.",
            "fr": f"Cotisations et travail bénévole prennent {percent(a.sacrifice, 'fr')} de ce qui pourrait être demandé.",
        }[x], "admission.sacrifice",
    )  # fmt: skip
    yield article(
        "types", "admission", "Kinds of members", "Sortes de membres", lambda x: _types(a.types, x), "admission.types",
    )  # fmt: skip


def _types(types: tuple[MemberType, ...], language: Language) -> str:
    french = language == "fr"
    if not types:
        return "Tous les membres ont les mêmes droits." if french else "All members have the same rights."
    return " ".join(_type(held, language) for held in types)


def _type(held: MemberType, language: Language) -> str:
    share = percent(held.share, language)
    if language == "fr":
        title = held.title if held.title_fr == "—" else held.title_fr
        who = f" venant du milieu {held.milieu}" if held.milieu else ""
        rights = (
            "vote sans être éligible"
            if held.vote
            else "est éligible sans voter"
            if held.stand
            else "ne vote pas et n’est pas éligible"
        )
        ends = f" pendant {span(held.weeks, 'fr')}" if held.weeks else ""
        return f"{title} ({share} de ceux qui adhèrent{who}) : {rights}{ends}."
    who = f" from the milieu {held.milieu}" if held.milieu else ""
    rights = (
        "votes and may not stand"
        if held.vote
        else "may stand and does not vote"
        if held.stand
        else "neither votes nor may stand"
    )
    ends = f" for {span(held.weeks)}" if held.weeks else ""
    return f"{held.title} ({share} of those who join{who}): {rights}{ends}."


def of_minorities(charter: Charter) -> Iterator[dict[str, Any]]:
    m = charter.minorities
    yield article(
        "links", "minorities", "Links", "Liens",
        lambda x: {
            "en": f"Groups may deal with each other without passing through the top: {degree(m.horizontal)}.",
            "fr": f"Les groupes peuvent se lier sans passer par le sommet : {degree(m.horizontal, 'fr')}.",
        }[x], "minorities.horizontal",
    )  # fmt: skip
    yield article(
        "press", "minorities", "Press", "Presse",
        lambda x: {
            "en": f"A minority may write in the organisation's press: {degree(m.press)}.",
            "fr": f"Une minorité peut écrire dans la presse de l’organisation : {degree(m.press, 'fr')}.",
        }[x], "minorities.press",
    )  # fmt: skip
    yield article(
        "factions", "minorities", "Lists and factions", "Listes et fractions",
        lambda x: _factions(m.factions, m.ban_weeks, x), "minorities.factions", "minorities.ban_weeks",
    )  # fmt: skip
    yield article(
        "proportional", "minorities", "Delegates of a minority", "Délégués d’une minorité",
        lambda x: {
            "en": f"Delegates are elected in proportion to platforms: {degree(m.proportional)}.",
            "fr": f"Les délégués sont élus à la proportionnelle des plates-formes : {degree(m.proportional, 'fr')}.",
        }[x], "minorities.proportional",
    )  # fmt: skip
    yield article(
        "transfers", "minorities", "Moves", "Mutations",
        lambda x: {
            "en": f"Officers and members may be moved as a sanction: {degree(m.transfers)}.",
            "fr": f"Responsables et membres peuvent être mutés par sanction : {degree(m.transfers, 'fr')}.",
        }[x], "minorities.transfers",
    )  # fmt: skip
    yield article(
        "expulsion", "minorities", "Expulsion", "Exclusion",
        lambda x: {
            "en": f"Members may be expelled for dissent: {degree(m.expulsion)}.",
            "fr": f"Des membres peuvent être exclus pour désaccord : {degree(m.expulsion, 'fr')}.",
        }[x], "minorities.expulsion",
    )  # fmt: skip


def _factions(held: str, ends: int, language: Language) -> str:
    if language == "fr":
        text = {"free": "Les listes organisées sont libres", "may_be_banned": "Les listes organisées sont libres ; un congrès peut les interdire", "banned": "Les listes organisées sont interdites"}[held]  # fmt: skip
        return text + (f" ; une interdiction prend fin d’elle-même après {span(ends, 'fr')}." if ends and held == "may_be_banned" else ".")  # fmt: skip
    text = {"free": "Organised lists are free", "may_be_banned": "Organised lists are free; a congress may ban them", "banned": "Organised lists are banned"}[held]  # fmt: skip
    return text + (f"; a ban ends by itself after {span(ends)}." if ends and held == "may_be_banned" else ".")


def of_officers(charter: Charter) -> Iterator[dict[str, Any]]:
    o = charter.officers
    yield article(
        "elect", "officers", "Right to elect", "Droit d’élire",
        lambda x: {
            "en": f"The right to elect is enforced against naming from above: {degree(o.elect)}.",
            "fr": f"Le droit d’élire est garanti contre la nomination d’en haut : {degree(o.elect, 'fr')}.",
        }[x], "officers.elect",
    )  # fmt: skip
    yield article(
        "pay", "officers", "Pay", "Revenus",
        lambda x: {
            "en": f"Officers' income has a ceiling: {degree(o.pay_cap)}; the committee {'cannot' if o.cap_locked else 'can'} lift it.",
            "fr": f"Les revenus des responsables sont plafonnés : {degree(o.pay_cap, 'fr')} ; le comité {'ne peut pas' if o.cap_locked else 'peut'} lever le plafond.",
        }[x], "officers.pay_cap", "officers.cap_locked",
    )  # fmt: skip
    yield article(
        "offices", "officers", "Offices and return", "Bureaux et retour",
        lambda x: {
            "en": f"In quiet times {percent(o.office_share)} of the members work in its offices; they go back to ordinary work {_pace(o.back_to_bench)[0]} ({o.back_to_bench:g}).",
            "fr": f"En temps calme {percent(o.office_share, 'fr')} des membres travaillent dans ses bureaux ; ils reviennent au travail ordinaire {_pace(o.back_to_bench)[1]} ({format(o.back_to_bench, 'g').replace('.', ',')}).",
        }[x], "officers.office_share", "officers.back_to_bench",
    )  # fmt: skip
    yield article(
        "apparatus", "officers", "Means of the secretariat", "Moyens du secrétariat",
        lambda x: {
            "en": f"The secretariat has the means it asks for: {degree(o.apparatus)}.",
            "fr": f"Le secrétariat a les moyens qu’il demande : {degree(o.apparatus, 'fr')}.",
        }[x], "officers.apparatus",
    )  # fmt: skip
    yield article(
        "schooling", "officers", "Training", "Formation",
        lambda x: {
            "en": f"Members are trained to run it: {degree(o.schooling)}.",
            "fr": f"Les membres sont formés à la conduire : {degree(o.schooling, 'fr')}.",
        }[x], "officers.schooling",
    )  # fmt: skip
    yield article(
        "cult", "officers", "Founders", "Fondateurs",
        lambda x: {
            "en": f"The memory of a leader may become a doctrine: {degree(o.cult)}.",
            "fr": f"Le souvenir d’un dirigeant peut devenir une doctrine : {degree(o.cult, 'fr')}.",
        }[x], "officers.cult",
    )  # fmt: skip


def _pace(rate: float) -> tuple[str, str]:
    if rate <= 0:
        return "never", "jamais"
    if rate < 0.3:
        return "slowly", "lentement"
    return ("in time", "avec le temps") if rate < 1 else ("fast", "vite")
