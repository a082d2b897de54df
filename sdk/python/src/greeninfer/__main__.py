"""`python -m greeninfer`; the name `greeninfer` on the path belongs to the server."""

from __future__ import annotations

import sys

from greeninfer.command_line.arguments import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
