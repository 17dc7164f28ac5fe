"""How fast the page is: opening one file, the first chart, a frame of scrubbing; and how large the file is.

    python benchmarks/page.py [FOLDER OF A RUN]

Without a folder, six small histories are run.  Needs the built page and Debian's chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from politeia import main_job
from politeia.results import Results
from politeia.web.export import export

SCRUB = """async () => {
  const slider = document.querySelector(".time input[type=range]");
  const took = [];
  for (let week = 8; week < +slider.max; week += 4) {
    const began = performance.now();
    slider.value = week;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await Promise.resolve();
    document.body.offsetHeight; // the browser lays out what has changed
    took.push(performance.now() - began);
    if (week % 40 === 0) await new Promise(requestAnimationFrame);
  }
  took.sort((a, b) => a - b);
  return { median: took[took.length >> 1], worst: took[Math.floor(took.length * 0.95)], frames: took.length };
}"""


def main() -> None:
    """Measure and print."""
    work = Path(tempfile.mkdtemp())
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
    else:
        main_job.run(histories=6, scale=0.002, out=work, quiet=True, as_json=True)
        folder = next(path for path in work.iterdir() if (path / "manifest.json").exists())
    began = time.perf_counter()
    path = export(Results.load(folder), work / "page.html")
    print(f"export      {time.perf_counter() - began:6.1f} s   {path.stat().st_size / 1e6:.2f} MB")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, fragment in (("story", "lang=en"), ("laboratory", "lang=en&view=lab&week=4")):
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(f"{path.as_uri()}#{fragment}", wait_until="commit")
            page.wait_for_selector("svg.fan g.a path", state="attached")
            first = page.evaluate("performance.now()")
            page.wait_for_timeout(1000)
            scrub = page.evaluate(SCRUB)
            print(
                f"{name:<11} first chart {first:6.0f} ms   scrubbing: median {scrub['median']:.1f} ms, "
                f"95 % under {scrub['worst']:.1f} ms a frame ({scrub['frames']} frames)"
            )
            page.close()
        browser.close()
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
