"""Takes the scripts that pages load out of their npm packages, as they are, with their licences and a list of hashes.

usage: vendor_assets.py FOLDER

FOLDER holds the packages as `npm pack NAME@VERSION` writes them. Nothing is built and nothing changed; a test checks
the files against the list. To take another version, change it below and run this again.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "src" / "sayso" / "web" / "static" / "vendor"
TESTS = ROOT / "tests" / "server" / "vendor"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Package:
    """One package of npm, the file that is taken from it, and where it goes."""

    name: str
    version: str
    file: str
    folder: Path = PAGES


PACKAGES = (
    Package("htmx.org", "2.0.11", "dist/htmx.min.js"),
    Package("vega", "6.2.0", "build/vega.min.js"),
    # The version that Altair's specifications name.
    Package("vega-lite", "6.4.1", "build/vega-lite.min.js"),
    # Brings Vega's interpreter of expressions, which needs no `eval`.
    Package("vega-embed", "7.3.0", "build/vega-embed.min.js"),
    Package("cytoscape", "3.34.4", "dist/cytoscape.min.js"),
    # Natural Earth's borders (public domain), small enough for a page.
    Package("world-atlas", "2.0.2", "countries-110m.json"),
    Package("axe-core", "4.14.1", "axe.min.js", TESTS),
)


@dataclass(frozen=True, slots=True)
class Vendored:
    """One file of another project: what it is, under which licence, and the hash it must have."""

    file: str
    package: str
    version: str
    licence: str
    licence_file: str
    sha256: str


def main() -> None:
    """Write the files and, in each folder, the list of them."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    for folder in (PAGES, TESTS):
        folder.mkdir(parents=True, exist_ok=True)
        taken = [take(package, source) for package in PACKAGES if package.folder == folder]
        listed = json.dumps([asdict(each) for each in taken], indent=2) + "\n"
        (folder / MANIFEST).write_text(listed, encoding="utf-8")


def take(package: Package, source: Path) -> Vendored:
    """Copy the file and the licence out of a package."""
    with tarfile.open(source / f"{package.name}-{package.version}.tgz") as archive:
        described = json.loads(read(archive, "package.json"))
        content, licence = read(archive, package.file), read(archive, "LICENSE")
    if (described["name"], described["version"]) != (package.name, package.version):
        sys.exit(f"{package.name}-{package.version}.tgz holds {described['name']} {described['version']}.")
    file = Path(package.file).name
    licence_file = f"{package.name}.LICENSE.txt"
    (package.folder / file).write_bytes(content)
    (package.folder / licence_file).write_bytes(licence)
    digest = hashlib.sha256(content).hexdigest()
    return Vendored(file, package.name, package.version, described["license"], licence_file, digest)


def read(archive: tarfile.TarFile, name: str) -> bytes:
    """One file of a package; all of them lie in a folder of this name."""
    member = archive.extractfile(f"package/{name}")
    if member is None:
        sys.exit(f"{name} is not a file of the package.")
    return member.read()


if __name__ == "__main__":
    main()
