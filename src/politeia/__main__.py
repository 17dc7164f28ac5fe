"""``python -m politeia`` is ``politeia``."""

import sys

from politeia.cli import main

sys.exit(main())
