"""`make bench-map`: the finished map in a browser beside sigma.js, deck.gl and Cytoscape.js (frontend/bench).

`python -m benchmarks.map_island [--sizes 473,5000] [--subjects island,sigma] [--repeats 3]`; the island must be built.
"""

import subprocess
import sys
from pathlib import Path

from tools.island import prepared

BENCH = Path(__file__).resolve().parent.parent / "frontend" / "bench"


def main(options: list[str]) -> int:
    """Install the peers where they are missing, run the measurements and return the exit code."""
    node, _, environment = prepared(BENCH)
    browser = subprocess.run([sys.executable, "tools/browser.py"], capture_output=True, text=True, check=True)
    environment |= {"PYTHON": sys.executable, "SKILLSNET_BROWSER": browser.stdout.strip()}
    return subprocess.run([str(node), "run.mjs", *options], cwd=BENCH, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
