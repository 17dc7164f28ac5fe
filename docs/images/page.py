"""Take the pictures of the page again: ``python docs/images/page.py FILE`` with a file that ``politeia export`` wrote.

It needs playwright and Debian's chromium; the pictures are written to ``docs/images/page``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

INTO = Path(__file__).parent / "page"
VIEWS = {
    "opening": ("lang=en", ""),
    "chapter-fr": ("lang=fr&chapter=9", "text=Montrer les histoires"),
    "laboratory-fr": ("lang=fr&view=lab&week=330", ""),
    "life": ("lang=en&view=lab&week=330&tab=history", ".lives button >> nth=2"),
    "twin": ("lang=en&view=lab&twin=1&tab=twin", ""),
    "claims-fr": ("lang=fr&view=lab&tab=claims", ""),
}


def take(file: Path, into: Path = INTO) -> None:
    """Every view of an exported page, as a screen of 1366 x 768 shows it."""
    into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (fragment, click) in VIEWS.items():
            page = browser.new_page(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
            page.goto(f"{file.resolve().as_uri()}#{fragment}")
            page.wait_for_selector("svg.fan")
            if click:
                page.click(click)
            if "tab=" in fragment:
                page.evaluate("document.querySelector('.life, .tabs').scrollIntoView({block: 'start'})")
            page.wait_for_timeout(500)
            page.screenshot(path=into / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python docs/images/page.py FILE [FOLDER]; `politeia export` writes the file")
    take(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else INTO)
