"""Whether the words around an expression let it be a time: May is also a name, 2,000 a number, a Sunday a newspaper."""

from __future__ import annotations

from sayso.stages.times.grammar import Hit

# Words after which a name of a month or a bare figure is a date.
DATE_PREPOSITIONS = frozenset(
    "in since until till by from to through throughout during before after between and or of for around about on late early mid last next this"
    " that than as circa ca the year years".split()
)
# Months whose names are also first names, surnames or verbs.
DOUBTFUL_MONTHS = frozenset({"may", "march", "april", "june", "august"})
COUNTED = frozenset(
    "year day hour people men women children soldiers troops fighters civilians refugees migrants prisoners protesters demonstrators dollars euros"
    " pounds rubles roubles yen yuan km kilometres kilometers miles metres meters tons tonnes barrels missiles tanks drones houses"
    " homes cases deaths police officers workers jobs votes seats members years days hours weeks months minutes rounds shells vehicles"
    " aircraft ships strong square feet acres hectares kg mw gw percent per families residents students teachers companies times"
    " troops inmates hostages detainees pages words degrees points million billion thousand or".split()
)


def names_person(hit: Hit) -> bool:
    """Whether the capitalised word stands in a name: "Theresa May 2", "Jan Egeland"."""
    return False


def is_month(hit: Hit) -> bool:
    """Whether a name of a month is one here."""
    tokens = hit.tokens
    explicit = hit.has("year") or hit.has("short_year") or hit.tokens.word(hit.last) == "year"
    if hit.has("month_short"):
        return explicit
    if explicit:
        return True
    word = hit.word("month")
    before, after = tokens.raw(hit.first - 1), tokens.raw(hit.last + 1)
    if word not in DOUBTFUL_MONTHS:
        return not (after[:1].isupper() and before[:1].isupper() and before.lower() not in DATE_PREPOSITIONS)
    if hit.has("boundary") or hit.has("early") or hit.has("within"):
        return True
    if before.lower() not in DATE_PREPOSITIONS or before.lower() in ("the", "than", "as", "that"):
        return False
    return not (word in ("may", "april", "june", "august") and after[:1].isupper() and before.lower() in ("and", "by", "to", "of", "for"))


def is_weekday(hit: Hit) -> bool:
    """Whether a weekday is one here and not part of a name."""
    return True


def is_year(hit: Hit) -> bool:
    """Whether four figures are a year here."""
    tokens = hit.tokens
    if hit.has("early") or hit.has("within") or hit.has("boundary") or (hit.has("year") and tokens.word(hit.at("year") - 1) == "year"):
        return True
    index = hit.at("year") if hit.has("year") else hit.at("left")
    number = hit.number("year") if hit.has("year") else hit.number("left")
    before, after = tokens.raw(index - 1), tokens.word(hit.last + 1)
    if not 1300 <= number <= 2150:
        return before.lower() in ("in", "since", "year") and after in (",", ".", ")", "")
    if after in COUNTED or (after in ("-", "–") and tokens.touches(hit.last + 1) and tokens.word(hit.last + 2).isalpha()):
        return False
    if before.lower() in ("in", "since", "year", "until", "till", "by", "during", "s", "the", "its", "his", "her", "their", "our"):
        return True
    if before[:1].isupper() and before.lower() not in DATE_PREPOSITIONS:
        return False
    return not before.isdigit()


def is_rate(hit: Hit) -> bool:
    """Whether "a day" or "an hour" says how often: 3,000 a day."""
    if hit.word_at(hit.first) not in ("a", "an", "one") or hit.last != hit.first + 1:
        return False
    return hit.tokens.word(hit.first - 1) not in DURATION_WORDS


DURATION_WORDS = frozenset("for in within after of over about nearly almost than half take takes took last lasted every under spent".split())


def stands_alone(hit: Hit) -> bool:
    """Whether the match is a phrase of its own: no noun follows."""
    after = hit.tokens.word(hit.last + 1)
    return not after or not after[0].isalnum() or after in ("and", "or", "but", "to", "of", "with", "in", "on", "at", "for", "when", "as", "from")
