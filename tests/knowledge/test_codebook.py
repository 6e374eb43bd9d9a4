"""The codebook language: what a frame means, and how a mistake in a codebook is named by file and frame."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from sayso.errors import KnowledgeError
from sayso.knowledge.codebook import Codebook, load_codebook, types_in
from sayso.knowledge.frames import Argument, parse_frame

SETS = {"weapons": frozenset({"tank", "rifle"}), "money": frozenset({"dollar"})}

# frame, part, heads, particle, arguments: "position=SLOT", "position=lemma|lemma", "position=SLOT[lemma]", "position=*"
GOOD = [
    ("ACTOR attack RECIPIENT", "verb", "attack", None, "subject=ACTOR object=RECIPIENT"),
    ("ACTOR hit|strike RECIPIENT", "verb", "hit|strike", None, "subject=ACTOR object=RECIPIENT"),
    ("ACTOR resign", "verb", "resign", None, "subject=ACTOR"),
    ("[weapons] explode", "verb", "explode", None, "subject=rifle|tank"),
    ("ACTORS meet", "verb", "meet", None, "subject=ACTORS"),
    ("ACTOR arrest *", "verb", "arrest", None, "subject=ACTOR object=*"),
    ("* kill RECIPIENT", "verb", "kill", None, "subject=* object=RECIPIENT"),
    ("[weapons] kill RECIPIENT", "verb", "kill", None, "subject=rifle|tank object=RECIPIENT"),
    ("ACTOR supply RECIPIENT with [weapons]", "verb", "supply", None, "subject=ACTOR object=RECIPIENT with=rifle|tank"),
    ("ACTOR give RECIPIENT [weapons]", "verb", "give", None, "subject=ACTOR indirect=RECIPIENT object=rifle|tank"),
    (
        "ACTOR carry+out attack on|against RECIPIENT",
        "verb",
        "carry",
        "out",
        "subject=ACTOR object=attack on|against=RECIPIENT",
    ),
    (
        "ACTOR hold talk|meeting with RECIPIENT",
        "verb",
        "hold",
        None,
        "subject=ACTOR object=meeting|talk with=RECIPIENT",
    ),
    (
        "ACTOR send [weapons] to RECIPIENT via VIA",
        "verb",
        "send",
        None,
        "subject=ACTOR object=rifle|tank to=RECIPIENT via=VIA",
    ),
    ("ACTOR pull out of RECIPIENT", "verb", "pull", None, "subject=ACTOR out=* of=RECIPIENT"),
    ("ACTOR seize RECIPIENT[weapons]", "verb", "seize", None, "subject=ACTOR object=RECIPIENT[rifle|tank]"),
    ("ACTOR urge RECIPIENT to DO", "verb", "urge", None, "subject=ACTOR object=RECIPIENT to=DO"),
    ("ACTOR insist that DO", "verb", "insist", None, "subject=ACTOR that=DO"),
    ("ACTOR accuse RECIPIENT of DOING", "verb", "accuse", None, "subject=ACTOR object=RECIPIENT of=DOING"),
    ("RECIPIENT be arrested by ACTOR", "passive", "arrested", None, "subject=RECIPIENT by=ACTOR"),
    ("ACTOR be critical of RECIPIENT", "adjective", "critical", None, "subject=ACTOR of=RECIPIENT"),
    ("ACTOR's invasion of RECIPIENT", "noun", "invasion", None, "possessor=ACTOR of=RECIPIENT"),
    ("ACTOR's air strike|raid on RECIPIENT", "noun", "raid|strike", None, "possessor=ACTOR modifier=air on=RECIPIENT"),
    ("ACTOR's threat to DO", "noun", "threat", None, "possessor=ACTOR to=DO"),
    ("talk|meeting between ACTORS", "noun", "meeting|talk", None, "between=ACTORS"),
    ("delivery of [weapons] to RECIPIENT by ACTOR", "noun", "delivery", None, "of=rifle|tank to=RECIPIENT by=ACTOR"),
]

BAD = [
    ("", "needs a head and at least one participant"),
    ("ACTOR", "needs a head and at least one participant"),
    ("attack", "needs a head and at least one participant"),
    ("attack of town", "no participant (ACTOR, ACTORS, RECIPIENT)"),
    ("ACTOR be", "`be` needs a participle or an adjective after it"),
    ("ACTOR be RECIPIENT", "`be` needs a participle or an adjective after it"),
    ("ACTOR be|remain angry at RECIPIENT", "`be` needs a participle or an adjective after it"),
    ("ACTOR Attack RECIPIENT", "'Attack' is no verb"),
    ("ACTOR attack2 RECIPIENT", "'attack2' is no verb"),
    ("ACTOR of RECIPIENT", "'of' is no verb"),
    ("ACTOR +out RECIPIENT", "'' is no verb"),
    ("ACTOR attack Recipient", "'Recipient' is neither a slot, a [set] nor a lemma"),
    ("ACTOR attack RECIPIENTS", "'RECIPIENTS' is neither a slot, a [set] nor a lemma"),
    ("invasion of Ukraine", "'Ukraine' is neither a slot, a [set] nor a lemma"),
    ("ACTOR seize [ships]", "unknown set or slot in [ships]; known sets are ['money', 'weapons']"),
    ("ACTOR seize RECIPIENT[ships]", "unknown set or slot in RECIPIENT[ships]"),
    ("ACTOR seize VICTIM[weapons]", "unknown set or slot in VICTIM[weapons]"),
    ("ACTOR's RECIPIENT", "'RECIPIENT' stands where the head noun is expected"),
    ("ACTOR's to DO", "no noun found"),
    ("talk between ACTOR and RECIPIENT", "write `between ACTORS`, not `between ACTOR and RECIPIENT`"),
    ("ACTOR attack town with rifle RECIPIENT", "two direct objects"),
]


def shown(argument: Argument) -> str:
    """An argument in the notation of the table above."""
    words = "|".join(sorted(argument.words))
    slot = "DOING" if argument.doing else argument.slot
    return f"{argument.position}={f'{slot}[{words}]' if slot and words else slot or words or '*'}"


class TestFrames:
    @pytest.mark.parametrize(("frame", "part", "heads", "particle", "arguments"), GOOD, ids=[row[0] for row in GOOD])
    def test_a_frame_means(self, frame: str, part: str, heads: str, particle: str | None, arguments: str) -> None:
        pattern = parse_frame(frame, SETS)
        assert ("passive" if pattern.passive else pattern.part) == part
        assert "|".join(sorted(pattern.heads)) == heads
        assert pattern.particle == particle
        assert " ".join(map(shown, pattern.arguments)) == arguments

    @pytest.mark.parametrize(("frame", "problem"), BAD, ids=[row[0] or "nothing" for row in BAD])
    def test_a_frame_that_cannot_be_says_why(self, frame: str, problem: str) -> None:
        with pytest.raises(ValueError) as refused:
            parse_frame(frame, SETS)
        assert problem in str(refused.value)

    @pytest.mark.parametrize(
        "frame",
        [
            "ACTOR seize RECIPIENT[weapons",
            "ACTOR attack||raid RECIPIENT",
            "ACTOR attack RECIPIENT with tank||rifle",
            "ACTOR carry+ RECIPIENT",
            "ACTOR give RECIPIENT [weapons] rifle",
        ],
    )
    def test_nor_can_these(self, frame: str) -> None:
        with pytest.raises(ValueError):
            parse_frame(frame, SETS)


Change = Callable[[dict[str, Any]], None]

AID = {
    "event": "AID",
    "definition": "Help.",
    "quad": 2,
    "score": 10,
    "cameo": "070",
    "needs": ["actor"],
    "modes": {"relief": {"definition": "After disasters.", "score": 9.0, "cameo": "073"}},
    "sets": {"goods": ["food", "tent"]},
    "frames": [
        {"frame": "ACTOR send [goods] to RECIPIENT", "example": "Chad sent tents to Mali.", "mode": "relief"},
        {"frame": "ACTOR help RECIPIENT", "example": "Chad helped Mali.", "contexts": ["economic"]},
    ],
}


class TestOwnCodebook:
    """A folder with a codebook of one's own: one YAML file an event type, no Python."""

    def write(self, folder: Path, change: Change = lambda content: None) -> Path:
        content = yaml.safe_load(yaml.safe_dump(AID))
        change(content)
        (folder / "aid.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        return folder

    def test_it_loads_with_types_frames_scores_and_codes(self, tmp_path: Path) -> None:
        codebook = load_codebook(self.write(tmp_path))
        [send] = codebook.frames_for("send")
        [aid] = codebook.types.values()
        assert [frame.text for frame in aid.frames] == ["ACTOR send [goods] to RECIPIENT", "ACTOR help RECIPIENT"]
        assert (codebook.score("AID", None), codebook.score("AID", "relief")) == (10.0, 9.0)
        assert [codebook.code_for(send, mode, aid) for mode in (None, "relief")] == ["070", "073"]
        assert codebook.frames_for("meet") == ()

    def test_sets_may_be_shared_between_types(self, tmp_path: Path) -> None:
        (tmp_path / "sets.yaml").write_text("vehicles: [lorry, train]\n")
        self.write(tmp_path, lambda content: content["frames"][0].update(frame="ACTOR send [vehicles] to RECIPIENT"))
        [send] = load_codebook(tmp_path).frames_for("send")
        assert frozenset({"lorry", "train"}) in {argument.words for argument in send.arguments}

    def test_the_digest_tells_one_codebook_from_another(self, tmp_path: Path) -> None:
        one, same, other = (tmp_path / name for name in ("one", "same", "other"))
        for folder in (one, same, other):
            folder.mkdir()
            self.write(folder)
        self.write(other, lambda content: content.update(score=9))
        assert load_codebook(one).digest == load_codebook(same).digest != load_codebook(other).digest

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda c: c.update(quod=2), ["aid.yaml", "unknown keys ['quod']", "quad"]),
            (lambda c: c.pop("score"), ["aid.yaml", "`score` is missing"]),
            (lambda c: c.pop("frames"), ["aid.yaml", "`frames` is missing"]),
            (lambda c: c["frames"][0].update(exmple="x"), ["aid.yaml", "'ACTOR send [goods] to RECIPIENT'", "exmple"]),
            (
                lambda c: c["frames"][1].pop("example"),
                ["aid.yaml", "'ACTOR help RECIPIENT'", "an example sentence is missing"],
            ),
            (
                lambda c: c["frames"][1].update(mode="gifts"),
                ["aid.yaml", "'ACTOR help RECIPIENT'", "'gifts'", "relief"],
            ),
            (lambda c: c["frames"][1].update(cameo="9999"), ["aid.yaml", "'ACTOR help RECIPIENT'", "CAMEO", "'9999'"]),
            (lambda c: c["frames"][1].update(cameo=72), ["aid.yaml", "'ACTOR help RECIPIENT'", "quotation marks"]),
            (lambda c: c["frames"][1].update(contexts=["sport"]), ["aid.yaml", "'ACTOR help RECIPIENT'", "['sport']"]),
            (lambda c: c["frames"][1].update(frame="ACTOR help [friends]"), ["aid.yaml", "[friends]", "goods"]),
            (lambda c: c["frames"][1].update(frame="ACTOR"), ["aid.yaml", "'ACTOR'", "a head and at least one"]),
        ],
    )
    def test_a_mistake_is_named_by_file_and_frame(self, change: Change, said: list[str], tmp_path: Path) -> None:
        self.write(tmp_path, change)
        with pytest.raises(KnowledgeError) as refused:
            load_codebook(tmp_path)
        assert [part for part in said if part not in str(refused.value)] == []

    @pytest.mark.parametrize(
        "change",
        [
            lambda c: c["frames"][0].pop("frame"),
            lambda c: c.update(frames=None),
            lambda c: c.update(frames=["ACTOR help RECIPIENT"]),
            lambda c: c.update(score="high"),
            lambda c: c.update(quad=7),
            lambda c: c.update(needs=["actr"]),
            lambda c: c.update(cameo="9999"),
            lambda c: c.update(content_status="planned"),
            lambda c: c["modes"]["relief"].update(cameo="9999"),
            lambda c: c["modes"]["relief"].pop("definition"),
            lambda c: c["sets"].update(goods="food"),
            lambda c: c["sets"].update(goods=[True, 5]),
        ],
        ids=[
            "no frame",
            "frames None",
            "frames are strings",
            "score",
            "quad",
            "needs",
            "cameo",
            "content_status",
            "cameo of a mode",
            "no definition of a mode",
            "set is a string",
            "set of non-words",
        ],
    )
    def test_so_are_values_that_cannot_be(self, change: Change, tmp_path: Path) -> None:
        with pytest.raises(KnowledgeError, match=r"aid\.yaml"):
            load_codebook(self.write(tmp_path, change))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("event: AID\nquad: [1, 2\nscore: 3\n", "broken.yaml, line 3"),
            ("- a\n- b\n", "broken.yaml: expected a mapping"),
            ("", "broken.yaml"),
        ],
    )
    def test_broken_yaml_is_named_by_file_and_line(self, text: str, said: str, tmp_path: Path) -> None:
        self.write(tmp_path)
        (tmp_path / "broken.yaml").write_text(text)
        with pytest.raises(KnowledgeError) as refused:
            load_codebook(tmp_path)
        assert said in str(refused.value)

    def test_a_folder_without_a_codebook_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(KnowledgeError, match="no codebook here"):
            load_codebook(tmp_path / "nowhere")

    def test_two_files_of_one_type_are_a_mistake(self, tmp_path: Path) -> None:
        self.write(tmp_path)
        shutil.copy(tmp_path / "aid.yaml", tmp_path / "more_aid.yaml")
        with pytest.raises(KnowledgeError, match="AID"):
            load_codebook(tmp_path)


class TestPlover:
    """The built-in codebook is PLOVER 2.0 as its manual has it."""

    QUADS: ClassVar[Mapping[int, set[str]]] = {
        1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
        2: {"COOPERATE", "AID", "RETREAT"},
        3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
        4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
    }

    @pytest.fixture(scope="class")
    @classmethod
    def codebook(cls) -> Codebook:
        return load_codebook()

    def test_it_has_the_sixteen_types_in_their_quads(self, codebook: Codebook) -> None:
        quads: dict[int, set[str]] = {}
        for name, kind in codebook.types.items():
            quads.setdefault(kind.quad, set()).add(name)
        assert quads == self.QUADS

    def test_every_file_is_named_after_its_type(self, codebook: Codebook) -> None:
        assert types_in() == sorted(codebook.types)

    def test_cooperation_scores_above_nothing_and_conflict_below(self, codebook: Codebook) -> None:
        """Of types; a mode may lie across: PLOVER gives REQUEST/assist 0.5."""
        wrong = [name for name, kind in codebook.types.items() if (kind.score > 0) != (kind.quad <= 2)]
        assert wrong == []

    def test_every_code_used_is_a_cameo_code(self, codebook: Codebook) -> None:
        used = {kind.cameo for kind in codebook.types.values()}
        used |= {mode.cameo for kind in codebook.types.values() for mode in kind.modes.values() if mode.cameo}
        used |= {frame.cameo for kind in codebook.types.values() for frame in kind.frames if frame.cameo}
        assert used - set(codebook.cameo) == set()

    def test_no_frame_stands_twice(self, codebook: Codebook) -> None:
        texts = [frame.text for kind in codebook.types.values() for frame in kind.frames]
        assert sorted({text for text in texts if texts.count(text) > 1}) == []

    def test_the_most_specific_frame_of_a_word_comes_first(self, codebook: Codebook) -> None:
        for frames in codebook.index.values():
            specific = [frame.specificity for frame in frames]
            assert specific == sorted(specific, reverse=True)
