"""The rules: which words make a time expression. `phrases.py` says what each means.

Where several rules match at a place the longest wins, then the earlier one. Prepositions are not part of an
expression ("on 29 December"); articles and words that modify are ("the end of May", "early 2021").
"""

from __future__ import annotations

from functools import cache

from sayso.stages.times import phrases
from sayso.stages.times.grammar import Grammar, Rule
from sayso.stages.times.meanings import Found
from sayso.stages.times.words import load_words

FRAGMENTS = {
    "weekday": "WEEKDAY COMMA? | WEEKDAY_SHORT (DOT | COMMA)?",
    "month": "MONTH | MONTH_SHORT DOT?",
    "year": "(COMMA | of | in)? (YEAR ERA? | SHORT_YEAR ERA)",
    "which_year": "of (that | the) same? year | (that | the same) year | of? WHICH year | of the RUNNING_WHICH year",
    "mod": "EARLY (DASH | in)? | WITHIN in | the? BOUNDARY of",
    "part": "(the? (EARLY (in the)?)? PART (hours)? | the EARLY hours) of the?",
    "clock": "figures:(YEAR | NUMBER) (gmt | utc | hours | hrs)"
    " | (CLOCK HALF_DAY? | HOUR HALF_DAY | HOUR_NAME) (hrs | hours)? (gmt | utc | est | edt | cet | bst | local time)?",
    "amount": "half (a | an) | (a | an) (QUANTITY | couple of? | MULTIPLIER | further | single | full | whole)?"
    " | QUANTITY | NUMBER (DASH NUMBER)? MULTIPLIER? (and a half)?",
    "circa": "APPROXIMATELY | ca DOT? | circa",
    "about": "APPROXIMATELY | (more | less | fewer) than | just? (over | under) | at (least | most) | up to | close to"
    " | only | just",
    "more": "more | full | consecutive | straight | whole | long | other | additional | further | entire",
    "any_unit": "UNIT | UNITS",
    "to": "DASH | to | until | till | through | and | or",
}


@cache
def load_grammar() -> Grammar[list[Found]]:
    """The rules made ready, once."""
    return Grammar(rules(), load_words(), fragments=FRAGMENTS)


def rules() -> tuple[Rule[list[Found]], ...]:
    """All rules, from the calendar to the vague."""
    return (
        # Days of the calendar
        Rule("STAMP", phrases.stamp),
        Rule("({weekday})? NUMERIC", phrases.numeric_date),
        Rule("({part})? ({weekday})? the? DAY_NUMBER of? {month} ({year} | {which_year})?", phrases.calendar_day),
        Rule("({part})? ({weekday})? {month} the? DAY_NUMBER ({year} | {which_year})?", phrases.calendar_day),
        Rule("({weekday})? the? DAY_NUMBER of? {month} ({year})? COMMA? PART", phrases.calendar_day),
        Rule("({weekday})? {month} the? DAY_NUMBER ({year})? COMMA? PART", phrases.calendar_day),
        Rule("{clock} (on | COMMA)? ({weekday})? the? DAY_NUMBER of? {month} ({year})?", phrases.calendar_day),
        Rule("{clock} (on | COMMA)? ({weekday})? {month} the? DAY_NUMBER ({year})?", phrases.calendar_day),
        Rule("YEAR {month} DAY_NUMBER", phrases.calendar_day),
        Rule("the ORDINAL", phrases.day_of_month),
        Rule("the ORDINAL of {month} ({year} | {which_year})?", phrases.first_of_month),
        # Two days of one month
        Rule("the? left:DAY_NUMBER {to} the? right:DAY_NUMBER of? {month} ({year})?", phrases.two_days),
        Rule("{month} the? left:DAY_NUMBER {to} the? right:DAY_NUMBER ({year})?", phrases.two_days),
        # Months, quarters, halves, seasons, years and more
        Rule("({circa})? ({mod})? {month} ({year} | {which_year})?", phrases.month),
        Rule("({mod})? (WHICH | the RUNNING_WHICH | that) {month}", phrases.which_month),
        Rule("{month} (last | next)", phrases.month_last),
        Rule("({mod})? the? ORDINAL quarter ({year} | in YEAR | {which_year} | of the year)?", phrases.quarter),
        Rule("QUARTER_CODE ({year})?", phrases.quarter_code),
        Rule("the? (ORDINAL | latter) half (of the?)? ({year} | {which_year} | year)", phrases.half),
        Rule("({mod})? the? EARLY? SEASON ({year} | {which_year})?", phrases.season),
        Rule("the? YEAR SEASON", phrases.season),
        Rule("the? YEAR DASH TWO_FIGURES SEASON", phrases.season),
        Rule("({mod})? (WHICH | the RUNNING_WHICH | that) SEASON", phrases.which_season),
        Rule("({circa})? ({mod})? (the year)? YEAR ERA?", phrases.year),
        Rule("({circa})? ({mod})? SHORT_YEAR ERA", phrases.year),
        Rule("ad YEAR", phrases.year),
        Rule("QUOTE two:TWO_FIGURES", phrases.short_year),
        Rule("left:YEAR DASH right:TWO_FIGURES", phrases.two_years),
        Rule("YEARS", phrases.split_year),
        Rule("left:SHORT_YEAR {to} right:SHORT_YEAR ERA", phrases.two_years),
        Rule("({mod})? the? EARLY? DECADE ERA?", phrases.decade),
        Rule("({mod})? the? EARLY? DASH? ORDINAL DASH? century ERA?", phrases.century),
        Rule("HOLIDAY (eve | day)? ({year})?", phrases.holiday),
        Rule("(good | palm | easter | ash) WEEKDAY ({year})?", phrases.feast),
        Rule("MONTH day", phrases.may_day),
        Rule("new year QUOTE s (eve | day) ({year})?", phrases.new_year),
        # Weekdays
        Rule("(EARLY | WITHIN)? WHICH? WEEKDAY (EARLY | late)? PART?", phrases.weekday),
        Rule("WEEKDAY (of)? WHICH week", phrases.weekday),
        Rule("{part} WHICH? WEEKDAY", phrases.weekday),
        Rule("{clock} (on | COMMA)? WHICH? WEEKDAY", phrases.weekday),
        Rule("WEEKDAY (COMMA | at)? {clock}", phrases.weekday),
        Rule("this? (past | coming) WEEKDAY PART?", phrases.coming_weekday),
        Rule("WEEKDAYS", phrases.on_weekdays),
        Rule("the weekend", phrases.the_weekend),
        # From the publication date
        Rule("(EARLY | WITHIN)? DEICTIC PART?", phrases.today),
        Rule("{clock} (on | COMMA)? DEICTIC", phrases.today),
        Rule("tonight", phrases.tonight),
        Rule("(EARLY | WITHIN)? WHICH PART", phrases.which_part),
        Rule("({mod} | WITHIN | EARLY)? WHICH UNIT", phrases.which_unit),
        Rule("({mod})? the? UNIT QUOTE s end", phrases.units_end),
        Rule("amount:{amount} {any_unit} (ago | from now)", phrases.steps_from_publication),
        Rule("({about}) amount:{amount} {any_unit} (ago | from now)", phrases.steps_from_publication),
        Rule("(UNITS) (ago | from now)", phrases.steps_from_publication),
        # From the date the text has reached
        Rule("(WITHIN | {mod})? (that | the) same? UNIT", phrases.same_unit),
        Rule("(WITHIN | {mod})? that same? PART", phrases.same_part),
        Rule("the same PART", phrases.same_part),
        Rule("({mod})? the RUNNING_WHICH (UNIT | PART)", phrases.next_unit),
        Rule("the day (before | after) DEICTIC", phrases.day_after_tomorrow),
        Rule("the UNIT before last", phrases.before_last),
        Rule("the UNIT (before | after | AFTER | BEFORE | following | previous)", phrases.unit_after),
        Rule("({about})? amount:{amount} ({more})? {any_unit} (AFTER | BEFORE)", phrases.steps_on),
        Rule("({about})? amount:{amount} {any_unit} (before | after)", phrases.steps_before),
        Rule("UNITS (AFTER | BEFORE)", phrases.steps_on),
        # The time of day
        Rule("{clock}", phrases.clock),
        # Durations
        Rule("({about} | the? (ORDINAL | final) | the)? amount:{amount} ({more})? {any_unit}", phrases.duration),
        Rule("amount:{amount} DASH UNIT (DASH long)?", phrases.duration),
        Rule("UNIT DASH long", phrases.duration),
        Rule("UNITS DASH long", phrases.duration),
        Rule("UNITS", phrases.bare_duration),
        Rule("(the | this)? (BEHIND | AHEAD) amount:{amount}? ({more})? {any_unit}", phrases.anchored_duration),
        Rule(
            "the? (ORDINAL | last | final) amount:{amount}? {any_unit} of ({month} ({year})? | YEAR)", phrases.portion
        ),
        # Sets
        Rule("EACH (ORDINAL | NUMBER | other)? (UNIT | UNITS | WEEKDAY | PART | SEASON | {month})", phrases.every),
        Rule("(once | twice) (a | EACH) UNIT", phrases.times_a_unit),
        Rule("NUMBER times (a | EACH) UNIT", phrases.times_a_unit),
        Rule("per UNIT", phrases.per_unit),
        Rule("OFTEN", phrases.often),
        # The vague
        Rule("VAGUE", phrases.vague),
        Rule("at present", phrases.at_present),
        Rule("these days | at the moment | the present | the present day | present DASH day", phrases.present),
        Rule("the? recent UNITS", phrases.recent),
        Rule("the past", phrases.past),
        Rule("the (near | foreseeable)? future", phrases.future),
    )
