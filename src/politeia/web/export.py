"""The one file: the laboratory page with its data inside, which opens from a disk and asks nothing of any network.

The data travels compressed and in base64, so that no text of a charter, a world or an archive can ever be read as
markup or run as script.  The file allows itself only its own style and its own script, by their hashes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from politeia import words
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.store import write_whole

STATIC = Path(__file__).parent / "static"  #: where ``make page`` puts the built page
LEVEL = 7  #: of compression: a hundredth more than at 9, in a third of the time
_SCRIPT = re.compile(r'<script type="module"[^>]*src="\./([^"]+)"[^>]*></script>')
_STYLE = re.compile(r'<link rel="stylesheet"[^>]*href="\./([^"]+)"[^>]*>')


def built(static: Path = STATIC) -> bool:
    """The page has been built and can be exported."""
    return (static / "index.html").is_file()


def export(
    results: Results, path: Path | str, *, twin: Results | None = None, whole: int | None = None, told: str = ""
) -> Path:
    """Write the page of an experiment as one file; see :func:`politeia.web.document.document` for the options.

    Raises :class:`~politeia.mistakes.Mistake` if the page was not built or the file cannot be written.
    """
    from politeia.web.document import document
    from politeia.web.shelf import command
    from politeia.web.stories import WHOLE

    _check_built()
    path = Path(path)
    if path.is_dir():
        raise Mistake(f"{path}: is a folder; give the name of a file, such as {path / 'page.html'}")
    shown = document(results, twin=twin, whole=WHOLE if whole is None else whole, told=told or command(results))
    try:
        write_whole(path, one_file(shown).encode())
    except OSError as error:
        raise Mistake(f"{path}: cannot be written ({error.strerror or error}); choose another file") from None
    return path


def one_file(document: Mapping[str, Any], static: Path = STATIC) -> str:
    """The built page with a document inside."""
    _check_built(static)
    page = (static / "index.html").read_text(encoding="utf-8")
    scripts = [_inlined((static / name).read_text(encoding="utf-8")) for name in _SCRIPT.findall(page)]
    styles = [(static / name).read_text(encoding="utf-8") for name in _STYLE.findall(page)]
    if len(scripts) != 1:
        raise Mistake(
            f"{static / 'index.html'}: {len(scripts)} scripts where one was expected; `make page` builds it anew"
        )
    page = _STYLE.sub("", _SCRIPT.sub("", page))
    policy = (
        f"default-src 'none'; script-src {_hash(scripts[0])}; style-src 'unsafe-inline'; img-src data: blob:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    title = escape(words.question(document["experiment"]["title"]["en"]))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{title}</title>'
        f"<style>{''.join(styles)}</style>"
    )
    page = re.sub(r"<title>.*?</title>", lambda _: head, page, count=1, flags=re.DOTALL)
    data = f'<script type="application/gzip" id="document">{packed(document)}</script>'
    return page.replace("</body>", f'{data}<script type="module">{scripts[0]}</script></body>', 1)


def packed(document: Mapping[str, Any]) -> str:
    """A document compressed, in letters that mean nothing to a browser; the same document gives the same letters."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return base64.b64encode(gzip.compress(content, LEVEL, mtime=0)).decode()


def _inlined(script: str) -> str:
    """A script that cannot end its own element."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _check_built(static: Path = STATIC) -> None:
    if not built(static):
        raise Mistake(
            "the page is not built here: `make page` builds it (it needs node, or installs it); "
            "an installed wheel has it"
        )
