"""The documents' own programs, and one build of the documents for all tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
sys.path.insert(0, str(DOCS / "programs"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built pages; building them with any warning is a failure."""
    for package in ("sphinx", "myst_parser", "furo", "sphinxcontrib.bibtex"):
        pytest.importorskip(package, reason="the documents are not built here: install the extra 'docs'")
    from sphinx.cmd.build import main

    into = tmp_path_factory.mktemp("site")
    options = ["--fail-on-warning", "--keep-going", "--nitpicky", "--quiet", "-b", "html"]
    assert main([*options, "-d", str(into / "trees"), str(DOCS), str(into / "html")]) == 0, "the build has warnings"
    return into / "html"
