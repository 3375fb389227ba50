"""`python -m skillsnet.intake.sandbox JOB`: the file on standard input, lines on standard output."""

import io
import json
import sys

from skillsnet.intake.sandbox.jobs import Job, run
from skillsnet.intake.sandbox.limits import set_limits

if __name__ == "__main__":
    set_limits()
    with io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", newline="\n") as out:
        sys.exit(run(Job(**json.loads(sys.argv[1])), out))
