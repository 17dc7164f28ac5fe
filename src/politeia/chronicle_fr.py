"""The event log in French: the same lines as :class:`~politeia.chronicle.Chronicle` tells in English."""

from __future__ import annotations

import numpy as np

from politeia.chronicle import AWAY, FILLED, HEADS, OF_A_PERSON, POSTS, TO_BENCH, VOTES, Chronicle
from politeia.engine import events as kinds

OWN = "choix personnel"
NOBODY = "personne"
KINDS = {
    kinds.JOINED: "adhère", kinds.LEFT: "quitte l’organisation", kinds.DIED: "meurt", kinds.ELECTED: "élu",
    kinds.APPOINTED: "nommé", kinds.CARRIED: "motion adoptée", kinds.REFUSED: "motion rejetée",
    kinds.REVOTED: "nouveau vote", kinds.LAPSED: "délai expiré", kinds.HEAD_CHOSEN: "chef du secrétariat",
    kinds.HEAD_REMOVED: "démis de la tête du secrétariat", kinds.FOUNDED: "fonde une tendance",
    kinds.BANNED: "fractions interdites", kinds.POWER: "prise du pouvoir", kinds.SPLIT: "scission",
    kinds.DESTROYED: "détruite", kinds.VETOED: "veto", kinds.REFERENDUM: "vote de tous les membres",
}  # fmt: skip
REASONS = {
    kinds.OUT_TERM: "le mandat était fini et un autre a été choisi",
    kinds.OUT_RECALLED: "révoqué avant la fin du mandat",
    kinds.OUT_CONGRESS: "non réélu par le congrès",
    kinds.OUT_OTHER_POST: "pour un autre poste",
    kinds.OUT_MOVED: "parti travailler ailleurs",
    kinds.OUT_TRANSFERRED: "envoyé ailleurs",
    kinds.OUT_LEFT: "a quitté l’organisation",
    kinds.OUT_EXPELLED: "exclu",
    kinds.OUT_TOWN_LOST: "la ville était perdue",
    kinds.OUT_NO_MEMBERS: "il n’y restait plus de membre",
    kinds.OUT_LIMIT: "les règles ne permettent pas un mandat de plus d’affilée",
    kinds.OUT_OFFICE: "n’a plus la fonction dont le siège dépend",
}
WAYS = {2: "coopté comme", 3: "tiré au sort comme", 4: "siège de droit comme"}
MOVES = {
    1: "appelé dans l’administration",
    2: "renvoyé à l’établi",
    3: "appelé à l’armée",
    4: "démobilisé",
    5: "parti au village",
    6: "envoyé aux études",
    7: "envoyé au loin",
    kinds.TO_POST: "envoyé prendre un poste",
    kinds.ASSIGNED: "envoyé reconstruire une ville",
    kinds.FLED: "a fui une ville qui tombait",
}
MILIEUS = {
    "industry": "ouvriers de l’industrie", "army": "soldats et marins", "village": "paysans du village",
    "office": "bureaux de la ville et de l’État", "school": "étudiants",
}  # fmt: skip
QUESTIONS = {
    "power": "Prendre le pouvoir",
    "peace": "Signer la paix avec l’Allemagne",
    "army-command": "Une armée régulière avec des officiers de l’ancienne",
    "unions": "Les syndicats sous la direction du parti",
    "retreat": "Fin des réquisitions : l’impôt en nature",
    "party-regime": "L’unité derrière l’appareil contre la démocratie ouvrière",
    "one-country": "Le socialisme dans un seul pays",
    "peasants-and-industry": "Concessions aux paysans, patience dans l’industrie",
    "opposition-platform": "Rejeter la plate-forme de l’opposition",
}


class French(Chronicle):
    """One history's log, told in French; names that a charter or world gives in English only stay as they are."""

    def organ(self, unit: int) -> str:
        """The committee of a unit."""
        organ = self.organ_of(unit)
        return self._named(unit, _given(organ.name_fr, organ.name)) if organ else self.where(unit)

    def where(self, unit: int) -> str:
        """The members' unit."""
        level = self.plan.units[unit]["level"]
        if unit == self.root:
            return "toute l’organisation"
        if level == self.plan.place_level:
            return self.place(unit)
        named = self.model.charter.levels[level]
        return self._named(unit, _given(named.title_fr, named.title))

    def _named(self, unit: int, name: str) -> str:
        return super()._named(unit, name).replace(f" of {self.place(unit)}", f", {self.place(unit)}")

    def milieu(self, number: int) -> str:
        """Title of a milieu."""
        own = self.world.milieus[number]
        return MILIEUS.get(own.name, own.title)

    def question(self, k: int) -> str:
        """Title of the question that a line is about."""
        asked = self.model_at(int(self.week[k])).world.questions[int(self.person[k])]
        return QUESTIONS.get(asked.name, asked.title)

    def head(self, k: int) -> str:
        """Who heads the secretariat when a line is written."""
        before = np.flatnonzero(self.of(*HEADS)[:k])
        if len(before) and self.kind[before[-1]] == kinds.HEAD_CHOSEN:
            return f"le chef du secrétariat (personne {self.person[before[-1]]})"
        return "le secrétariat, sans chef"

    def post(self, k: int) -> str:
        """The post of a line: secretary or member."""
        return "secrétaire" if self.value[k] == 0 and self.unit[k] != self.root else "membre"

    def event(self, k: int) -> str:
        """What happens, without its subject."""
        kind, value = int(self.kind[k]), int(self.value[k])
        again = " de nouveau" if kind in (kinds.JOINED, *FILLED) and self.again(k) else ""
        if kind == kinds.APPOINTED and self.unit[k] == self.root:
            return f"élu {self.post(k)}{again} sur la liste du secrétariat"
        if kind == kinds.TOOK_SEAT:
            return f"{WAYS[int(self.by[k])]} {self.post(k)}{again}"
        if kind in FILLED:
            return f"{KINDS[kind]} {self.post(k)}{again}"
        if kind == kinds.LEFT_POST:
            return f"n’est plus {self.post(k)} : {REASONS[int(self.by[k])]}"
        if kind == kinds.DIED_IN_POST:
            return f"meurt {self.post(k)}"
        if kind == kinds.MOVED:
            return MOVES[self.how(k)]
        if kind == kinds.EXPELLED:
            verified = " lors d’une vérification" if value & 1 else ""
            return f"exclu{verified}{' comme opposant public' if value & 2 else ''}"
        if kind == kinds.DELEGATE:
            sent = ", envoyé par une opposition" if value & 2 else ""
            return f"délégué{sent}, vote {'avec' if value & 1 else 'contre'} la direction"
        if kind == kinds.VETOED:
            until = f", repoussée de {self.by[k]} semaines" if self.by[k] else ""
            return f"« {self.question(k)} » : {KINDS[kind]} ({100 * self.value[k]:.0f} % contre){until}"
        if kind in VOTES:
            void = ", nul : trop peu ont voté" if kind == kinds.REFERENDUM and not self.by[k] else ""
            return f"« {self.question(k)} » : {KINDS[kind]} ({100 * self.value[k]:.0f} % pour{void})"
        if kind == kinds.CONGRESS:
            return f"congrès : {100 * self.value[k]:.0f} % des délégués avec la direction"
        if kind == kinds.BANNED and value == 0:
            return "l’interdiction des fractions prend fin"
        return f"{KINDS[kind]}{again}"

    def organ_named(self, k: int) -> str:
        """The organ in which it happens; for members, their cell."""
        named = super().organ_named(k)
        return {"Congress": "Congrès", "Secretariat": "Secrétariat"}.get(named, named)

    def decided_by(self, k: int) -> str:
        """Who decided, in words."""
        if (cause := self.cause(k)) != k:
            return self.decided_by(cause)
        kind, unit = int(self.kind[k]), int(self.unit[k])
        match kind:
            case kinds.ELECTED if unit == self.root and not self.by_members(k):
                at_congress = (self.of(kinds.CONGRESS) & (self.week == self.week[k])).any()
                return "le congrès" if at_congress else "le dernier congrès avant le début"
            case kinds.ELECTED | kinds.DELEGATE:
                return f"les membres de : {self.where(unit)}"
            case kinds.APPOINTED:
                return self._patron(k)
            case kinds.TOOK_SEAT:
                return {2: self.organ(unit), 3: "le sort"}.get(int(self.by[k]), "la charte")
            case kinds.REFERENDUM:
                return "tous les membres"
            case kinds.VETOED:
                return self._vetoing(k)
            case kinds.LEFT_POST:
                return self._out(k)
            case kinds.MOVED:
                return self._mover(k)
            case kinds.EXPELLED:
                return self._judge(k)
            case kinds.JOINED | kinds.LEFT | kinds.FOUNDED:
                return OWN
            case kinds.CONGRESS:
                return "les délégués"
            case kinds.BANNED:
                return "le congrès" if self._by_congress(k) else "le terme fixé par la charte"
            case kinds.SPLIT:
                return "l’opposition"
            case kinds.DIED | kinds.DIED_IN_POST | kinds.DESTROYED | kinds.LAPSED:
                return NOBODY
        return self.organ(self.root)

    def _vetoing(self, k: int) -> str:
        charter = self.model_at(int(self.week[k])).charter
        organ = charter.organ(charter.decisions.veto_by)
        return "les membres" if organ is None else f"les secrétaires : {_given(organ.name_fr, organ.name)}"

    def _patron(self, k: int) -> str:
        head, by = self.head(k), int(self.by[k])
        if self.unit[k] == self.root:
            return f"le congrès, sur la liste proposée par {head}"
        if by < 0 or f"personne {by})" in head:
            return head
        above = self.plan.units[int(self.unit[k])]["parent"]
        return f"le secrétaire de l’organe au-dessus : {self.organ(above)} (personne {by})"

    def _out(self, k: int) -> str:
        return {
            kinds.OUT_CONGRESS: "le congrès",
            kinds.OUT_LEFT: OWN,
            kinds.OUT_TRANSFERRED: f"{self.head(k)}, contre la dissidence",
            kinds.OUT_EXPELLED: "une vérification ou une sanction" if self._checks(k) else "l’organisation",
            kinds.OUT_MOVED: "l’organisation",
            kinds.OUT_LIMIT: "la charte",
            kinds.OUT_OFFICE: "la charte",
        }.get(int(self.by[k]), NOBODY)

    def _mover(self, k: int) -> str:
        left = self.plan.cells[int(self.by[k])][1]
        if self.how(k) == TO_BENCH and self.world.milieus[left].school:
            return "la fin des études"
        return {
            1: "l’administration",
            TO_BENCH: "l’administration",
            3: "la mobilisation",
            4: "la démobilisation",
            5: OWN,
            AWAY: f"{self.head(k)}, contre la dissidence",
            kinds.FLED: "la chute de la ville",
        }.get(self.how(k), "l’organisation")

    def _judge(self, k: int) -> str:
        judges = ("une vérification des membres", f"{self.head(k)}, contre la dissidence")
        chosen = [judge for bit, judge in zip((1, 2), judges, strict=True) if int(self.value[k]) & bit]
        return ", ou ".join(chosen) or "l’organisation"


def _given(french: str, other: str) -> str:
    """The French name, where there is one."""
    return other if french in ("", "—") else french


def retold(c: Chronicle) -> French:
    """The same log, told in French."""
    french = object.__new__(French)
    french.__dict__.update(c.__dict__)
    return french


def topic(c: French, k: int) -> str:
    """What is to be decided, in words."""
    kind = int(c.kind[k])
    if kind in POSTS:
        return f"qui est {c.post(k)}"
    if kind in VOTES:
        return f"la question « {c.question(k)} »"
    if kind in HEADS:
        return "qui dirige le secrétariat"
    if kind in OF_A_PERSON:
        return f"ce que devient la personne {c.person[k]}"
    named = {
        kinds.CONGRESS: "un congrès",
        kinds.BANNED: "l’interdiction des fractions",
        kinds.POWER: "la prise du pouvoir",
    }
    return named.get(kind, KINDS.get(kind, c.name(k)))


def sentence(c: French, k: int) -> str:
    """What was decided, about whom, by whom."""
    subject = f"personne {c.person[k]} : " if c.kind[k] in OF_A_PERSON else ""
    return f"{subject}{c.event(k)}, par {c.decided_by(k)}"
