"""The class moves: where its active part stands on the course axis, with reversals nobody foresees.

    drift' = (1 - decay) drift + e,   jump' = keep * jump + event + rare luck
    class_course = ferment(t) + drift + jump,    place_mood = class_course + local offset + local shock

``ferment(t)`` is the world's dated path; drift and jumps are the luck of one history.  Not modelled: several classes
with opposed interests inside a place (the milieus differ by a lasting offset only).  Expected: larger jumps make
cohesion and flexibility worth more (M4); without dispersion the middle vanishes (M22).
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, noise


@kernel
def class_course(drift, jump, ferment, shock_mood, deviation, rate, size, keep, m4, draw_drift, draw_rare, draw_size):
    drift = 0.95 * drift + noise(draw_drift, deviation * 0.31)
    jump = keep * jump + shock_mood * m4
    if draw_rare < rate * m4:
        jump = jump + noise(draw_size, size)
    return drift, jump, clip(ferment + drift + jump, -1.0, 1.0)


@kernel
def place_mood(place_mood, local_jump, class_course, offset, shock_mood, keep, deviation, m22, draw_local):
    local_jump = keep * local_jump + noise(draw_local, deviation * 0.2) * m22
    return clip(class_course + m22 * offset + local_jump, -1.0, 1.0), local_jump


MECHANISM = Mechanism(
    name="class_mood",
    text=__doc__,
    implements=("M4", "M22"),
    steps=(
        Step("environment", class_course, ("drift", "jump", "class_course")),
        Step("place", place_mood, ("place_mood", "local_jump")),
    ),
    parameters={
        "deviation": Parameter(0.03, 0.02, 0.06, "course", "A101", "standard deviation of the class's drift"),
        "rate": Parameter(0.017, 0.005, 0.03, "1/week", "A101", "unforeseen reversals a week"),
        "size": Parameter(0.14, 0.08, 0.25, "course", "A101", "standard deviation of a reversal"),
        "keep": Parameter(0.985, 0.96, 0.995, "1/week", "A101", "share of a reversal that is still there a week later"),
    },
    fields=(
        Field("drift", "party", -1, 1, "course", "slow luck of the class's position"),
        Field("jump", "party", -1, 1, "course", "sum of recent reversals"),
        Field("class_course", "party", -1, 1, "course", "position of the active class, A"),
        Field("place_mood", "place", -1, 1, "course", "position of the active class in a place"),
        Field("local_jump", "place", -1, 1, "course", "local luck"),
    ),
    measures=(Measure("class_course", "class_course", "course", "position of the active class"),),
    sources=("Axelrod, Daymude and Forrest 2021", "article, opening"),
)
