"""The sentences of a stress test, English and French: one table each, filled in by :mod:`politeia.stress.words`."""

from __future__ import annotations

from politeia.articles import Language

NAMES: dict[Language, dict[str, str]] = {
    "en": {
        "oligarchy": "a few fill the posts",
        "capture": "its apparatus takes it over",
        "paralysis": "it cannot decide",
        "split": "it splits",
        "dissolution": "it dissolves",
    },
    "fr": {
        "oligarchy": "quelques-uns pourvoient les postes",
        "capture": "son appareil s’en empare",
        "paralysis": "elle ne peut décider",
        "split": "elle se scinde",
        "dissolution": "elle se dissout",
    },
}
#: What each of these words means, and where it begins.
MEANINGS: dict[Language, dict[str, str]] = {
    "en": {
        "oligarchy": "in the last year most posts above the groups are filled from above, or most who hold them owe them to the head",
        "capture": "in the last year posts, pay and habit belong to the office holders (index of bureaucracy above {bureaucracy}), "
        "and members hardly count (index of democracy below {democracy})",
        "paralysis": "in the last two years, more than {paralysed} of the weeks had a question that nobody could settle",
        "split": "a part leaves and sets up its own",
        "dissolution": "less than a third of the members are left",
    },
    "fr": {
        "oligarchy": "la dernière année, la plupart des postes au-dessus des groupes sont pourvus d’en haut, ou dus au dirigeant",
        "capture": "la dernière année, postes, revenus et habitudes sont à ceux qui ont un poste (indice de bureaucratie au-dessus "
        "de {bureaucracy}) et les membres ne comptent guère (indice de démocratie sous {democracy})",
        "paralysis": "les deux dernières années, plus de {paralysed} des semaines avaient une question que personne ne pouvait trancher",
        "split": "une partie s’en va et fonde la sienne",
        "dissolution": "il reste moins d’un tiers des membres",
    },
}
COLUMNS: dict[Language, tuple[str, ...]] = {
    "en": ("few rule", "captured", "paralysed", "split", "dissolved"),
    "fr": ("oligarchie", "accaparée", "paralysée", "scindée", "dissoute"),
}
QUESTIONS: dict[Language, dict[str, tuple[str, str]]] = {
    "en": {
        "members_decide": ("Who decides?", "the members fill most posts"),
        "can_decide": ("Can it decide?", "it decides in time"),
        "can_remove": ("Who can remove whom?", "leaders or chairs are in fact replaced"),
        "survives": ("Does it survive?", "it holds together"),
    },
    "fr": {
        "members_decide": ("Qui décide ?", "les membres pourvoient la plupart des postes"),
        "can_decide": ("Peut-elle décider ?", "elle décide à temps"),
        "can_remove": ("Qui peut écarter qui ?", "des dirigeants ou des responsables sont en fait remplacés"),
        "survives": ("Survit-elle ?", "elle tient ensemble"),
    },
}
PRICES: dict[Language, dict[str, str]] = {
    "en": {
        "delay": "weeks to decide",
        "undecided": "undecided weeks a year",
        "members": "members at the end (1: as many as at the start)",
        "replaced": "chairs replaced a year",
    },
    "fr": {
        "delay": "semaines pour décider",
        "undecided": "semaines sans décision par an",
        "members": "membres à la fin (1 : autant qu’au début)",
        "replaced": "responsables remplacés par an",
    },
}
LIMITS: dict[Language, tuple[str, ...]] = {
    "en": (
        "A simulation, not a forecast: it shows what follows from these rules, the assumptions and chance.",
        "The weights of the mechanisms were set by hand on one historical party; they are not measured on organisations "
        "like yours. Compare rules with each other rather than trust a single number.",
        "An article is moved only to the ends of the range that organisations have had; the rest of the charter stays.",
    ),
    "fr": (
        "Une simulation, non une prévision : elle montre ce qui suit de ces règles, des hypothèses et du hasard.",
        "Les poids des mécanismes ont été fixés à la main sur un parti du passé ; ils ne sont pas mesurés sur des "
        "organisations comme la vôtre. Comparez des règles entre elles plutôt que de vous fier à un seul nombre.",
        "Un article n’est porté qu’aux bouts de l’étendue que des organisations ont connue ; le reste de la charte demeure.",
    ),
}
#: Values of rules that are words; the English ones are those of the file.
VALUES: dict[str, str] = {
    "elected": "élu",
    "appointed": "nommé d’en haut",
    "co-opted": "coopté",
    "by lot": "tiré au sort",
    "ex officio": "de droit",
    "members": "tous les membres",
    "delegates": "les délégués",
    "nobody": "personne",
    "free": "libres",
    "may_be_banned": "peuvent être interdites",
    "banned": "interdites",
    "standing": "sans compter les voix",
}
SAY: dict[Language, dict[str, str]] = {
    "en": {
        "none of them": "in none of them",
        "all of them": "in all of them",
        "few": "in fewer than 1 of 10 futures",
        "most": "in more than 9 of 10 futures",
        "tenths": "in {n} of 10 futures",
        "unknown": "unknown",
        "head": "{title}: {worlds} worlds, {histories} futures each, {span}, {persons} persons each, the same luck in all",
        "of ten": "Of 10 futures",
        "reached": "({name}: membership came to {reached} times that before)",
        "as it is": "{question} As it is, {answer} {odds}",
        "worst": "; in the worst world ({world}) {odds}",
        "captured path": "The usual path to capture ({world}: {n} of {all} futures)",
        "near path": "Nowhere is it captured often enough to tell; the futures that come nearest ({world})",
        "at once": "from the first",
        "after": "after {span}",
        "art": "art. {n} {title}",
        "no step": "no step is common to them",
        "tried": "{n} changes of one rule tried in each world; below 0: further from capture",
        "weak": "The weak article",
        "holds": "The article that holds: changed so, it brings the organisation nearest to capture",
        "over all": "over all worlds: {said}",
        "no change": "no single change moves it away from capture beyond chance",
        "in worlds": "{change}: distance {moved} in {worlds}",
        "everywhere": "every world",
        "everywhere but": "every world but {worlds}",
        "to": "{low} to {high}",
        "odds": "captured {before} → {after} of 10",
        "effect": "{change}: distance {moved}",
        "and": " and ",
        "yes": "yes",
        "no": "no",
        "fewer": "{name} in {n} fewer of 10 futures",
        "more": "{name} in {n} more of 10 futures",
        "further": "further from capture, distance {moved}",
        "nearer": "nearer to capture, distance {moved}",
        "no gain": "no gain that shows",
        "moved": "{before} → {after} ({low} to {high})",
        "as before": "as before ({low} to {high})",
        "price": "price: {said}",
        "no price": "none that shows",
        "time": "time to a decision {before} → {after} weeks ({low} to {high})",
        "no time": "time to a decision {before} weeks, as before ({low} to {high})",
        "besides": "besides: {said}",
        "no help": "no change that was tried helps beyond chance",
        "other": "as the other charter says ({changes}): {traded}",
        "beside": "Beside the other charter, over all worlds",
        "helps": "What would help, over all worlds, and what it costs",
        "advice": "This is not legal advice.",
    },
    "fr": {
        "none of them": "dans aucun",
        "all of them": "dans tous",
        "few": "dans moins de 1 avenir sur 10",
        "most": "dans plus de 9 avenirs sur 10",
        "tenths": "dans {n} avenirs sur 10",
        "unknown": "on ne sait",
        "head": "{title} : {worlds} mondes, {histories} avenirs chacun, {span}, {persons} personnes chacun, la même chance dans tous",
        "of ten": "Sur 10 avenirs",
        "reached": "({name} : l’effectif a atteint {reached} fois celui d’avant)",
        "as it is": "{question} Dans son propre monde, {answer} {odds}",
        "worst": " ; dans le pire ({world}) {odds}",
        "captured path": "Le chemin habituel vers l’accaparement ({world} : {n} avenirs sur {all})",
        "near path": "Nulle part elle n’est accaparée assez souvent pour le dire ; les avenirs qui en approchent le plus ({world})",
        "at once": "dès le début",
        "after": "après {span}",
        "art": "art. {n} {title}",
        "no step": "ils n’ont aucune étape en commun",
        "tried": "{n} changements d’une seule règle essayés dans chaque monde ; sous 0 : plus loin de l’accaparement",
        "weak": "L’article faible",
        "holds": "L’article qui tient : ainsi changé, il mène le plus près de l’accaparement",
        "over all": "sur tous les mondes : {said}",
        "no change": "aucun changement d’une seule règle n’éloigne de l’accaparement au-delà du hasard",
        "in worlds": "{change} : distance {moved} dans {worlds}",
        "everywhere": "tous les mondes",
        "everywhere but": "tous les mondes sauf {worlds}",
        "to": "{low} à {high}",
        "odds": "accaparée {before} → {after} sur 10",
        "effect": "{change} : distance {moved}",
        "and": " et ",
        "yes": "oui",
        "no": "non",
        "fewer": "{name} dans {n} avenirs de moins sur 10",
        "more": "{name} dans {n} avenirs de plus sur 10",
        "further": "plus loin de l’accaparement, distance {moved}",
        "nearer": "plus près de l’accaparement, distance {moved}",
        "no gain": "aucun gain visible",
        "moved": "{before} → {after} ({low} à {high})",
        "as before": "comme avant ({low} à {high})",
        "price": "prix : {said}",
        "no price": "aucun visible",
        "time": "délai d’une décision {before} → {after} semaines ({low} à {high})",
        "no time": "délai d’une décision {before} semaines, comme avant ({low} à {high})",
        "besides": "de plus : {said}",
        "no help": "aucun changement essayé n’aide au-delà du hasard",
        "other": "selon l’autre charte ({changes}) : {traded}",
        "beside": "À côté de l’autre charte, sur tous les mondes",
        "helps": "Ce qui aiderait, sur tous les mondes, et ce que cela coûte",
        "advice": "Ceci n’est pas un conseil juridique.",
    },
}
#: What only the two pages say.
PAPER: dict[Language, dict[str, str]] = {
    "en": {
        "title": "{title}: what gives way in bad years",
        "asked": "{histories} futures in each of {worlds} worlds over {span}, {persons} persons simulated in each, the same luck everywhere.",
        "reached": " In the world of growth, membership came to {reached} times that before, within a year.",
        "questions": "Four questions",
        "ten": "Of ten futures",
        "marks": "· none, <1 fewer than one in ten, >9 more than nine in ten; shaded: five or more.",
        "weak": "The weak article: what to change first",
        "holding": "The article that holds: what not to touch",
        "help": "What would help, and what it costs",
        "changed": "changed so",
        "gain": "what it brings",
        "priced": "Over all worlds, from what to what; as before: no difference that can be told from chance; in brackets, the 95 % "
        "interval of the change; shaded: a price.",
        "distance": "Distance: how far the last year is from a takeover by the apparatus (index of bureaucracy less index of democracy, "
        "−1 to 1). Below 0 a change moves away from it, above 0 towards it; in brackets, the 95 % interval. "
        "{tried} changes of one rule were tried in each world, on the same luck.",
        "concerned": "The articles concerned",
        "article": "Art. {n}. {title}. {text}",
        "assumed": "What is assumed",
        "sources": "Sources of the charter: {source}.",
        "parameters": "The parameters of the model are many; the command politeia assumptions lists them.",
        "limits": "Limits",
        "stop": ";",
        "foot": "charter {charter}, world {world}, seed {seed}.",
    },
    "fr": {
        "title": "{title} : ce qui cède dans les mauvaises années",
        "asked": "{histories} avenirs dans chacun de {worlds} mondes sur {span}, {persons} personnes simulées dans chacun, la même chance partout.",
        "reached": " Dans le monde de la croissance, l’effectif a atteint en un an {reached} fois celui d’avant.",
        "questions": "Quatre questions",
        "ten": "Sur dix avenirs",
        "marks": "· aucun, <1 moins d’un sur dix, >9 plus de neuf sur dix ; en couleur : cinq ou plus.",
        "weak": "L’article faible : que changer d’abord",
        "holding": "L’article qui tient : à quoi ne pas toucher",
        "help": "Ce qui aiderait, et ce que cela coûte",
        "changed": "ainsi changé",
        "gain": "ce que cela apporte",
        "priced": "Sur tous les mondes, de combien à combien ; comme avant : rien qui se distingue du hasard ; entre parenthèses, "
        "l’intervalle à 95 % du changement ; en couleur : un prix.",
        "distance": "Distance : ce qui sépare la dernière année d’une prise de pouvoir par l’appareil (indice de bureaucratie moins indice "
        "de démocratie, de −1 à 1). Sous 0 un changement en éloigne, au-dessus de 0 il en rapproche ; entre parenthèses, l’intervalle "
        "à 95 %. {tried} changements d’une seule règle essayés dans chaque monde, avec la même chance.",
        "concerned": "Les articles concernés",
        "article": "Art. {n}. {title}. {text}",
        "assumed": "Ce qui est supposé",
        "sources": "Sources de la charte : {source}.",
        "parameters": "Les paramètres du modèle sont nombreux ; la commande politeia assumptions les énumère.",
        "limits": "Limites",
        "stop": " ;",
        "foot": "charte {charter}, monde {world}, graine {seed}.",
    },
}
