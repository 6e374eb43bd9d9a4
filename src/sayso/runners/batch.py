"""Codes a corpus into a folder of parts: the whole flow of a batch, for the command line and for Python."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace

from sayso.config import Settings, load_settings
from sayso.errors import BatchError
from sayso.readers import ReadOptions
from sayso.runners.folder import locked, open_folder
from sayso.runners.inputs import find_inputs
from sayso.runners.job import BUILD
from sayso.runners.local import Stop, run_here, run_local
from sayso.runners.manifest import MANIFEST, Manifest, WhenChanged, finish, job_of, make_plan
from sayso.runners.progress import Quiet, Report

SHARD_SIZE = 500


def code_corpus(
    inputs: Iterable[str],
    out: str,
    *,
    settings: Settings | None = None,
    reading: ReadOptions | None = None,
    workers: int | None = None,
    shard_size: int = SHARD_SIZE,
    skip_without_events: bool = False,
    when_changed: WhenChanged = "refuse",
    resume: bool = False,
    document_seconds: float = 300.0,
    memory: int = 1_000_000_000,
    ray: str | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
    build: str = BUILD,
) -> Manifest:
    """Code files, folders, patterns and URLs into Parquet parts in the folder `out`, and say what is done.

    What the folder holds already is not coded again. With `resume` it must hold a batch, and without inputs those it
    was begun with are taken. `workers` are one a core where left out; 0
    codes in this very process, for a debugger. `ray` is the address of a Ray cluster, "local"
    one made for this run. `memory` is the most bytes a worker may hold.
    """
    settings, report = settings or load_settings(), report or Quiet()
    # What fetches pages cannot go to other processes; a batch reads files.
    reading = replace(reading or ReadOptions(), fetcher=None, on_fetched=None)
    files = find_inputs(inputs, any_ending=reading.format != "auto")
    folder = open_folder(out)
    if resume and folder.read(MANIFEST) is None:
        raise BatchError(f"{folder.name} holds no batch to go on with. Leave out --resume to begin one.")
    with locked(folder):
        plan = make_plan(
            folder,
            files,
            settings,
            reading,
            shard_size=shard_size,
            sift=skip_without_events,
            when_changed=when_changed,
        )
        job = job_of(plan, settings, document_seconds=document_seconds, memory=memory, build=build)
        report.began(plan)
        manifest = plan.manifest
        try:
            if not plan.work:
                pass  # Neither a model nor a cluster is needed to find that all is done.
            elif ray is not None:
                from sayso.runners.ray import run_on_ray

                run_on_ray(plan, job, address=ray, report=report, stop=stop)
            elif workers == 0:
                run_here(plan, job, report=report, stop=stop)
            else:
                run_local(plan, job, workers=workers or cores(), report=report, stop=stop)
        finally:
            try:
                manifest = finish(plan)
            finally:
                report.ended(manifest)
        return manifest


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
