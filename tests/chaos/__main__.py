"""python -m tests.chaos [kills|fuzz]: the long forms, both unless one is named; 1 when something is wrong."""

import sys

from tests.chaos import trials

if __name__ == "__main__":
    wanted = sys.argv[1:] or ["kills", "fuzz"]
    known = {"kills": trials.kills, "fuzz": trials.fuzz}
    sys.exit(int(sum(known[name]() for name in wanted) > 0))
