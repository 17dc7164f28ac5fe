"""How Sphinx builds the documents: ``make docs``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "programs"), str(HERE.parent / "src")]

import politeia  # noqa: E402
import reference  # noqa: E402

reference.write()  # the pages that are read off the program

project = "politeia"
author = "The politeia developers"
copyright = author
version = release = politeia.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinxcontrib.bibtex"]
exclude_patterns = ["_build", "decisions/README.md"]  # shown by decisions/index.md
bibtex_bibfiles = ["../src/politeia/catalog/sources.bib"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
python_use_unqualified_type_names = True
nitpicky = True
# Names of other libraries have no page here, and none is asked for: nothing is fetched.
nitpick_ignore_regex = [
    ("py:.*", r"(?!politeia\b).*"),
    (
        "py:.*",
        rf"politeia\.(?!({'|'.join(map(re.escape, reference.MODULES))})\.(\w+|[A-Z]\w*\.\w+)$).*",
    ),  # no page of their own
    ("py:mod", r"politeia\..*"),
    ("py:class", r"politeia\.declare\.F"),  # a type variable
]
suppress_warnings = ["ref.python"]  # two classes are named History: of the engine, and of the store

html_theme = "furo"
html_title = "politeia"
html_logo = html_favicon = "_static/logo.svg"
html_static_path = ["_static"]
html_css_files = ["politeia.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # it would be fetched page by page, which a folder opened as files refuses
html_theme_options = {"top_of_page_buttons": [], "footer_icons": []}
