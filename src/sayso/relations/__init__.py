"""What passes between two actors over time, as whoever tells it."""

from sayso.relations.comparison import Comparison, Difference, compare
from sayso.relations.relate import relation
from sayso.relations.series import ChangePoint, Figures, Period, Relation, ToldOf

__all__ = [
    "ChangePoint",
    "Comparison",
    "Difference",
    "Figures",
    "Period",
    "Relation",
    "ToldOf",
    "compare",
    "relation",
]
