"""How long the tables of facts take to load, and how much memory they hold.

usage: knowledge.py [--rounds 5] [--places]

Each round is a process of its own, since a second loading would find modules and files in memory; the best one counts,
for the machine may be shared. Time is from the call to the index, without Python's own start; memory is what the
process has grown by.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

MOST_SECONDS = 0.7
MOST_MEGABYTES = 150

ONE_ROUND = """
import resource, sys, time
import sayso.knowledge.facts
from sayso.knowledge.facts import load_knowledge
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
knowledge = load_knowledge()
if "--places" in sys.argv:
    from sayso.knowledge.places import load_places
    load_places()
seconds = time.perf_counter() - began
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(seconds, grown, len(knowledge.names))
"""


def main() -> int:
    """Print time and memory; 1 where one is over its bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--places", action="store_true", help="with the gazetteer")
    given = parser.parse_args()
    rounds = [one_round(places=given.places) for _ in range(given.rounds)]
    seconds, megabytes = (min(round_[index] for round_ in rounds) for index in (0, 1))
    print(f"{rounds[0][2]:,.0f} names, best of {given.rounds} processes")
    print(f"load    {seconds:6.2f} s  (at most {MOST_SECONDS})")
    print(f"memory  {megabytes:6.0f} MB (at most {MOST_MEGABYTES})")
    return int(seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES)


def one_round(*, places: bool) -> list[float]:
    """Seconds, megabytes and number of names of one loading."""
    command = [sys.executable, "-c", ONE_ROUND, *(["--places"] if places else [])]
    return [float(part) for part in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]


if __name__ == "__main__":
    sys.exit(main())
