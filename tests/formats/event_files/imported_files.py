"""Event files of a few invented rows, in the columns and habits of GDELT, ICEWS and POLECAT."""

from __future__ import annotations

from sayso.formats.event_files.codes import columns


def table(format: str, *rows: dict[str, str], missing: str = "", end: str = "\n") -> bytes:
    """Rows of a format; what a row does not give is missing."""
    lines = ["\t".join(row.get(column, missing) for column in columns(format)) for row in rows]
    return "".join(line + end for line in lines).encode()


def header(format: str, end: str = "\n") -> bytes:
    return ("\t".join(columns(format)) + end).encode()


def gdelt_row(id: int, day: str, a: str, b: str, code: str, quad: int, **fields: str) -> dict[str, str]:
    return {
        "GLOBALEVENTID": str(id),
        "SQLDATE": day.replace("-", ""),
        "MonthYear": day[:7].replace("-", ""),
        "Year": day[:4],
        "Actor1Code": a,
        "Actor1Name": f"THE {a}",
        "Actor1CountryCode": a,
        "Actor2Code": b,
        "Actor2Name": f"THE {b}",
        "Actor2CountryCode": b,
        "IsRootEvent": "1",
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": str(quad),
        "GoldsteinScale": "-2.0",
        "AvgTone": "-3.14159265358979",
        "ActionGeo_Type": "0",
        "DATEADDED": "20220505001500",
        "SOURCEURL": "https://gazette.example/a",
        **fields,
    }


def icews_row(id: int, day: str, a: str, b: str, code: str, **fields: str) -> dict[str, str]:
    return {
        "Event ID": str(id),
        "Event Date": day,
        "Source Name": f"Citizen ({a})",
        "Source Sectors": "General Population / Civilian / Social,Social",
        "Source Country": a,
        "Event Text": "Use words",
        "CAMEO Code": code,
        "Intensity": "-4.4",
        "Target Name": b,
        "Target Country": b,
        "Story ID": "9",
        "Sentence Number": "2",
        "Publisher": 'The "Gazette"',
        **fields,
    }


def polecat_row(id: str, day: str, a: str, b: str, type: str, quad: str, **fields: str) -> dict[str, str]:
    return {
        "Event ID": id,
        "Event Date": day,
        "Event Type": type,
        "Intensity": "2.5",
        "Quad Code": quad,
        "Actor Name": "Somebody",
        "Actor Country": a,
        "Recipient Country": b,
        "Language": "eng",
        "Version": "v9",
        **fields,
    }


GDELT = table(
    "gdelt",
    gdelt_row(900000001, "2022-05-04", "RUS", "UKR", "040", 1),
    gdelt_row(900000002, "2022-05-04", "UKR", "RUS", "040", 1),
    gdelt_row(900000003, "2022-05-05", "RUS", "UKR", "190", 4),
    gdelt_row(900000004, "2022-05-05", "RUS", "UKR", "010", 1),
    gdelt_row(900000005, "2022-06-01", "", "ROM", "112", 3, Actor1KnownGroupCode="UNO"),
)
ICEWS = header("icews") + table(
    "icews",
    icews_row(11, "2022-05-04", "Russian Federation", "Ukraine", "040"),
    icews_row(11, "2022-05-09", "Russian Federation", "Ukraine", "190", City="Odesa", Latitude="46.5"),
    icews_row(12, "2022-05-09", "Occupied Palestinian Territory", "Israel", "145"),
)
POLECAT = header("polecat") + table(
    "polecat",
    polecat_row("p-1", "2022-05-04", "RUS; UKR", "None", "CONSULT", "VERBAL COOPERATION"),
    polecat_row("p-2", "2022-05-05", "RUS", "UKR; POL", "ASSAULT", "MATERIAL CONFLICT"),
    missing="None",
)
FILES = {"gdelt": GDELT, "icews": ICEWS, "polecat": POLECAT}
