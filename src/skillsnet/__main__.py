"""`python -m skillsnet` is `skillsnet`."""

from skillsnet.cli import main

main()
