"""The rules: which words make a time expression. `phrases` says what each means.

Where several rules match at a place the longest wins, then the earlier one. Prepositions are not part of an
expression ("on 29 December"); articles and words that modify are ("the end of May", "early 2021").
"""

from __future__ import annotations

from functools import cache

from sayso.stages.times.grammar import Grammar, Rule
from sayso.stages.times.meanings import Found
from sayso.stages.times.phrases import days, lengths, moments, periods, relative
from sayso.stages.times.words import load_words

FRAGMENTS = {
    "weekday": "WEEKDAY COMMA? | WEEKDAY_SHORT (DOT | COMMA)?",
    "month": "MONTH | MONTH_SHORT DOT?",
    "year": "(COMMA | of | in)? (YEAR ERA? | SHORT_YEAR ERA)",
    "which_year": "of (that | the) same? year | (that | the same) year | of? WHICH year | of the RUNNING_WHICH year",
    "mod": "EARLY (DASH | in)? | WITHIN in | the? BOUNDARY of",
    "part": "(the? (EARLY (in the)?)? PART (hours)? | the EARLY hours) of the?",
    "clock": "figures:(YEAR | NUMBER) (gmt | utc | hours | hrs | local time)"
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
        Rule("STAMP", days.stamp),
        Rule("({weekday})? NUMERIC", days.numeric_date),
        Rule("({part})? ({weekday})? the? DAY_NUMBER of? {month} ({year} | {which_year})?", days.calendar_day),
        Rule("({part})? ({weekday})? {month} the? DAY_NUMBER ({year} | {which_year})?", days.calendar_day),
        Rule("({weekday})? the? DAY_NUMBER of? {month} ({year})? COMMA? PART", days.calendar_day),
        Rule("({weekday})? {month} the? DAY_NUMBER ({year})? COMMA? PART", days.calendar_day),
        Rule("{clock} (on | COMMA)? ({weekday})? the? DAY_NUMBER of? {month} ({year})?", days.calendar_day),
        Rule("{clock} (on | COMMA)? ({weekday})? {month} the? DAY_NUMBER ({year})?", days.calendar_day),
        Rule("YEAR {month} DAY_NUMBER", days.calendar_day),
        Rule("the ORDINAL", days.day_of_month),
        Rule("the ORDINAL of {month} ({year} | {which_year})?", days.first_of_month),
        # Two days of one month
        Rule("the? left:DAY_NUMBER {to} the? right:DAY_NUMBER of? {month} ({year})?", days.two_days),
        Rule("{month} the? left:DAY_NUMBER {to} the? right:DAY_NUMBER ({year})?", days.two_days),
        # Months, quarters, halves, seasons, years and more
        Rule("({circa})? ({mod})? {month} ({year} | {which_year})?", periods.month),
        Rule("({mod})? (WHICH | the RUNNING_WHICH | that) {month}", periods.which_month),
        Rule("{month} (last | next)", periods.month_last),
        Rule("({mod})? the? ORDINAL quarter ({year} | in YEAR | {which_year} | of the year)?", periods.quarter),
        Rule("QUARTER_CODE ({year})?", periods.quarter_code),
        Rule("the? (ORDINAL | latter) half (of the?)? ({year} | {which_year} | year)", periods.half),
        Rule("({mod})? the? EARLY? SEASON ({year} | {which_year})?", periods.season),
        Rule("the? YEAR SEASON", periods.season),
        Rule("the? YEAR DASH TWO_FIGURES SEASON", periods.season),
        Rule("({mod})? (WHICH | the RUNNING_WHICH | that) SEASON", periods.which_season),
        Rule("({circa})? ({mod})? (the year)? YEAR ERA?", periods.year),
        Rule("({circa})? ({mod})? SHORT_YEAR ERA", periods.year),
        Rule("ad YEAR", periods.year),
        Rule("QUOTE two:TWO_FIGURES", periods.short_year),
        Rule("left:YEAR DASH right:TWO_FIGURES", periods.two_years),
        Rule("YEARS", periods.split_year),
        Rule("left:SHORT_YEAR {to} right:SHORT_YEAR ERA", periods.two_years),
        Rule("({mod})? the? EARLY? QUOTE? DECADE ERA?", periods.decade),
        Rule("({mod})? the? EARLY? DASH? ORDINAL DASH? century ERA?", periods.century),
        Rule("HOLIDAY (eve | day)? ({year})?", periods.holiday),
        Rule("(good | palm | easter | ash) WEEKDAY ({year})?", periods.feast),
        Rule("MONTH day", periods.may_day),
        Rule("new year QUOTE s (eve | day) ({year})?", periods.new_year),
        # Weekdays
        Rule("(EARLY | WITHIN)? WHICH? WEEKDAY (EARLY | late)? PART?", relative.weekday),
        Rule("WEEKDAY (of)? WHICH week", relative.weekday),
        Rule("{part} WHICH? WEEKDAY", relative.weekday),
        Rule("{clock} (on | COMMA)? WHICH? WEEKDAY", relative.weekday),
        Rule("WEEKDAY (COMMA | at)? {clock}", relative.weekday),
        Rule("this? (past | coming) WEEKDAY PART?", relative.coming_weekday),
        Rule("WEEKDAYS", relative.on_weekdays),
        Rule("the weekend", relative.the_weekend),
        # From the publication date
        Rule("(EARLY | WITHIN)? DEICTIC PART?", relative.today),
        Rule("{clock} (on | COMMA)? DEICTIC", relative.today),
        Rule("tonight", relative.tonight),
        Rule("overnight", relative.overnight),
        Rule("(EARLY | WITHIN)? WHICH PART", relative.which_part),
        Rule("({mod} | WITHIN | EARLY)? WHICH UNIT", relative.which_unit),
        Rule("({mod})? the? UNIT QUOTE s end", relative.units_end),
        Rule("(year | month) DASH end", relative.year_end),
        Rule("amount:{amount} {any_unit} (ago | from now)", relative.steps_from_publication),
        Rule("({about}) amount:{amount} {any_unit} (ago | from now)", relative.steps_from_publication),
        Rule("(UNITS) (ago | from now)", relative.steps_from_publication),
        # From the date the text has reached
        Rule("(WITHIN | {mod})? (that | the) same? UNIT", relative.same_unit),
        Rule("(WITHIN | {mod})? that same? PART", relative.same_part),
        Rule("the same PART", relative.same_part),
        Rule("({mod})? the RUNNING_WHICH (UNIT | PART)", relative.next_unit),
        Rule("the day (before | after) DEICTIC", relative.day_after_tomorrow),
        Rule("the UNIT before last", relative.before_last),
        Rule("the UNIT (before | after | AFTER | BEFORE | following | previous)", relative.unit_after),
        Rule("({about})? amount:{amount} ({more})? {any_unit} (AFTER | BEFORE)", relative.steps_on),
        Rule("({about})? amount:{amount} {any_unit} (before | after)", relative.steps_before),
        Rule("UNITS (AFTER | BEFORE)", relative.steps_on),
        # The time of day
        Rule("{clock}", moments.clock),
        # Durations
        Rule("({about} | the? (ORDINAL | final) | the)? amount:{amount} ({more})? {any_unit}", lengths.duration),
        Rule("amount:{amount} DASH UNIT (DASH long)?", lengths.duration),
        Rule("UNIT DASH long", lengths.duration),
        Rule("UNITS DASH long", lengths.duration),
        Rule("UNITS", lengths.bare_duration),
        Rule("(the | this)? (BEHIND | AHEAD) amount:{amount}? ({more})? {any_unit}", lengths.anchored_duration),
        Rule(
            "the? (ORDINAL | last | final) amount:{amount}? {any_unit} of ({month} ({year})? | YEAR)", lengths.portion
        ),
        # Sets
        Rule("EACH (ORDINAL | NUMBER | other)? (UNIT | UNITS | WEEKDAY | PART | SEASON | {month})", lengths.every),
        Rule("(once | twice) (a | EACH) UNIT", lengths.times_a_unit),
        Rule("NUMBER times (a | EACH) UNIT", lengths.times_a_unit),
        Rule("per UNIT", lengths.per_unit),
        Rule("OFTEN", lengths.often),
        # The vague
        Rule("VAGUE", moments.vague),
        Rule("at present", moments.at_present),
        Rule("these days | at the moment | the present | the present day | present DASH day", moments.present),
        Rule("the? recent UNITS", moments.recent),
        Rule("the past", moments.past),
        Rule("the (near | foreseeable)? future", moments.future),
    )
