"""Time expressions, normalised to TIMEX3: `Times` is the stage, `find_times` the function behind it."""

from sayso.stages.times.finding import find_times
from sayso.stages.times.stage import Times
from sayso.stages.times.tense import tense_by_words

__all__ = ["Times", "find_times", "tense_by_words"]
