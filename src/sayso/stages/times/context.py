"""Whether the words around an expression let it be a time: May is also a name, 2,000 a number, a Sunday a newspaper."""

from __future__ import annotations

from sayso.stages.times.grammar import Hit

# Words after which a name of a month or a bare figure is a date.
DATE_PREPOSITIONS = frozenset(
    "in since until till by from to through throughout during before after between and or of for around"
    " about on late early mid last next this that than as circa ca the year years".split()
)
# Months whose names are also first names, surnames or verbs.
DOUBTFUL_MONTHS = frozenset({"may", "march", "april", "june", "august"})
# After these four figures are a year; after the second set they mostly are, round hundreds apart.
YEAR_PREPOSITIONS = frozenset("in since until till by during throughout year".split())
YEAR_NEIGHBOURS = frozenset(
    "from to through before after between and or of for around about late early mid the its his her"
    " their our a s than circa ca like on at with as".split()
)
FIRST_YEAR, LAST_YEAR = 1300, 2150
DASHES = frozenset("-–—")
FUNCTION_WORDS = frozenset(
    "a an the and or but nor to of with in on at for when as from by into onto over under about after"
    " before until till since than that which who whose where while because if though although he she it"
    " they we i you this these those there his her its their was were is are be been has have had will"
    " would could may might should can did does do not also then however still again only just during"
    " between through against amid despite both all some many said says told s took began came went saw"
    " made left met held".split()
)
REFERENCES = frozenset("p pp no nos nr art sec para vol".split())
NUMBERED = frozenset(
    "page pages paragraph chapter article section clause resolution flight route room gate bus line number"
    " decree".split()
)
STREETS = frozenset(
    "Street St Avenue Ave Road Rd Boulevard Square Lane Drive Bridge Stadium University Hospital Airport".split()
)
COUNTED = frozenset(
    "year day hour people men women children soldiers troops fighters civilians refugees migrants"
    " prisoners protesters demonstrators dollars euros pounds francs dinars lira rand kronor rubles roubles"
    " yen yuan km kilometres"
    " kilometers miles metres meters tons tonnes barrels missiles tanks drones houses homes cases deaths"
    " police officers workers jobs votes seats members years days hours weeks months minutes rounds"
    " shells vehicles aircraft ships strong square feet acres hectares kg mw gw percent per families"
    " residents students teachers companies times inmates hostages detainees pages words degrees points"
    " million billion thousand gmt utc".split()
)


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
    if is_address(hit):
        return False
    if word not in DOUBTFUL_MONTHS:
        return not (after[:1].isupper() and before[:1].isupper() and before.lower() not in DATE_PREPOSITIONS)
    if hit.has("boundary") or hit.has("early") or hit.has("within"):
        return True
    if before.lower() not in DATE_PREPOSITIONS or before.lower() in ("the", "than", "as", "that"):
        return False
    return not (
        word in ("may", "april", "june", "august")
        and after[:1].isupper()
        and before.lower() in ("and", "by", "to", "of", "for")
    )


def is_year(hit: Hit) -> bool:
    """Whether four figures are a year here and not a number of things."""
    tokens = hit.tokens
    if hit.has("early") or hit.has("within") or hit.has("boundary"):
        return True
    slot = "year" if hit.has("year") else "left"
    number, before, after = hit.number(slot), tokens.raw(hit.at(slot) - 1), tokens.word(hit.last + 1)
    if before.lower() == "year":
        return True
    if is_tail_of_figures(hit, slot):
        return False
    if after in COUNTED or (after in DASHES and tokens.touches(hit.last + 1) and tokens.word(hit.last + 2).isalpha()):
        return False
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return False
    if before.lower() in YEAR_PREPOSITIONS:
        return True
    round_number = number % 100 == 0
    if before.lower() in YEAR_NEIGHBOURS or not before[:1].isalnum():
        return not round_number or before.lower() in ("the", "to", "between", "from", "and")
    return before.islower() and not round_number and number >= 1900 and not noun_follows(hit)


def is_tail_of_figures(hit: Hit, slot: str) -> bool:
    """Whether the figures end a longer number or a reference: 555-2019, p. 2015, No. 2004."""
    tokens, index = hit.tokens, hit.at(slot)
    if tokens.word(index - 1) in NUMBERED or (tokens.raw(index - 1) == "." and tokens.word(index - 2) in REFERENCES):
        return True
    joined = tokens.raw(index - 1) in DASHES and tokens.touches(index) and tokens.touches(index - 1)
    return joined and tokens.raw(index - 2).isdigit() and len(tokens.raw(index - 2)) != 4


def is_address(hit: Hit) -> bool:
    """Whether a street or a square bears the date as its name: 12 March Street, 17 October Square."""
    return hit.tokens.raw(hit.last + 1) in STREETS


def is_rate(hit: Hit) -> bool:
    """Whether "a day" or "an hour" says how often: 3,000 a day."""
    if hit.word_at(hit.first) not in ("a", "an", "one") or hit.last != hit.first + 1:
        return False
    return hit.tokens.word(hit.first - 1) not in DURATION_WORDS


DURATION_WORDS = frozenset(
    "for in within after of over about nearly almost than half take takes took last lasted every under spent".split()
)


def stands_alone(hit: Hit) -> bool:
    """Whether the match is a phrase of its own: no noun follows."""
    after = hit.tokens.word(hit.last + 1)
    return not after[:1].isalnum() or after in FUNCTION_WORDS


def noun_follows(hit: Hit) -> bool:
    """Whether a noun seems to follow: the 7 October attack."""
    after = hit.tokens.word(hit.last + 1)
    return after.isalpha() and after not in FUNCTION_WORDS and not after.endswith("ed")


def ends_clause(hit: Hit) -> bool:
    """Whether the match is followed by a mark or nothing."""
    return not hit.tokens.word(hit.last + 1)[:1].isalnum()
