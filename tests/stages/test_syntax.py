"""Who does it and to whom, read off the parse in every construction that news uses."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from spacy.tokens import Doc, Token

from sayso.models.spacy_pipeline import load_spacy
from sayso.schema import Mention
from sayso.stages.syntax import (
    head_of,
    logical_objects,
    logical_subjects,
    noun_phrase,
    span_at,
    subtree_span,
    verb_predicate,
    with_conjuncts,
)

pytestmark = pytest.mark.model

# construction, sentence, verb, its logical subjects, its logical objects (heads, coordinated ones expanded)
CASES = [
    ("active", "Iran attacked Israel.", "attacked", "Iran", "Israel"),
    ("active, with an auxiliary", "Iran has been attacking Israel.", "attacking", "Iran", "Israel"),
    ("active, negated", "Iran did not attack Israel.", "attack", "Iran", "Israel"),
    ("intransitive", "The minister resigned on Monday.", "resigned", "minister", ""),
    ("passive with an agent", "Israel was attacked by Iran.", "attacked", "Iran", "Israel"),
    ("passive without an agent", "Two journalists were arrested on Monday.", "arrested", "", "journalists"),
    ("passive infinitive", "The soldiers will be trained by Britain.", "trained", "Britain", "soldiers"),
    (
        "relative clause on the subject",
        "Officials condemned the rebels who attacked Goma.",
        "attacked",
        "rebels",
        "Goma",
    ),
    (
        "relative clause on the object",
        "Officials counted the tanks that Poland supplied.",
        "supplied",
        "Poland",
        "tanks",
    ),
    (
        "relative clause without a pronoun",
        "Officials counted the tanks Poland supplied.",
        "supplied",
        "Poland",
        "tanks",
    ),
    ("passive relative clause", "Officials met the envoy who was expelled by Russia.", "expelled", "Russia", "envoy"),
    ("non-restrictive relative clause", "Israel blamed Iran, which denied the attack.", "denied", "Iran", "attack"),
    (
        "reduced relative, past participle",
        "Officials counted the drones supplied by Iran.",
        "supplied",
        "Iran",
        "drones",
    ),
    (
        "reduced relative, present participle",
        "Police stopped the rebels attacking Goma.",
        "attacking",
        "rebels",
        "Goma",
    ),
    ("object control", "Washington urged Iran to release the captives.", "release", "Iran", "captives"),
    ("object control, passive", "Iran was urged to release the captives.", "release", "Iran", "captives"),
    ("subject control", "Poland promised to supply tanks.", "supply", "Poland", "tanks"),
    ("subject control despite an object", "Poland promised Ukraine to send tanks.", "send", "Poland", "tanks"),
    ("infinitive after a noun", "Iran’s threat to close the strait came on Monday.", "close", "Iran", "strait"),
    ("infinitive after an object noun", "Japan made an offer to fund the railway.", "fund", "Japan", "railway"),
    ("infinitive of purpose", "Turkey sent troops to protect the enclave.", "protect", "Turkey", "enclave"),
    (
        "gerund after a preposition, of the object",
        "Kyiv accused Minsk of staging the raid.",
        "staging",
        "Minsk",
        "raid",
    ),
    (
        "gerund after a preposition, of the subject",
        "Iran responded by closing the border.",
        "closing",
        "Iran",
        "border",
    ),
    ("participle clause", "Rebels seized the town, killing two soldiers.", "killing", "Rebels", "soldiers"),
    ("coordinated verbs", "Serbia closed the border and recalled its ambassador.", "recalled", "Serbia", "ambassador"),
    ("coordinated passives", "The mayor was arrested and questioned by police.", "questioned", "police", "mayor"),
    ("coordinated subjects", "Poland and Estonia condemned the raid.", "condemned", "Poland, Estonia", "raid"),
    ("coordinated objects", "Sweden accused Russia and Belarus.", "accused", "Sweden", "Russia, Belarus"),
    (
        "three coordinated subjects",
        "Poland, Latvia and Estonia closed the border.",
        "closed",
        "Poland, Latvia, Estonia",
        "border",
    ),
    ("clause under a verb of saying", "Officials said that Iran had attacked Israel.", "attacked", "Iran", "Israel"),
    ("clause without that", "Officials said Iran had attacked Israel.", "attacked", "Iran", "Israel"),
    ("after an adverbial clause", "Before talks began, Iran attacked Israel.", "attacked", "Iran", "Israel"),
    ("in a condition", "If Iran attacks Israel, prices will rise.", "attacks", "Iran", "Israel"),
    ("a pronoun", "They expelled him.", "expelled", "They", "him"),
    ("a possessive", "Russia’s army shelled Ukraine’s capital.", "shelled", "army", "capital"),
]


@pytest.fixture(scope="module")
def parsed() -> dict[str, Doc]:
    """All sentences of the table, parsed in one go."""
    sentences = [row[1] for row in CASES]
    return dict(zip(sentences, load_spacy().pipe(sentences), strict=True))


def parse(text: str) -> Doc:
    return load_spacy()(text)


def token(doc: Doc, word: str) -> Token:
    return next(each for each in doc if each.text == word)


def named(tokens: Iterable[Token]) -> str:
    return ", ".join(each.text for each in with_conjuncts(tokens))


@pytest.mark.parametrize(("sentence", "verb", "subjects"), [row[1:4] for row in CASES], ids=[row[0] for row in CASES])
def test_who_does_it(parsed: dict[str, Doc], sentence: str, verb: str, subjects: str) -> None:
    assert named(logical_subjects(token(parsed[sentence], verb))) == subjects


@pytest.mark.parametrize(
    ("sentence", "verb", "objects"), [(row[1], row[2], row[4]) for row in CASES], ids=[row[0] for row in CASES]
)
def test_to_whom_it_is_done(parsed: dict[str, Doc], sentence: str, verb: str, objects: str) -> None:
    assert named(logical_objects(token(parsed[sentence], verb))) == objects


class TestPredicates:
    @pytest.mark.parametrize(
        "sentence", ["Poland gave Ukraine fourteen tanks.", "Ukraine was given fourteen tanks by Poland."]
    )
    def test_who_is_given_and_what_is_given_are_told_apart(self, sentence: str) -> None:
        verb = next(each for each in parse(sentence) if each.lemma_ == "give")
        predicate = verb_predicate(verb)
        assert named(predicate.subjects) == "Poland"
        assert (named(predicate.indirect), named(predicate.objects)) == ("Ukraine", "tanks")

    def test_to_somebody_is_a_preposition_like_others(self) -> None:
        predicate = verb_predicate(token(parse("Poland gave tanks to Ukraine on Monday."), "gave"))
        assert {(word, noun.text) for word, noun in predicate.prepositions} == {("to", "Ukraine"), ("on", "Monday")}
        assert predicate.indirect == ()

    def test_the_agent_of_a_passive_is_no_preposition(self) -> None:
        predicate = verb_predicate(token(parse("The envoy was expelled by Russia from Moscow."), "expelled"))
        assert predicate.passive
        assert [(word, noun.text) for word, noun in predicate.prepositions] == [("from", "Moscow")]

    def test_a_phrase_behind_the_object_counts_for_the_verb(self) -> None:
        predicate = verb_predicate(token(parse("Rebels launched attacks on the town."), "launched"))
        assert ("on", "town") in {(word, noun.text) for word, noun in predicate.prepositions}

    def test_particles_infinitives_and_clauses_are_kept(self) -> None:
        assert "out" in verb_predicate(token(parse("Rebels carried out an attack."), "carried")).particles
        urged = verb_predicate(token(parse("Paris urged Tehran to free the sailors."), "urged"))
        assert urged.infinitive is not None and urged.infinitive.text == "free"
        warned = verb_predicate(token(parse("Paris warned that Tehran would pay."), "warned"))
        assert warned.clause is not None and warned.clause.text == "pay"


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "head", "phrase"),
        [
            ("The Russian foreign minister met reporters.", "minister", "The Russian foreign minister"),
            ("Reporters met Israel’s prime minister in Oslo.", "minister", "Israel’s prime minister"),
            ("Russian President Vladimir Putin left.", "Putin", "Russian President Vladimir Putin"),
            ("The minister of the interior left.", "minister", "The minister"),
            ("Two senior Iranian officials who spoke left.", "officials", "Two senior Iranian officials"),
            ("They left.", "They", "They"),
        ],
    )
    def test_a_noun_phrase_begins_with_its_article_and_ends_with_its_head(
        self, text: str, head: str, phrase: str
    ) -> None:
        span = noun_phrase(token(parse(text), head))
        assert text[span.start : span.end] == phrase

    def test_a_subtree_holds_all_that_depends_on_the_word(self) -> None:
        text = "Officials said that Iran had attacked Israel on Monday."
        span = subtree_span(token(parse(text), "attacked"))
        assert text[span.start : span.end] == "that Iran had attacked Israel on Monday"

    def test_the_head_of_a_mention_is_the_word_the_others_hang_on(self) -> None:
        doc = parse("The foreign minister of Russia left.")
        assert head_of(doc, Mention("m1", 0, 30, "The foreign minister of Russia", "nominal")).text == "minister"

    def test_a_span_that_cuts_words_takes_them_whole(self) -> None:
        assert span_at(parse("Iran attacked Israel."), 2, 10).text == "Iran attacked"

    def test_no_tokens_at_all_are_an_error(self) -> None:
        with pytest.raises(ValueError, match="no tokens at"):
            span_at(parse("Iran left."), 50, 60)
