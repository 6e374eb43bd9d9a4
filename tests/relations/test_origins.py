"""Which texts are one: copies and rewrites, found again among many, and what must not be taken for them."""

from __future__ import annotations

import random

import pytest

from sayso.relations.origins import likeness, linked, rooted, signature
from sayso.schema import Document
from sayso.store.joining import Origin

LEAD = (
    "Ministers from nine coastal states met in Oslo on Tuesday to settle how much cod each fleet may land next year. "
)
BODY = (
    "Norway wants to cut the quota by a fifth, because young fish were scarce in the spring survey. Iceland and "
    "the Faroe Islands called that too little, while Russia, which did not send a minister, let it be known that "
    "it would count its own catch. Fishermen from Tromsø blocked the quay for an hour. The host said that talks "
    "would go on until a paper is signed, even if that takes the whole night. Last year the delegations parted "
    "without any result, and the price of cod rose by a third within a few weeks."
)
WIRE = LEAD + BODY
REWRITE = (
    "Nine coastal states are haggling in Oslo over next year's cod. Norway wants to cut the quota by a fifth, "
    "because young fish were scarce in the spring survey; Iceland and the Faroe Islands called that too little. "
    "Russia did not send a minister and let it be known that it would count its own catch. Fishermen from Tromsø "
    "blocked the quay for an hour on Tuesday. The host said that talks would go on until a paper is signed. Last "
    "year the delegations parted without any result, and the price of cod rose by a third."
)
OTHER = (
    "Cod quotas are the matter of talks that began in the Norwegian capital on Tuesday. The spring survey found "
    "few young fish, so Norway proposes a cut of twenty per cent. Two island nations ask for more, and Moscow "
    "stayed away. Protesters from the north closed a pier for a while. The meeting a year ago had failed, after "
    "which cod became much dearer."
)
SPEECH = (
    "“We have carried this burden for ten winters, and we will carry it for ten more if we must, because the sea "
    "does not ask who is tired. Our fathers fished these grounds without a line on any chart, and our children "
    "will fish them under a treaty or under none. I say to our neighbours: come to the table while there is a "
    "table, and bring your maps with you, and your pride leave at home.”"
)


def document(id: str, text: str, published: str | None = "2024-11-06", publisher: str | None = None) -> Document:
    return Document(id, text, published=published, publisher=publisher or f"Outlet {id}")


def joined(*documents: Document) -> dict[str, Origin]:
    """The origins of documents that come in one after the other."""
    origins: dict[str, Origin] = {}
    texts: dict[str, Document] = {}
    for each in documents:
        origins = rooted(origins | linked(each, 1, list(texts.values()), origins, texts))
        texts[each.id] = each
    return origins


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (WIRE, "copy"),
        ("OSLO (Wire) – " + WIRE.upper(), "copy"),
        ("It is about cod again, writes our desk in Oslo. " + BODY, "copy"),
        (WIRE.rpartition("Last year")[0], "copy"),
        (LEAD + BODY.partition("Fishermen")[0], "copy"),
        (REWRITE, "rewrite"),
    ],
    ids=["same", "dateline and capitals", "another first sentence", "without the end", "first half", "rewritten"],
)
def test_copies_and_rewrites_of_a_text_are_seen(text: str, kind: str) -> None:
    found = likeness(WIRE, text)
    assert found is not None and found.kind == kind
    assert set(signature(WIRE)) & set(signature(text)), "the index would not bring them together"


def test_another_report_on_the_same_event_is_a_text_of_its_own() -> None:
    assert likeness(WIRE, OTHER) is None


def test_a_long_quotation_does_not_make_two_reports_one() -> None:
    one = f"The premier spoke in Bergen before two hundred boat owners who had come in the rain to hear her. {SPEECH} "
    one += (
        "There was hardly any applause when she had ended, and many left the hall before the minister of finance spoke."
    )
    other = f"Opposition parties mocked an address by the head of government on Thursday evening. {SPEECH} "
    other += (
        "“Poetry,” said one leader, who wants a vote on the budget next week and counts on the support of the farmers."
    )
    assert likeness(one, other) is None
    assert likeness(one, one.replace("boat owners", "skippers")) is not None


def test_short_notices_are_copies_only_where_they_are_the_same() -> None:
    notice = "Russia fired missiles at Kyiv on {}, Ukraine's air force said."
    assert likeness(notice.format("Friday"), notice.format("Monday")) is None
    found = likeness(notice.format("Friday"), notice.format("Friday"))
    assert found is not None and found.kind == "copy"


def test_texts_without_words_have_no_signature_and_are_like_nothing() -> None:
    assert signature("…") == () and likeness("…", "…") is None


def test_the_earliest_is_the_origin_in_whatever_order_they_come() -> None:
    documents = [
        document("a", WIRE, "2024-11-07"),
        document("b", WIRE, "2024-11-06"),
        document("c", REWRITE, "2024-11-08"),
        document("d", LEAD + BODY.partition("Fishermen")[0], "2024-11-09"),
        document("e", OTHER, "2024-11-06"),
    ]
    expected = {"a": "b", "b": "b", "c": "b", "d": "b", "e": "e"}
    for seed in range(12):
        shuffled = random.Random(seed).sample(documents, len(documents))
        origins = joined(*shuffled)
        assert {id: origin.origin for id, origin in origins.items()} == expected
        assert {id: origin.kind for id, origin in origins.items()} == {
            "a": "copy", "b": "first", "c": "rewrite", "d": "copy", "e": "first"
        }  # fmt: skip


def test_every_link_says_why() -> None:
    origins = joined(document("a", WIRE), document("b", REWRITE, "2024-11-07"))
    assert origins["a"].because == "the first of its text"
    assert origins["b"].because.startswith("rewrite of a (Outlet a): ") and origins["b"].because.endswith("run alike")
    assert origins["b"].like == "a" and 0.3 <= (origins["b"].similarity or 0) < 0.6


def test_an_outlet_that_tells_its_own_background_again_has_a_new_story() -> None:
    later = REWRITE.replace("Fishermen from Tromsø blocked the quay for an hour on Tuesday. ", "")
    origins = joined(document("a", WIRE, publisher="One"), document("b", later, "2024-11-09", publisher="One"))
    assert origins["b"].kind == "first"
