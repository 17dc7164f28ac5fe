"""What is counted each week: tallies up the tree, posts by how they were filled, towns lost."""
# mypy: ignore-errors

from __future__ import annotations


def aggregate(s):
    """Sum the tallies up the tree, from the units next above the cells."""
    cells = s.C.shape[0]
    for h in range(s.T.shape[0] - 1):
        above = s.U[cells + h].parent - cells
        for k in range(s.T.shape[1]):
            s.T[above, k] += s.T[h, k]


def count_posts(s, week):
    """Shares of posts filled from above, level by level; concentration of patrons among territorial posts."""
    levels = s.V.shape[0]
    for level in range(levels):
        s.V[level].above = 0.0
        s.V[level].held = 0.0
    head = int(s.G[0].head_pid)
    clients = 0.0
    others = 0.0
    veterans = 0.0
    secretaries = 0.0
    new = 0.0
    centre = 0.0
    careerism = 0.0
    posts_held = 0.0
    for o in range(s.U[s.U.shape[0] - 1].post0):  # below the top
        i = s.O[o].slot
        if i < 0 or s.P[i].pid != s.O[o].pid:
            continue
        level = s.O[o].level
        careerism += s.P[i].careerism * 0.00392156862745098
        posts_held += 1.0
        if s.O[o].seat == 0:
            s.V[level].held += 1.0
            s.V[level].above += float(s.O[o].appointed)
            if level > 0:
                if s.O[o].patron == head:
                    clients += 1.0
                elif s.O[o].patron >= 0:
                    others += 1.0
            if level == s.B[0].place_level:
                secretaries += 1.0
                if s.O[o].came > s.G[0].last_congress:
                    new += 1.0
                if s.P[i].joined < s.B[0].first_cohort:
                    veterans += 1.0
                if s.O[o].appointed == 1 and s.O[o].patron == head:
                    centre += 1.0
    for level in range(levels):
        if s.V[level].held > 0.0:
            s.V[level].above /= s.V[level].held
    middle = 0.0
    middle_held = 0.0
    for level in range(1, levels - 1):
        middle += s.V[level].above * s.V[level].held
        middle_held += s.V[level].held
    g = s.G[0]
    g.appointed_cell = s.V[0].above
    g.appointed_district = s.V[1].above
    g.appointed_place = s.V[s.B[0].place_level].above
    g.appointed_middle = middle / max(middle_held, 1.0)
    g.appointed_centre = centre / max(secretaries, 1.0)
    g.secretaries_new = new / max(secretaries, 1.0)
    g.secretary_veterans = veterans / max(secretaries, 1.0)
    g.clients = clients / max(middle_held, 1.0)
    g.cliques = others / max(middle_held, 1.0)
    g.officer_careerism = careerism / max(posts_held, 1.0)


def count_towns(s, week):
    """Share of towns in the hands of others, weighted by people."""
    lost = 0.0
    total = 0.0
    for place in range(s.L.shape[0] - 1):
        if s.L[place].front > 0.5:
            continue
        total += float(s.L[place].inhabitants)
        if s.L[place].lost > 0.5:
            lost += float(s.L[place].inhabitants)
    s.G[0].towns_lost = lost / max(total, 1.0)
