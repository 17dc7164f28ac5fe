"""A charter as numbered articles in plain words, English and French, and the difference of two charters.

One place for these texts: whatever prints a charter prints these.  An article keeps its ``id`` whatever its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Literal

from politeia.charter import Charter, Organ

Language = Literal["en", "fr"]

GROUPS = {
    "organs": ("Levels and organs", "Niveaux et organes"),
    "admission": ("Who may join", "Qui peut adhérer"),
    "minorities": ("What those who disagree may do", "Ce que peuvent ceux qui ne sont pas d’accord"),
    "decisions": ("How it decides", "Comment on décide"),
    "officers": ("Officers", "Les responsables"),
}


@dataclass(frozen=True)
class Article:
    """One article: what it says in each language, and the rules of the charter that say it."""

    id: str
    number: int
    group: str
    title_en: str
    title_fr: str
    text_en: str
    text_fr: str
    rules: tuple[str, ...]  #: such as ``decisions.quorum`` or ``organs.place.term``

    def title(self, language: Language) -> str:
        """Its title in a language."""
        return self.title_fr if language == "fr" else self.title_en

    def text(self, language: Language) -> str:
        """Its text in a language."""
        return self.text_fr if language == "fr" else self.text_en

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "rules": list(self.rules)}


def articles(charter: Charter) -> list[Article]:
    """The charter's articles, in order."""
    return [Article(number=number, **found) for number, found in enumerate(_written(charter), start=1)]


def concerning(rule: str, written: list[Article]) -> Article | None:
    """The article that a rule belongs to; ``organs`` and ``organs.place`` name the first that fits."""
    return next((a for a in written if any(r == rule or r.startswith(f"{rule}.") for r in a.rules)), None)


def document(charter: Charter, language: Language = "en") -> str:
    """The charter to be read aloud."""
    french = language == "fr"
    title = charter.title_fr if french and charter.title_fr != "—" else charter.title
    lines = [title]
    for group, found in groupby(articles(charter), key=lambda article: article.group):
        lines += ["", GROUPS[group][french].upper()]
        lines += [f"Art. {a.number}. {a.title(language)}. {a.text(language)}" for a in found]
    return "\n".join(lines)


@dataclass(frozen=True)
class Amendment:
    """An article that differs between two charters; ``a`` or ``b`` is None where one has no such article."""

    id: str
    a: Article | None
    b: Article | None
    rules: dict[str, tuple[Any, Any]]  #: what differs: from what, to what

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        held = {side: found and found.as_dict() for side, found in (("a", self.a), ("b", self.b))}
        return {"id": self.id, **held, "rules": {name: list(pair) for name, pair in self.rules.items()}}


def compared(a: Charter, b: Charter) -> list[Amendment]:
    """The articles in which two charters differ."""
    one, other = ({article.id: article for article in articles(charter)} for charter in (a, b))
    mine, theirs = rules(a), rules(b)
    found = []
    for name in dict.fromkeys((*one, *other)):
        held = [article for article in (one.get(name), other.get(name)) if article]
        named = dict.fromkeys(rule for article in held for rule in article.rules)
        parted = {r: (mine.get(r), theirs.get(r)) for r in named if mine.get(r) != theirs.get(r)}
        if parted:
            found.append(Amendment(name, one.get(name), other.get(name), parted))
    return found


def compared_in_words(a: Charter, b: Charter, language: Language = "en") -> str:
    """What the second charter changes, article by article, from what to what."""
    changes = compared(a, b)
    say = _SAY[language]
    if not changes:
        return say["same"]
    total = len(articles(a))
    lines = [say["changed"].format(n=len(changes), total=total)]
    for change in changes:
        head = change.a or change.b
        assert head is not None
        lines += ["", f"Art. {head.number}. {head.title(language)}"]
        lines += [f"  {say['from']} {change.a.text(language) if change.a else say['nothing']}"]
        lines += [f"  {say['to']} {change.b.text(language) if change.b else say['nothing']}"]
    return "\n".join(lines)


def rules(charter: Charter) -> dict[str, Any]:
    """Every rule by its full name."""
    found: dict[str, Any] = {}
    for level in charter.levels:
        found[f"levels.{level.name}"] = level.title
    for organ in charter.organs:
        found |= {f"organs.{organ.level}.{name}": value for name, value in organ if name not in ("level", "name_fr")}
    for section in ("admission", "minorities", "decisions", "officers"):
        found |= {f"{section}.{name}": value for name, value in getattr(charter, section)}
    return found


_SAY = {
    "en": {"same": "The two charters say the same.", "changed": "{n} of {total} articles differ.",
           "from": "from:", "to": "to:  ", "nothing": "(no such article)"},
    "fr": {"same": "Les deux chartes disent la même chose.", "changed": "{n} articles sur {total} diffèrent.",
           "from": "de :", "to": "à : ", "nothing": "(pas de tel article)"},
}  # fmt: skip


def span(weeks: float, language: Language = "en") -> str:
    """A number of weeks as people say it."""
    names = {"en": ("week", "weeks", "month", "months", "year", "years"), "fr": ("semaine", "semaines", "mois", "mois", "an", "ans")}[language]  # fmt: skip
    years = round(weeks / 52)
    if years >= 1 and abs(weeks - 52 * years) <= 0.01 * weeks:
        return f"{years} {names[4 + (years > 1)]}"
    if weeks >= 9:
        return f"{round(weeks * 12 / 52)} {names[3]}"
    return f"{weeks:g} {names[weeks != 1]}"


#: A rule in a few words, English and French, as it stands in "ceiling on pay 0.5 → 1".
LABELS = {
    "seats": ("seats", "sièges"),
    "term": ("term in weeks", "mandat en semaines"),
    "filled_by": ("filled", "pourvu"),
    "may_appoint": ("may be named from above", "peut être nommé d’en haut"),
    "recall": ("recall by a share of dissenters", "révocation par une part d’opposants"),
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
    "elect": ("right to elect enforced", "droit d’élire garanti"),
    "pay_cap": ("ceiling on pay", "plafond des revenus"),
    "cap_locked": ("ceiling that the committee cannot lift", "plafond que le comité ne peut lever"),
    "office_share": ("members in offices", "membres dans les bureaux"),
    "back_to_bench": ("pace of return to work", "rythme du retour au travail"),
    "apparatus": ("means of the secretariat", "moyens du secrétariat"),
    "schooling": ("training of members", "formation des membres"),
    "cult": ("doctrine of a founder", "doctrine d’un fondateur"),
}


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
    return (
        words
        if organ is None
        else f"{organ.name_fr if language == 'fr' and organ.name_fr != '—' else organ.name}: {words}"
    )


def percent(share: float, language: Language = "en") -> str:
    """A share as a percentage."""
    return f"{share * 100:g} %" if language == "fr" else f"{share * 100:g}%"


Words = Callable[[Language], str]


def _both(words: Words) -> dict[str, str]:
    return {"text_en": words("en"), "text_fr": words("fr")}


def _article(id: str, group: str, en: str, fr: str, words: Words, *named: str) -> dict[str, Any]:
    return {"id": id, "group": group, "title_en": en, "title_fr": fr, **_both(words), "rules": named}


def _written(charter: Charter) -> Iterator[dict[str, Any]]:
    yield _levels(charter)
    for organ in charter.organs:
        yield _organ(organ, charter)
    yield from _admission(charter)
    yield from _minorities(charter)
    yield from _decisions(charter)
    yield from _officers(charter)


def _levels(charter: Charter) -> dict[str, Any]:
    def words(language: Language) -> str:
        titles = [x.title_fr if language == "fr" and x.title_fr != "—" else x.title for x in charter.levels]
        chain = " > ".join(titles[::-1])
        en = f"The organisation has {len(titles)} levels, from the whole down to its smallest group: {chain}."
        fr = f"L’organisation a {len(titles)} niveaux, du tout au plus petit groupe : {chain}."
        return fr if language == "fr" else en

    return _article("levels", "organs", "Levels", "Niveaux", words, *(f"levels.{x.name}" for x in charter.levels))


def _organ(organ: Organ, charter: Charter) -> dict[str, Any]:
    top = organ.level == charter.levels[-1].name

    def words(language: Language) -> str:
        return _organ_fr(organ, top) if language == "fr" else _organ_en(organ, top)

    name_fr = organ.name if organ.name_fr == "—" else organ.name_fr
    fields = ("name", "seats", "term", "filled_by", "may_appoint", "recall")
    return _article(
        f"organ-{organ.level}", "organs", organ.name, name_fr, words, *(f"organs.{organ.level}.{f}" for f in fields)
    )


def _organ_en(o: Organ, top: bool) -> str:
    seats = "One seat" if o.seats == 1 else f"{o.seats} seats"
    if top:
        return f"{seats}, the whole organisation's committee, renewed by the congress (term: {span(o.term)})."
    filled = {
        "elected": "elected by the members concerned",
        "appointed": "named by those above",
        "co-opted": "chosen by those already in office above",
    }
    text = f"{seats}, {filled[o.filled_by]} for {span(o.term)}."
    if o.filled_by == "elected":
        text += (
            " A higher organ may name someone instead." if o.may_appoint else " Nobody above may name someone instead."
        )
    if o.recall:
        text += f" The secretary falls due again as soon as {percent(o.recall)} of the members openly dissent."
    return text + ("" if o.recall else " There is no recall.")


def _organ_fr(o: Organ, top: bool) -> str:
    s = "" if o.seats == 1 else "s"
    seats = "Un siège" if o.seats == 1 else f"{o.seats} sièges"
    if top:
        return f"{seats}, comité de toute l’organisation, renouvelé par le congrès (mandat : {span(o.term, 'fr')})."
    filled = {
        "elected": f"élu{s} par les membres concernés",
        "appointed": f"nommé{s} d’en haut",
        "co-opted": f"choisi{s} par ceux qui sont déjà en place au-dessus",
    }
    text = f"{seats}, {filled[o.filled_by]}, pour {span(o.term, 'fr')}."
    if o.filled_by == "elected":
        text += " Un organe supérieur peut nommer au lieu de faire élire." if o.may_appoint else " Nul au-dessus ne peut nommer à la place."  # fmt: skip
    if o.recall:
        return text + f" Le secrétaire est remis en jeu dès que {percent(o.recall, 'fr')} des membres s’opposent ouvertement."  # fmt: skip
    return text + " Il n’y a pas de révocation."


def _admission(charter: Charter) -> Iterator[dict[str, Any]]:
    a = charter.admission
    yield _article(
        "candidates", "admission", "Candidates", "Candidats",
        lambda x: {
            "en": f"Whoever joins is a candidate for {span(a.candidate_weeks)} before having a vote." if a.candidate_weeks else "Whoever joins has a vote at once.",
            "fr": f"Qui adhère est candidat pendant {span(a.candidate_weeks, 'fr')} avant de voter." if a.candidate_weeks else "Qui adhère vote aussitôt.",
        }[x], "admission.candidate_weeks",
    )  # fmt: skip
    yield _article(
        "entry", "admission", "Entry", "Entrée",
        lambda x: {
            "en": f"Applicants are sifted {degree(a.filter)}.",
            "fr": f"Les demandes sont filtrées {degree(a.filter, 'fr')}.",
        }[x], "admission.filter",
    )  # fmt: skip
    yield _article(
        "service", "admission", "Dues and service", "Cotisations et service",
        lambda x: {
            "en": f"Dues and unpaid work take {percent(a.sacrifice)} of what could be asked of a member.",
            "fr": f"Cotisations et travail bénévole prennent {percent(a.sacrifice, 'fr')} de ce qui pourrait être demandé.",
        }[x], "admission.sacrifice",
    )  # fmt: skip


def _minorities(charter: Charter) -> Iterator[dict[str, Any]]:
    m = charter.minorities
    yield _article(
        "links", "minorities", "Links", "Liens",
        lambda x: {
            "en": f"Groups may deal with each other without passing through the top: {degree(m.horizontal)}.",
            "fr": f"Les groupes peuvent se lier sans passer par le sommet : {degree(m.horizontal, 'fr')}.",
        }[x], "minorities.horizontal",
    )  # fmt: skip
    yield _article(
        "press", "minorities", "Press", "Presse",
        lambda x: {
            "en": f"A minority may write in the organisation's press: {degree(m.press)}.",
            "fr": f"Une minorité peut écrire dans la presse de l’organisation : {degree(m.press, 'fr')}.",
        }[x], "minorities.press",
    )  # fmt: skip
    yield _article(
        "factions", "minorities", "Lists and factions", "Listes et fractions",
        lambda x: _factions(m.factions, m.ban_weeks, x), "minorities.factions", "minorities.ban_weeks",
    )  # fmt: skip
    yield _article(
        "proportional", "minorities", "Delegates of a minority", "Délégués d’une minorité",
        lambda x: {
            "en": f"Delegates are elected in proportion to platforms: {degree(m.proportional)}.",
            "fr": f"Les délégués sont élus à la proportionnelle des plates-formes : {degree(m.proportional, 'fr')}.",
        }[x], "minorities.proportional",
    )  # fmt: skip
    yield _article(
        "transfers", "minorities", "Moves", "Mutations",
        lambda x: {
            "en": f"Officers and members may be moved as a sanction: {degree(m.transfers)}.",
            "fr": f"Responsables et membres peuvent être mutés par sanction : {degree(m.transfers, 'fr')}.",
        }[x], "minorities.transfers",
    )  # fmt: skip
    yield _article(
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


def _decisions(charter: Charter) -> Iterator[dict[str, Any]]:
    d = charter.decisions
    yield _article(
        "majority", "decisions", "Majority", "Majorité",
        lambda x: {
            "en": f"A motion is carried by {percent(d.quorum)} of those voting, and never by half or less.",
            "fr": f"Une motion est adoptée par {percent(d.quorum, 'fr')} des votants, jamais par la moitié ou moins.",
        }[x], "decisions.quorum",
    )  # fmt: skip
    yield _article(
        "revote", "decisions", "Second vote", "Second vote",
        lambda x: {
            "en": f"A lost vote may be taken again when members press for it: {degree(d.revote)}.",
            "fr": f"Un vote perdu peut être refait si les membres le réclament : {degree(d.revote, 'fr')}.",
        }[x], "decisions.revote",
    )  # fmt: skip
    yield _article(
        "initiative", "decisions", "Initiative", "Initiative",
        lambda x: {
            "en": f"Groups may act before they are told to: {degree(d.initiative)}.",
            "fr": f"Les groupes peuvent agir avant qu’on le leur dise : {degree(d.initiative, 'fr')}.",
        }[x], "decisions.initiative",
    )  # fmt: skip
    yield _article(
        "urgency", "decisions", "Emergency", "Urgence",
        lambda x: {
            "en": f"In danger debate may be skipped: {degree(d.urgency_skip)}.",
            "fr": f"Dans le danger le débat peut être écourté : {degree(d.urgency_skip, 'fr')}.",
        }[x], "decisions.urgency_skip",
    )  # fmt: skip
    yield _article(
        "congress", "decisions", "Congress", "Congrès",
        lambda x: {
            "en": f"A congress is due {span(d.congress_weeks)} after the last" + (f"; {percent(d.called_below)} of the committees below can call one." if d.called_below else "; those below cannot call one."),
            "fr": f"Un congrès est dû {span(d.congress_weeks, 'fr')} après le précédent" + (f" ; {percent(d.called_below, 'fr')} des comités d’en bas peuvent en convoquer un." if d.called_below else " ; ceux d’en bas ne peuvent en convoquer."),
        }[x], "decisions.congress_weeks", "decisions.called_below",
    )  # fmt: skip
    yield _article(
        "collegial", "decisions", "Shared powers", "Pouvoirs partagés",
        lambda x: {
            "en": f"The committee shares the powers of the secretariat: {degree(d.collegial)}.",
            "fr": f"Le comité partage les pouvoirs du secrétariat : {degree(d.collegial, 'fr')}.",
        }[x], "decisions.collegial",
    )  # fmt: skip


def _officers(charter: Charter) -> Iterator[dict[str, Any]]:
    o = charter.officers
    yield _article(
        "elect", "officers", "Right to elect", "Droit d’élire",
        lambda x: {
            "en": f"The right to elect is enforced against naming from above: {degree(o.elect)}.",
            "fr": f"Le droit d’élire est garanti contre la nomination d’en haut : {degree(o.elect, 'fr')}.",
        }[x], "officers.elect",
    )  # fmt: skip
    yield _article(
        "pay", "officers", "Pay", "Revenus",
        lambda x: {
            "en": f"Officers' income has a ceiling: {degree(o.pay_cap)}; the committee {'cannot' if o.cap_locked else 'can'} lift it.",
            "fr": f"Les revenus des responsables sont plafonnés : {degree(o.pay_cap, 'fr')} ; le comité {'ne peut pas' if o.cap_locked else 'peut'} lever le plafond.",
        }[x], "officers.pay_cap", "officers.cap_locked",
    )  # fmt: skip
    yield _article(
        "offices", "officers", "Offices and return", "Bureaux et retour",
        lambda x: {
            "en": f"In quiet times {percent(o.office_share)} of the members work in its offices; they go back to ordinary work {_pace(o.back_to_bench)[0]} ({o.back_to_bench:g}).",
            "fr": f"En temps calme {percent(o.office_share, 'fr')} des membres travaillent dans ses bureaux ; ils reviennent au travail ordinaire {_pace(o.back_to_bench)[1]} ({o.back_to_bench:g}).",
        }[x], "officers.office_share", "officers.back_to_bench",
    )  # fmt: skip
    yield _article(
        "apparatus", "officers", "Means of the secretariat", "Moyens du secrétariat",
        lambda x: {
            "en": f"The secretariat has the means it asks for: {degree(o.apparatus)}.",
            "fr": f"Le secrétariat a les moyens qu’il demande : {degree(o.apparatus, 'fr')}.",
        }[x], "officers.apparatus",
    )  # fmt: skip
    yield _article(
        "schooling", "officers", "Training", "Formation",
        lambda x: {
            "en": f"Members are trained to run it: {degree(o.schooling)}.",
            "fr": f"Les membres sont formés à la conduire : {degree(o.schooling, 'fr')}.",
        }[x], "officers.schooling",
    )  # fmt: skip
    yield _article(
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
