#!/usr/bin/env python
"""Django's own commands, for developers; people use `skillsnet`."""

import sys

from skillsnet.cli import main

if __name__ == "__main__":
    main(sys.argv)
