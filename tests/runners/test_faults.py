"""The faults of benchmarks/faults.py at small size, on a pipeline without a model."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .fakes import BUILD

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
FAULTS = ("workers_killed", "parent_killed", "disk_full", "broken_inputs")


@pytest.mark.parametrize("name", FAULTS)
def test_every_good_document_is_coded_once_and_every_bad_one_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import faults

    scale = faults.Scale(tmp_path, documents=60, moments=2, build=BUILD, stages=(), seconds=0.7)
    assert getattr(faults, name)(scale)


def test_every_fault_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import faults

    assert tuple(fault.__name__ for fault in faults.FAULTS) == FAULTS
    assert sys.modules["faults"].__doc__
