"""Attributions that the parse shows: verbs, nouns and "according to" with the clause they hand to a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import QuotedSpan, Span
from sayso.stages.attributions.found import Found, without
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, is_passive, logical_subjects, resolved, subtree_span, surface_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

CONTENT_DEPENDENCIES = ("ccomp", "xcomp")
HANGING_CLAUSES = ("relcl", "acl", "ccomp")
NEGATIONS = frozenset("not n't n’t never neither nor hardly".split())
# A passive of these without an agent is a hedge, not a source left out: "is believed to have fled".
HEDGING_PASSIVES = frozenset(
    "believe think understand presume suppose suspect report rumour rumor expect consider estimate know".split()
)
DENIALS = frozenset("deny reject dismiss refute rebut dispute".split())
# "who asked not to be named" says how the source speaks, not what.
ANONYMITY = frozenset({"name", "identify"})
# Verbs by which one outlet carries what another source says: "quoted by IRNA", "first reported by El País".
OUTLET_VERBS = frozenset("quote cite carry report publish".split())
# What a statement is made in: "said in a letter that".
VEHICLES = frozenset("statement letter interview speech report post tweet message email note memo briefing".split())
NOUN_PREPOSITIONS = frozenset("by from of".split())
MODIFIERS = ("amod", "compound", "nmod")
PARENTHESIS_WORDS = 12


def clause_attributions(scene: Scene) -> Iterator[Found]:
    """Every relation with a content clause or phrase, in order of its cue."""
    for token in scene.doc:
        if token.lower_ == "according":
            yield from according_to(token, scene)
        elif token.lower_ == "words" and token.dep_ == "pobj":
            yield from in_the_words_of(token, scene)
        elif token.lower_ == "per" and token.dep_ == "prep":
            yield from per(token, scene)
        elif token.pos_ in ("VERB", "AUX"):
            cue = scene.verb_cue(token)
            if token.lemma_ in OUTLET_VERBS:
                yield from through_outlet(token)
            if cue:
                yield from by_verb(token, cue, scene)
            elif is_as_put(token):
                yield from as_put(token, scene)
        elif token.pos_ in ("NOUN", "PROPN"):
            cue = scene.cues.get(("noun", token.lemma_.lower()))
            if cue:
                yield from by_noun(token, cue)


def by_verb(verb: Token, cue: Cue, scene: Scene) -> Iterator[Found]:
    """A verb of saying, believing or asking with its complement."""
    content = complement(verb, cue, scene)
    if not content:
        return
    passive = is_passive(verb)
    if passive:
        source = next(iter(logical_subjects(verb)), None)
    else:
        source = scene.speaker(verb, inverted=content[-1].end <= verb.idx)
    if passive and source is None and verb.lemma_ in HEDGING_PASSIVES:
        return
    if source is None and not passive and verb.tag_ in ("VB", "VBG"):
        return  # an infinitive or gerund nobody is the subject of: "to say that", "by arguing that"
    addressee = hearer(verb, cue, passive)
    addressee = None if addressee == source else addressee
    named = [before(phrase_span(t), content) for t in own_subjects(verb) if scene.same_level(t, verb)]
    outside = [span_of(verb), *named, *hearer_spans(verb, addressee)]
    if source is not None and abs(source.i - verb.i) < PARENTHESIS_WORDS and source not in own_subjects(verb):
        outside += [span_of(source)] if scene.same_level(source, verb) and source.head != verb else []
    outside += misplaced(content, verb, scene)
    negated, neither = is_negated(verb), is_neither(verb)
    yield Found(
        f"verb {verb.lemma_}",
        quoted(verb),
        source,
        [piece for span in content for piece in without(span, outside)],
        addressee=addressee,
        polarity="negative" if neither or negated != (cue.polarity == "negative") else "positive",
        certainty="unknown" if negated or neither else cue.certainty,
        outer="unknown" if negated or neither else cue.outer,
        cue_token=verb,
        outside=outside,
    )


def is_negated(verb: Token) -> bool:
    """Whether the source does not say it: "did not say"."""
    return any(child.lower_ in NEGATIONS or child.dep_ == "neg" for child in verb.children)


def is_neither(verb: Token) -> bool:
    """Whether the verb is one of a refused pair: "neither confirmed nor denied" takes no side."""
    pair = [verb.head] if verb.dep_ == "conj" else [t for t in verb.conjuncts if t.head == verb]
    return bool(pair) and any(child.lower_ in ("nor", "neither") for t in (verb, *pair) for child in t.children)


def complement(verb: Token, cue: Cue, scene: Scene) -> list[Span]:
    """The content of a verb: its clause, what it is put into or after, its topic, or its object."""
    return (
        own_clause(verb, cue)
        or hanging_clause(verb, cue)
        or (host_clause(verb) if cue.certainty != "unknown" else [])
        or rest_of_sentence(verb, cue, scene)
        or topic(verb, cue)
        or nominal_object(verb, cue)
    )


def own_clause(verb: Token, cue: Cue) -> list[Span]:
    """The clause, infinitive or gerund that the parser made its complement."""
    clauses = [child for child in verb.children if child.dep_ in CONTENT_DEPENDENCIES and takes(child, cue, verb)]
    clauses = [child for child in clauses if child.lemma_ not in ANONYMITY]
    return [joined([clause_span(clause, verb) for clause in clauses], verb)] if clauses else []


def joined(spans: Sequence[Span], verb: Token) -> Span:
    """The first clause with those right behind it: the parser cuts "believes those found there fled" in two."""
    whole = spans[0]
    for span in spans[1:]:
        if not verb.doc.text[whole.end : span.start].strip():
            whole = Span(whole.start, span.end)
    return whole


def takes(child: Token, cue: Cue, verb: Token) -> bool:
    """Whether the cue's content may have this form; a bare gerund or infinitive only where the cue says so."""
    infinitive = any(t.tag_ == "TO" for t in child.children)
    if infinitive and is_passive(verb) and cue.hearer != "object" and "clause" in cue.takes:
        return cue.certainty == "certain"  # "is said to have fled"; not "was told to leave"
    if child.dep_ == "ccomp":
        return "clause" in cue.takes and (not infinitive or "infinitive" in cue.takes)
    if child.tag_ == "VBG":
        return "gerund" in cue.takes
    return "infinitive" in cue.takes and infinitive


def clause_span(clause: Token, verb: Token) -> Span:
    """The clause; what spaCy hangs on it from the far side of the verb belongs to neither."""
    span = subtree_span(clause)
    start, end = span.start, span.end
    if clause.i > verb.i and start < verb.idx:
        start = verb.idx + len(verb)
    return Span(start, end)


def hanging_clause(verb: Token, cue: Cue) -> list[Span]:
    """A that-clause that the parser hung on a noun between: "informed the mission that", "said in a letter that"."""
    if "clause" not in cue.takes:
        return []
    if verb.dep_ == "xcomp":  # "proceeded to lie to Daniel that …": the clause hangs on the verb above
        for clause in children(verb.head, "ccomp"):
            if clause.i > verb.i and introduces_content(clause):
                return [subtree_span(clause)]
    nouns = children(verb, "dobj", "dative") if cue.hearer == "object" else []
    nouns += [n for p in children(verb, "prep") for n in children(p, "pobj") if n.lemma_.lower() in VEHICLES]
    nouns += [n for v in children(verb, "advcl") if v.lemma_ in ("cite", "quote") for n in children(v, "dobj")]
    for noun in nouns:
        for clause in noun.children:
            if clause.dep_ in HANGING_CLAUSES and introduces_content(clause):
                return [subtree_span(clause)]
    return []


def host_clause(verb: Token) -> list[Span]:
    """The clause a verb is put into or after: "Tashkent, he said, had …", "as he put it, …", "…, or so they claim"."""
    as_clause = (
        verb.dep_ == "advcl" and bool(children(verb, "nsubj")) and any(t.lower_ == "as" for t in children(verb, "mark"))
    )
    so_clause = verb.dep_ == "conj" and any(t.lower_ == "so" for t in children(verb, "advmod"))
    put_in = verb.dep_ in ("parataxis", "ccomp", "advcl", "conj") and is_parenthesis(verb)
    if not (as_clause or so_clause or put_in) or verb.head == verb:
        return []
    return without(subtree_span(verb.head), [subtree_span(verb)])


def is_parenthesis(verb: Token) -> bool:
    """Whether verb and subject stand between commas or at the end: "…, residents say", "Tashkent, he said, had"."""
    words = [token for token in verb.subtree if not token.is_punct and not token.is_space]
    if sum(word.i < verb.i for word in words) > PARENTHESIS_WORDS or not children(verb, "nsubj"):
        return False
    if children(verb, "mark", "ccomp", "xcomp", "dobj") or any(t.dep_ == "cc" for t in verb.children):
        return False
    if verb.dep_ == "conj" and any(t.dep_ == "cc" for t in verb.head.children if t.i < verb.i):
        return False  # "…, and its leader promised": a clause of its own
    doc = verb.doc
    before = doc[words[0].i - 1].text if words[0].i > 0 else ""
    after = doc[words[-1].i + 1].text if words[-1].i + 1 < len(doc) else "."
    return before in (",", "—", "–") and after in (",", ".", "!", "?", "—", "–", "”", '"')


def rest_of_sentence(verb: Token, cue: Cue, scene: Scene) -> list[Span]:
    """Where the parse shows no complement: all of the sentence but ", NP said," at its end or in its middle."""
    if "clause" not in cue.takes or verb.tag_ not in ("VBD", "VBZ", "VBP") or scene.quotation_at(verb.idx):
        return []
    if verb.dep_ in ("relcl", "acl") or children(verb, "oprd", "acomp", "ccomp", "dobj"):
        return []  # "a charge Paris calls absurd"
    subject = scene.speaker(verb, inverted=False)
    if subject is None or subject.i > verb.i or verb.i - subject.i > 3:
        return []
    left = subject
    while left.i > verb.sent.start and scene.doc[left.i - 1].text not in (",", "—", "–"):
        left = scene.doc[left.i - 1]
    first = scene.doc[left.i - 1] if left.i > verb.sent.start else None
    right = verb.i + 1
    while right < verb.sent.end and scene.doc[right].text not in (",", ".", "—", "–") and right - verb.i < 6:
        right += 1
    closed = right >= verb.sent.end or scene.doc[right].text in (",", ".", "—", "–")
    if first is None or not closed or verb.i - left.i > PARENTHESIS_WORDS:
        return []
    sentence = Span(verb.sent.start_char, verb.sent.end_char)
    last = scene.doc[min(right, verb.sent.end - 1)]
    pieces = without(sentence, [Span(first.idx, last.idx)])
    has_verb = any(t.pos_ in ("VERB", "AUX") for t in verb.sent if not first.i <= t.i <= last.i)
    return pieces if has_verb else []


def topic(verb: Token, cue: Cue) -> list[Span]:
    """What stands after the preposition that the cue takes: "accused Minsk of …", "warned of …"."""
    agents = children(verb, "agent")  # "accused by auditors of hiding": the parser hangs "of" on any of the three
    holders = [verb, *agents, *(noun for agent in agents for noun in children(agent, "pobj"))]
    # "warned Israel on 17 October of": it may also hang on the object or on a phrase of time before it.
    holders += children(verb, "dobj", "dative")
    holders += [noun for preposition in children(verb, "prep") for noun in children(preposition, "pobj")]
    for holder in holders:
        for preposition in children(holder, "prep"):
            topics = children(preposition, "pobj", "pcomp")
            if preposition.lower_ in cue.takes and topics:
                return [subtree_span(topics[0])]
    return []


def nominal_object(verb: Token, cue: Cue) -> list[Span]:
    """The object, for cues that take one: "denied the charge"."""
    if "nominal" not in cue.takes:
        return []
    objects = children(verb, "nsubjpass") if is_passive(verb) else children(verb, "dobj")
    return [subtree_span(objects[0])] if objects else []


def misplaced(content: list[Span], verb: Token, scene: Scene) -> list[Span]:
    """What the parser wrongly joined to the content: in "said A was B and called for C" it is the speaker who calls."""
    holes = []
    for clause in children(verb, "ccomp"):
        subjects = children(clause, "nsubj", "nsubjpass")
        if not subjects or subjects[0].i in scene.by_head or subjects[0].pos_ == "PRON":
            continue  # somebody who could be speaking himself
        for conjunct in (t for t in clause.conjuncts if scene.verb_cue(t) and not children(t, "nsubj", "nsubjpass")):
            start = next((t for t in clause.children if t.dep_ == "cc" and t.i < conjunct.i), conjunct)
            holes.append(Span(start.idx, subtree_span(conjunct).end))
    return [hole for hole in holes if any(span.overlaps(hole) for span in content)]


def own_subjects(verb: Token) -> list[Token]:
    """The subject and agent that hang on this very verb."""
    return children(verb, "nsubj", "nsubjpass", "agent")


def before(phrase: Span, content: Sequence[Span]) -> Span:
    """The phrase up to a content that the parser hung inside it: "accused by auditors of hiding …"."""
    inside = [span.start for span in content if phrase.start < span.start and span.end <= phrase.end]
    return Span(phrase.start, min([phrase.end, *inside]))


def hearer(verb: Token, cue: Cue, passive: bool) -> Token | None:
    """Who is told: the object of "told", the passive subject of "was told", the noun after "to"."""
    if cue.hearer == "object":
        if passive:
            return next(iter(surface_subjects(verb, 0)), None)
        return next(iter(children(verb, "dobj", "dative")), None)
    if cue.hearer == "to":
        for preposition in children(verb, "prep", "dative"):
            if preposition.lower_ == "to":
                return next(iter(children(preposition, "pobj")), None)
    return None


def hearer_spans(verb: Token, addressee: Token | None) -> list[Span]:
    """The hearer's own phrase, which is no content; a clause that hangs on it is."""
    if addressee is None or addressee.head != verb:
        return []
    return [phrase_span(addressee)]


def phrase_span(token: Token) -> Span:
    """A noun phrase with what follows it, a content clause that the parser hung on it left out."""
    holes = [subtree_span(c).start for c in token.children if c.dep_ in HANGING_CLAUSES and introduces_content(c)]
    span = subtree_span(token)
    return Span(span.start, min([span.end, *(hole for hole in holes if hole > token.idx)]))


def according_to(token: Token, scene: Scene) -> Iterator[Found]:
    """For "according to X, …" the clause it stands in, without the phrase itself."""
    to = next(iter(children(token, "prep")), None)
    nouns = children(to, "pobj") if to is not None else []
    if to is None or not nouns:
        return
    phrase = Span(token.idx, source_end(nouns[0], scene))
    host = token.head
    while host.dep_ in ("prep", "pobj", "npadvmod", "amod", "compound", "appos", "dobj", "conj") and host.head != host:
        host = host.head  # "was shot down and exploded, according to the statement": all of it
    cue = QuotedSpan(token.idx, to.idx + len(to), scene.doc.text[token.idx : to.idx + len(to)])
    content = without(subtree_span(host), [phrase])
    yield Found("according to", cue, resolved(nouns[0]), content, cue_token=token, outside=[phrase])


def source_end(noun: Token, scene: Scene) -> int:
    """Where the source after "according to" ends: an apposition that is really the next verb's subject is no part."""
    end = subtree_span(noun).end
    for apposition in children(noun, "appos"):
        following = scene.doc[apposition.right_edge.i + 1 : apposition.right_edge.i + 2]
        if following and following[0].pos_ in ("VERB", "AUX") and not children(following[0], "nsubj"):
            comma = scene.doc[apposition.left_edge.i - 1]
            end = min(end, comma.idx)
    return end


def in_the_words_of(words: Token, scene: Scene) -> Iterator[Found]:
    """For "in the words of X, …" the clause it stands in."""
    for of in children(words, "prep"):
        for noun in children(of, "pobj"):
            if of.lower_ == "of" and words.head.lower_ == "in":
                phrase = Span(words.head.idx, subtree_span(noun).end)
                host = words.head.head
                cue = QuotedSpan(words.head.idx, of.idx + len(of), scene.doc.text[words.head.idx : of.idx + len(of)])
                content = without(subtree_span(host), [phrase])
                yield Found("in the words of", cue, noun, content, cue_token=words, outside=[phrase])


def per(token: Token, scene: Scene) -> Iterator[Found]:
    """For "…, per Axios" the clause it stands in; "per cent" and "per person" name nobody."""
    nouns = [noun for noun in children(token, "pobj") if noun.pos_ == "PROPN" and noun.i in scene.by_head]
    if nouns:
        phrase = Span(token.idx, subtree_span(nouns[0]).end)
        host = token.head
        while host.pos_ not in ("VERB", "AUX") and host.head != host:
            host = host.head
        content = without(subtree_span(host), [phrase])
        yield Found("per", quoted(token), nouns[0], content, cue_token=token, outside=[phrase])


def is_as_put(verb: Token) -> bool:
    """Whether this is "as X put it" or "as X has it", whose verbs are no cues by themselves."""
    return verb.lemma_ in ("put", "have") and any(t.lower_ == "it" for t in children(verb, "dobj"))


def as_put(verb: Token, scene: Scene) -> Iterator[Found]:
    """For "As the envoy put it, …" the clause it introduces."""
    content = host_clause(verb)
    source = scene.speaker(verb, inverted=False)
    if content and source is not None:
        yield Found("as X put it", quoted(verb), source, content, cue_token=verb, outside=[subtree_span(verb)])


def through_outlet(verb: Token) -> Iterator[Found]:
    """A chain through an outlet: "X, quoted by Y, said", "X was quoted by Y as saying", "Y quoted X as saying"."""
    agents = [noun for by in children(verb, "agent", "prep") if by.lower_ == "by" for noun in children(by, "pobj")]
    as_saying = [act for p in children(verb, "prep") if p.lower_ == "as" for act in children(p, "pcomp")]
    if verb.tag_ == "VBN" and agents and verb.dep_ in ("acl", "advcl", "relcl"):
        noun = verb.head
        if verb.lemma_ in ("report", "publish") and not any(introduces_content(c) for c in noun.children):
            return  # "a study published by the bank" has no content; "claims, first reported by …, that …" have
        clause = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else noun
        yield outlet(verb, agents[0], subtree_span(clause), [subtree_span(verb)])
    elif verb.tag_ == "VBN" and agents and as_saying:
        phrase = Span(verb.idx, subtree_span(agents[0]).end)
        yield outlet(verb, agents[0], subtree_span(verb), [phrase])
    elif as_saying and not is_passive(verb):
        sources, objects = logical_subjects(verb), children(verb, "dobj")
        if sources and objects:
            content = Span(subtree_span(objects[0]).start, subtree_span(as_saying[0]).end)
            yield outlet(verb, sources[0], content, [])
    elif verb.tag_ == "VBG" and verb.lemma_ in ("cite", "quote") and children(verb, "dobj"):
        yield from citing(verb)


def outlet(verb: Token, source: Token, content: Span, holes: list[Span]) -> Found:
    """The outlet's own level of a chain."""
    return Found(
        f"{verb.lemma_} by outlet", quoted(verb), source, without(content, holes), cue_token=verb, outside=holes
    )


def citing(verb: Token) -> Iterator[Found]:
    """For "Y reported, citing X, that …" the same content as the verb it hangs on, one level further in."""
    source, clause = children(verb, "dobj")[0], verb.head
    hanging = [c for c in source.children if c.dep_ in HANGING_CLAUSES and introduces_content(c)]
    inner = hanging or [c for c in clause.children if c.dep_ in CONTENT_DEPENDENCIES]
    content = subtree_span(inner[0]) if inner else subtree_span(clause)
    phrase = Span(verb.idx, phrase_span(source).end)
    yield Found(
        "citing", quoted(verb), source, without(content, [phrase]), cue_token=verb, outside=[phrase], within=clause
    )


def by_noun(noun: Token, cue: Cue) -> Iterator[Found]:
    """A noun with its content: "Estonian allegations that …", "the claim by Rome that …", "its claim that …"."""
    content = noun_content(noun, cue)
    if content is None or (noun.dep_ == "pobj" and noun.lemma_.lower() in VEHICLES and noun.head.dep_ == "prep"):
        return  # "said in a statement that …" is the verb's
    yield Found(
        f"noun {noun.lemma_}",
        quoted(noun),
        noun_source(noun, content),
        [content],
        polarity=cue.polarity,
        certainty=cue.certainty,
        outer=cue.outer,
        cue_token=noun,
        outside=[span_of(noun)],
    )


def noun_content(noun: Token, cue: Cue) -> Span | None:
    """The clause of a noun, or the infinitive or of-phrase where the cue takes one."""
    for clause in noun.children:
        if clause.dep_ in HANGING_CLAUSES and introduces_content(clause):
            return subtree_span(clause)
        if "infinitive" in cue.takes and clause.dep_ == "acl" and any(t.tag_ == "TO" for t in clause.children):
            return subtree_span(clause)
    for preposition in children(noun, "prep"):
        topics = children(preposition, "pobj", "pcomp")
        if preposition.lower_ in cue.takes and topics:
            return subtree_span(topics[0])
    return None


def introduces_content(clause: Token) -> bool:
    """Whether the clause is what is said (that …), not a relative clause about the noun."""
    that = [t for t in clause.children if t.lower_ == "that"]
    if not that:
        return False
    subjects = children(clause, "nsubj", "nsubjpass")
    return that[0].dep_ == "mark" or (bool(subjects) and that[0].dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"))


def noun_source(noun: Token, content: Span) -> Token | None:
    """Whose claim it is: possessor, nationality, "by X" or "from X", else the subject of the verb it is object of."""
    owners = children(noun, "poss")
    if owners and owners[0].tag_ == "PRP$" and noun.dep_ == "dobj":  # "repeated its claim": whoever repeats it
        return next(iter(logical_subjects(noun.head)), None)
    if owners:
        return owners[0]
    for preposition in children(noun, "prep"):
        if preposition.lower_ in NOUN_PREPOSITIONS and not content.contains(span_of(preposition)):
            holders = [n for n in children(preposition, "pobj") if not content.contains(span_of(n))]
            if holders:
                return holders[0]
    return named(noun.lefts) or carrier(noun)


def named(tokens: Iterable[Token]) -> Token | None:
    """A nationality or name before a noun."""
    found = [t for t in tokens if t.dep_ in MODIFIERS and t.ent_type_ in ("NORP", "GPE", "ORG", "PERSON")]
    return found[0] if found else None


def carrier(noun: Token) -> Token | None:
    """The subject of the verb whose object the noun is, unless the verb denies it: "made a claim that"."""
    if noun.dep_ == "dobj" and noun.head.lemma_ not in DENIALS:
        return next(iter(logical_subjects(noun.head)), None)
    if noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.lemma_ in ("come", "arrive", "jump"):
        return next(iter(logical_subjects(noun.head.head)), None)  # "came to the conclusion that"
    return None


def span_of(token: Token) -> Span:
    """A token's own characters."""
    return Span(token.idx, token.idx + len(token))


def quoted(token: Token) -> QuotedSpan:
    """A token as a span with its text."""
    return QuotedSpan(token.idx, token.idx + len(token), token.text)
