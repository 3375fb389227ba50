"""The map as a picture that the server draws: in pages, and as SVG and PNG files.

Other rooms and apps enter by `queries` alone.
"""
