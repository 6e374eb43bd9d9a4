"""What is exported, read back by pandas with the column types that public loaders use."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas
import pytest

from sayso.errors import InputError, SettingsError
from sayso.formats.event_files import gdelt
from sayso.formats.event_files.codes import column_types, columns
from sayso.formats.export import export
from sayso.store import EventFilter, Store

from .coded_by_hand import HARBOUR, TEXT
from .writers import FORMATS

DTYPES = {"integer": "Int64", "number": "float64", "text": "string", "date": "string"}
DYADIC = ("gdelt", "gdelt-occurrences", "icews", "phoenix")
EVERY = EventFilter()


def read(path: Path, format: str, *, header: int | None = None) -> pandas.DataFrame:
    """A table as its loaders read it: tabs, no quoting, only empty cells are missing."""
    types = {name: DTYPES[kind] for name, kind in column_types(format).items()}
    return pandas.read_csv(
        path,
        sep="\t",
        header=header,
        names=None if header == 0 else list(columns(format)),
        dtype=types,
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
        na_values=[""],
    )


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rows_of(frame: pandas.DataFrame, **wanted: str) -> list[dict[str, Any]]:
    found = frame
    for column, value in wanted.items():
        found = found[found[column] == value]
    return list(found.to_dict("records"))


def test_gdelt(store: Store, tmp_path: Path) -> None:
    written = FORMATS["gdelt"](store, EVERY, tmp_path / "out.tsv")
    frame = read(tmp_path / "out.tsv", "gdelt")
    assert written == {"out.tsv": 5, "out.tsv.mentions.CSV": 5, "out.tsv.sidecar.jsonl": 4}
    assert (len(frame), frame.shape[1], frame["GLOBALEVENTID"].is_unique) == (5, 61, True)
    forth, back = rows_of(frame, EventCode="040")
    assert (forth["Actor1Code"], forth["Actor2Code"]) == (back["Actor2Code"], back["Actor1Code"]) == ("RUS", "UKR")
    assert (forth["SQLDATE"], forth["MonthYear"], forth["Year"]) == (20220504, 202205, 2022)
    assert forth["FractionDate"] == pytest.approx(2022 + (4 * 30 + 4) / 365, abs=5e-5)
    assert (forth["EventBaseCode"], forth["EventRootCode"], forth["QuadClass"]) == ("040", "04", 1)
    assert (forth["GoldsteinScale"], forth["IsRootEvent"], forth["NumMentions"]) == (1.0, 1, 1)
    assert pandas.isna(forth["AvgTone"]) and pandas.isna(forth["ActionGeo_FeatureID"])
    assert [forth[f"ActionGeo_{each}"] for each in ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long")] == [
        4,
        "Kazan, Tatarstan Republic, Russia",
        "RS",
        "RS73",
        55.7887,
        49.1221,
    ]
    assert (forth["Actor1Geo_Type"], forth["DATEADDED"]) == (0, 20220505000000)
    assert forth["SOURCEURL"] == "https://post.example/talks?a=1"


def test_gdelt_writes_actors_in_cameo_and_places_in_fips(store: Store, tmp_path: Path) -> None:
    FORMATS["gdelt"](store, EVERY, tmp_path / "out.tsv")
    frame = read(tmp_path / "out.tsv", "gdelt")
    (aid,) = rows_of(frame, EventCode="033")
    assert (aid["Actor1CountryCode"], aid["Actor2CountryCode"]) == ("GBR", "ROM")
    assert (aid["QuadClass"], aid["GoldsteinScale"], aid["ActionGeo_Type"], aid["IsRootEvent"]) == (1, 5.2, 0, 0)
    (asked,) = rows_of(frame, EventCode="020")
    assert [asked[f"Actor1{each}"] for each in ("Code", "Name", "KnownGroupCode", "Type1Code")] == [
        "IGOUNO",
        "UNITED NATIONS",
        "UNO",
        "IGO",
    ]
    assert pandas.isna(asked["Actor1CountryCode"])
    assert [asked[f"Actor2{each}"] for each in ("Code", "CountryCode", "KnownGroupCode", "Type1Code")] == [
        "PSEREBHMS",
        "PSE",
        "HMS",
        "REB",
    ]
    assert (asked["ActionGeo_Type"], asked["ActionGeo_CountryCode"], asked["ActionGeo_ADM1Code"]) == (3, "US", "USNY")
    assert asked["QuadClass"] == 1, "GDELT's class goes by the CAMEO root, and appeals are verbal cooperation there"
    (parley,) = rows_of(frame, Actor1Name="SOMEBODY")
    assert pandas.isna(parley["SQLDATE"]) and pandas.isna(parley["EventCode"]) and parley["QuadClass"] == 1
    assert parley["DATEADDED"] == 20240203040506


def test_mentions_of_gdelt_lead_into_the_text(store: Store, tmp_path: Path) -> None:
    FORMATS["gdelt"](store, EVERY, tmp_path)
    events, mentions = read(tmp_path / "gdelt.export.CSV", "gdelt"), read(tmp_path / "gdelt.mentions.CSV", "mentions")
    assert mentions.shape == (5, 16)
    assert set(mentions["GLOBALEVENTID"]) == set(events["GLOBALEVENTID"])
    (asked,) = rows_of(events, EventCode="020")
    (row,) = mentions[mentions["GLOBALEVENTID"] == asked["GLOBALEVENTID"]].to_dict("records")
    assert TEXT[row["ActionCharOffset"] :].startswith("asked")
    assert TEXT[row["Actor1CharOffset"] :].startswith("The United Nations")
    assert TEXT[row["Actor2CharOffset"] :].startswith("Hamas")
    assert (row["SentenceID"], row["Confidence"], row["MentionDocLen"]) == (4, 10, len(TEXT))
    assert (row["MentionType"], row["MentionSourceName"]) == (1, "post.example")


def test_icews(store: Store, tmp_path: Path) -> None:
    written = FORMATS["icews"](store, EVERY, tmp_path / "events.tab")
    frame = read(tmp_path / "events.tab", "icews", header=0)
    assert written["events.tab"] == len(frame) == 5
    assert tuple(frame.columns) == columns("icews")
    assert (frame["Event ID"] < 2**31).all() and (frame["Story ID"] < 2**31).all()
    forth, back = rows_of(frame, **{"CAMEO Code": "040"})
    assert (forth["Source Country"], forth["Target Country"]) == ("Russian Federation", "Ukraine")
    assert (back["Source Country"], back["Target Country"]) == ("Ukraine", "Russian Federation")
    assert (forth["Event Date"], forth["Event Text"], forth["Intensity"]) == ("2022-05-04", "Consult", 1.0)
    assert (forth["Sentence Number"], forth["City"], forth["Province"]) == (1, "Kazan", "Tatarstan Republic")
    assert (forth["Country"], forth["Latitude"], forth["Longitude"]) == ("Russian Federation", 55.7887, 49.1221)
    (asked,) = rows_of(frame, **{"CAMEO Code": "020"})
    assert asked["Source Sectors"] == "International Government Organization"
    assert asked["Target Sectors"].split(",") == ["Rebel", "Dissident"]
    assert asked["Target Country"] == "Occupied Palestinian Territory"
    (parley,) = rows_of(frame, **{"Source Name": "Somebody"})
    assert (parley["Target Name"], parley["Target Sectors"]) == ("Unspecified Actor", "Unspecified")


def test_polecat(store: Store, tmp_path: Path) -> None:
    written = FORMATS["polecat"](store, EVERY, tmp_path / "p.txt")
    frame = pandas.read_csv(tmp_path / "p.txt", sep="\t", dtype=str, quoting=csv.QUOTE_NONE, keep_default_na=False)
    assert written["p.txt"] == len(frame) == 4, "one row an event, however many take part"
    assert tuple(frame.columns) == columns("polecat")
    assert not (frame == "").any(axis=None), "what is not known is None"
    (met,) = rows_of(frame, **{"Event ID": "harbour/e1"})
    assert (met["Actor Name"], met["Actor Country"], met["Actor COW"]) == ("Russia; Ukraine", "RUS; UKR", "365; 369")
    assert (met["Recipient Name"], met["Event Mode"], met["Contexts"]) == ("None", "visit", "diplomatic; territory")
    assert (met["GeoNames ID"], met["Feature Type"], met["Raw Placename"]) == ("551487", "PPL", "Kazan")
    assert (met["Quad Code"], float(met["Intensity"])) == ("VERBAL COOPERATION", 2.5)
    (aid,) = rows_of(frame, **{"Event ID": "harbour/e2"})
    assert (aid["Event Type"], aid["Event Mode"], float(aid["Intensity"])) == ("AGREE", "None", 2.5)
    (asked,) = rows_of(frame, **{"Event ID": "harbour/e4"})
    assert (asked["Recipient Country"], asked["Primary Recipient Sector"]) == ("PSE", "REB")


def test_phoenix_has_the_state_before_the_country(store: Store, tmp_path: Path) -> None:
    written = FORMATS["phoenix"](store, EVERY, tmp_path / "p.tsv")
    frame = read(tmp_path / "p.tsv", "phoenix")
    assert (written["p.tsv"], frame.shape) == (5, (5, 26))
    forth, _ = rows_of(frame, EventCode="040")
    assert (forth["StateName"], forth["CountryCode"]) == ("Tatarstan Republic", "RUS")
    assert frame.columns[21] == "StateName" and frame.columns[22] == "CountryCode"
    assert (forth["Date"], forth["Year"], forth["Month"], forth["Day"]) == (20220504, 2022, 5, 4)
    assert (forth["PentaClass"], forth["SentenceID"], forth["Issues"]) == (1, "harbour_1", "diplomatic,1;territory,1")
    (asked,) = rows_of(frame, EventCode="020")
    assert (asked["PentaClass"], asked["SourceActorFull"], asked["SourceActorEntity"]) == (0, "IGOUNO", "IGO")
    assert asked["SourceActorAttribute"] == "UNO"
    target = [asked[f"TargetActor{each}"] for each in ("Full", "Entity", "Role", "Attribute")]
    assert target == ["PSEREBHMS", "PSE", "REB", "HMS"]
    (aid,) = rows_of(frame, EventCode="033")
    assert aid["TargetActorFull"] == "ROU", "Phoenix takes the codes of ISO, not CAMEO's"


def test_plover_says_of_each_event_whether_it_happened(store: Store, tmp_path: Path) -> None:
    written = FORMATS["plover"](store, EVERY, tmp_path)
    records = {record["id"]: record for record in lines(tmp_path / "plover.jsonl")}
    assert written["plover.jsonl"] == len(records)
    assert {id: record.get("mode", []) for id, record in records.items()} == {
        "harbour/e1": ["visit"],
        "harbour/e2": ["future"],
        "harbour/e3": ["negation"],
        "harbour/e4": [],
        "harbour/e6": ["hypothetical"],
        "parley/e1": [],
    }, "e5 is left out: the only claim on it denies it"
    met = records["harbour/e1"]
    assert [entity["code"] for entity in met["actor"]] == ["RUS", "UKR"]
    assert (met["date"], met["event"], met["quad_code"]) == ("2022-05-04", ["CONSULT"], 1)
    assert met["event_loc"]["geonameid"] == 551487 and met["event_loc"]["resolution"] == 4
    assert TEXT[met["text_info"]["start"] : met["text_info"]["end"]] == met["text"]
    assert records["harbour/e6"]["link"] == "harbour/e4"
    assert records["parley/e1"]["date"] is None, "required, and not known"


def test_the_sidecar_tells_the_rest_by_the_ids_of_the_rows(store: Store, tmp_path: Path) -> None:
    for format, main, id in (
        ("gdelt", "gdelt.export.CSV", 0),
        ("icews", "icews.tab", 0),
        ("phoenix", "phoenix.tsv", 0),
    ):
        FORMATS[format](store, EVERY, tmp_path)
        table = (tmp_path / main).read_text("utf-8").splitlines()[format == "icews" :]
        told = [row for side in lines(tmp_path / f"{format}.sidecar.jsonl") for row in side["rows"]]
        assert [int(line.split("\t")[id]) for line in table] == told
    sides = {side["id"]: side for side in lines(tmp_path / "gdelt.sidecar.jsonl")}
    aid = sides["harbour/e2"]
    assert (aid["type"], aid["status"]) == ("AID", "future"), "what it is in Sayso, not what the format calls it"
    assert aid["quotation"] == ["Britain will send Romania tents"]
    assert [(level["kind"], level["source"]["entity"]["name"]) for level in aid["chain"]] == [("mixed", "Hamas")]
    assert [(claim["claimant"], claim["certainty"], claim["polarity"]) for claim in aid["claims"]] == [
        ("Hamas", "probable", "positive"),
        (None, "unknown", "positive"),
    ]
    for side in sides.values():
        if side["document"]["id"] == HARBOUR.document.id:
            for words in (side["trigger"], side["sentence"], *side["actors"], *side["recipients"]):
                assert TEXT[words["start"] : words["end"]] == words["text"]
    assert (aid["run"]["codebook"], aid["run"]["model"], aid["reason"]) == ("c0de", "hand", "written by hand")


def test_the_sidecar_alone_has_events_of_every_status(local: Store, tmp_path: Path) -> None:
    assert FORMATS["sidecar"](local, EVERY, tmp_path / "all.jsonl") == {"all.jsonl": 6}


@pytest.mark.parametrize("format", DYADIC)
def test_formats_without_a_status_count_only_what_happened_unless_asked(
    local: Store, tmp_path: Path, format: str
) -> None:
    assert sum(FORMATS[format](local, EVERY, tmp_path).values()) > 0
    (tmp_path / "negated").mkdir()
    asked = EventFilter(status=("negated",))
    written = FORMATS[format](local, asked, tmp_path / "negated")
    assert [rows for name, rows in written.items() if "sidecar" not in name and "mentions" not in name] == [1]


@pytest.mark.parametrize("format", FORMATS)
def test_filters_are_those_of_sayso_events(local: Store, tmp_path: Path, format: str) -> None:
    written = FORMATS[format](local, EventFilter(recipient="PSE"), tmp_path)
    assert set(written.values()) == {1}


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_store_gives_empty_files(local: Store, tmp_path: Path, format: str) -> None:
    written = FORMATS[format](local, EventFilter(actor="Nobody at all"), tmp_path)
    assert set(written.values()) == {0}
    assert all((tmp_path / name).exists() for name in written)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_export_twice_is_the_same_bytes(local: Store, tmp_path: Path, format: str) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert FORMATS[format](local, EVERY, first) == FORMATS[format](local, EVERY, second)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_ids_stay_when_other_documents_come_in(local: Store, tmp_path: Path) -> None:
    FORMATS["gdelt"](local, EVERY, tmp_path / "all.tsv")
    FORMATS["gdelt"](local, EventFilter(publisher="Harbour"), tmp_path / "some.tsv")
    every, some = (set(read(tmp_path / name, "gdelt")["GLOBALEVENTID"]) for name in ("all.tsv", "some.tsv"))
    assert some < every


def test_a_failure_leaves_what_was_there(local: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gdelt.export.CSV").write_text("old")
    before = sorted(path.name for path in tmp_path.iterdir())

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(gdelt, "mention_row", fail)
    with pytest.raises(ZeroDivisionError):
        export(local, "gdelt", tmp_path, force=True)
    assert (tmp_path / "gdelt.export.CSV").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_named(local: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere.*cannot be written"):
        FORMATS["icews"](local, EVERY, tmp_path / "nowhere" / "x.tab")


@pytest.mark.parametrize("format", ("gdelt", "icews", "polecat"))
def test_an_unknown_coding_is_named(local: Store, tmp_path: Path, format: str) -> None:
    with pytest.raises(SettingsError, match="theirs"):
        FORMATS[format](local, EVERY, tmp_path, coding="theirs")
