#!/usr/bin/env python
"""Django's own commands, for developers, in development mode; people use `skillsnet`."""

import os
import sys

from skillsnet.cli import main

if __name__ == "__main__":
    os.environ.setdefault("SKILLSNET_MODE", "development")
    main(sys.argv)
