"""Takes a file apart in a process of its own, with limits on memory, time and what it may write. No Django here.

Started by `readers.read_sheet` as `python -m skillsnet.intake.sandbox JOB` with the file as standard input. Whatever
a hostile file does, it does it here. See `lines` for what is written.
"""
