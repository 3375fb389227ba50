"""Building maps: from the data to the files.

Only a worker's task enters here, by `builder`; what asks for the work (`skillsnet.netmap.tasks`) needs `lease` and
`queries` besides, and `corrections` is named in the settings. No page imports any of it.
"""
