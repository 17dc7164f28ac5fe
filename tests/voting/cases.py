"""Elections whose counts are published: ballots with their numbers of papers, votes of lists, and where they stand."""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).parent

#: The example of four cities that would each like to be the capital of Tennessee: percent of voters.
TENNESSEE = {
    ("Memphis", "Nashville", "Chattanooga", "Knoxville"): 42,
    ("Nashville", "Chattanooga", "Knoxville", "Memphis"): 26,
    ("Chattanooga", "Knoxville", "Nashville", "Memphis"): 15,
    ("Knoxville", "Chattanooga", "Nashville", "Memphis"): 17,
}

#: Twenty guests choose three foods: the example of the encyclopaedias' article on the single transferable vote.
FOOD = {
    ("Orange",): 4,
    ("Pear", "Orange"): 2,
    ("Chocolate", "Strawberry"): 8,
    ("Chocolate", "Sweets"): 4,
    ("Strawberry",): 1,
    ("Sweets",): 1,
}

#: Worked example of the Scottish Government on counting under the order of 2007: three seats, quota 600.
SCOTTISH = {
    ("Adams", "Baker"): 35,
    ("Adams", "Gray", "Baker"): 84,
    ("Adams", "Gray", "Miller"): 267,
    ("Adams", "Gray"): 49,
    ("Adams", "Miller"): 78,
    ("Adams",): 37,
    ("Baker",): 377,
    ("Campbell", "Adams", "Baker"): 7,
    ("Campbell", "Adams", "Gray", "Baker"): 7,
    ("Campbell", "Adams", "Gray", "Miller"): 19,
    ("Campbell", "Adams", "Gray"): 23,
    ("Campbell", "Adams", "Miller"): 263,
    ("Campbell", "Adams"): 38,
    ("Campbell", "Baker"): 223,
    ("Campbell", "Gray", "Baker"): 15,
    ("Campbell", "Gray", "Miller"): 58,
    ("Campbell", "Gray"): 10,
    ("Campbell", "Miller"): 252,
    ("Campbell",): 57,
    ("Gray", "Baker"): 54,
    ("Gray", "Miller"): 96,
    ("Gray",): 17,
    ("Miller",): 331,
}

#: Burlington, Vermont, 2009, the three who were left: the middle one beats both others and is excluded.
BURLINGTON = {
    ("Montroll", "Kiss", "Wright"): 1332,
    ("Montroll", "Wright", "Kiss"): 767,
    ("Montroll",): 455,
    ("Kiss", "Montroll", "Wright"): 2043,
    ("Kiss", "Wright", "Montroll"): 371,
    ("Kiss",): 568,
    ("Wright", "Montroll", "Kiss"): 1513,
    ("Wright", "Kiss", "Montroll"): 495,
    ("Wright",): 1289,
}

#: President of Ireland, 1990: first preferences, and where the third candidate's papers went.
IRELAND_1990 = {
    ("Robinson",): 612_265,
    ("Lenihan",): 694_484,
    ("Currie", "Lenihan"): 36_789,
    ("Currie", "Robinson"): 205_565,
    ("Currie",): 25_548,
}

#: P. Tannenbaum, Excursions in Modern Mathematics: C wins; if four voters move C up, B does.
TANNENBAUM = {("A", "B", "C"): 7, ("B", "C", "A"): 8, ("C", "A", "B"): 10, ("A", "C", "B"): 4}

#: Apportionment populations of the 38 states by the census of 1880.
STATES_1880 = {
    "Alabama": 1_262_505, "Arkansas": 802_525, "California": 864_694, "Colorado": 194_327, "Connecticut": 622_700, "Delaware": 146_608,
    "Florida": 269_493, "Georgia": 1_542_180, "Illinois": 3_077_871, "Indiana": 1_978_301, "Iowa": 1_624_615, "Kansas": 996_096,
    "Kentucky": 1_648_690, "Louisiana": 939_946, "Maine": 648_936, "Maryland": 934_943, "Massachusetts": 1_783_085,
    "Michigan": 1_636_937, "Minnesota": 780_773, "Mississippi": 1_131_597, "Missouri": 2_168_380, "Nebraska": 452_402, "Nevada": 62_266,
    "NewHampshire": 346_991, "NewJersey": 1_131_116, "NewYork": 5_082_871, "NorthCarolina": 1_399_750, "Ohio": 3_198_062,
    "Oregon": 174_768, "Pennsylvania": 4_282_891, "RhodeIsland": 276_531, "SouthCarolina": 995_577, "Tennessee": 1_542_359,
    "Texas": 1_591_749, "Vermont": 332_286, "Virginia": 1_512_565, "WestVirginia": 618_457, "Wisconsin": 1_315_497,
}  # fmt: skip

#: The 39 Czech lists for the European Parliament, 2019; those below a hundredth and a half of the votes without a name.
CZECH_2019 = {
    "ANO 2011": 502_343, "ODS": 344_885, "Piráti": 330_844, "STAN, TOP 09": 276_220, "SPD": 216_718, "KDU-ČSL": 171_723,
    "KSČM": 164_624, "ČSSD": 93_664, "HLAS": 56_449, "ANO, vytrollíme": 37_046,
} | {
    f"small {k}": votes for k, votes in enumerate((
        2580, 9676, 7890, 1312, 1651, 4363, 4284, 18715, 4752, 2221, 2760, 19492, 1289, 836, 7868, 3195, 2609, 1653, 15492,
        1971, 4004, 6599, 844, 14339, 2583, 8720, 12587, 235, 11729,
    ))
}  # fmt: skip

#: New Zealand, 2014: the party votes that counted (5 %, or a seat won in an electorate).
NEW_ZEALAND_2014 = {
    "National": 1_131_501,
    "Labour": 604_535,
    "Green": 257_359,
    "First": 208_300,
    "Maori": 31_849,
    "ACT": 16_689,
    "UnitedFuture": 5_286,
}


def leith() -> dict[tuple[str, ...], int]:
    """Leith ward, City of Edinburgh, 4 May 2017: every paper, as the council published them (Open Government Licence)."""
    names = ("Booth", "Dijkstra-Downie", "McVey", "Munro", "Penman")
    with (HERE / "leith_2017.csv").open() as file:
        return {tuple(names[int(k) - 1] for k in r["ranking"].split()): int(r["papers"]) for r in csv.DictReader(file)}
