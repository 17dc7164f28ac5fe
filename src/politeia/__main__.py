"""``python -m politeia`` is ``politeia``: a process that does one thing and ends."""

import gc
import sys


def main() -> int:
    """:func:`politeia.cli.main` in a process of its own.

    Hardly anything that a command makes becomes garbage in circles.  To look for such often is a tenth of its start;
    to look through everything once more at its end, and take it apart, a third of a second.
    """
    gc.set_threshold(100_000, 20, 100)
    from politeia import cli

    code = cli.main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())
