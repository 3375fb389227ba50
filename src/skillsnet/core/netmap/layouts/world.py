"""The world in the square: an equal-area projection, and the outlines of the land.

`outlines.bin` is made by tools/outlines.py from Natural Earth's land at 1:110 million (public domain): the number of
rings and the number of points of each as unsigned 16-bit integers, then all x and all y, 65,535 across the square.
"""

from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Outline, Points, freeze

Degrees = npt.NDArray[np.float64]
FULL_SCALE = 65_535
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_HALF_WIDTH = 2.7066299836960748
_SCALE = 0.96 / (2 * _HALF_WIDTH)
# The height, in the projection's units, that is drawn half-way down: between Greenland's north and Tierra del Fuego.
_MIDDLE = 0.2
# Degrees east in the middle of the picture: its edge runs through Bering Strait and cuts no country.
CENTRAL = 11.0


def in_square(longitude: Degrees, latitude: Degrees) -> Points:
    """Return where places on the globe stand in the square.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees.

    Returns
    -------
    array of float, shape (n, 2)
        x to the east, y to the south; the whole equator spans 0.02 to 0.98.

    Notes
    -----
    Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of Geographical Information
    Science 33, 2019. Equal areas on the globe have equal areas in the square.

    Examples
    --------
    >>> in_square(np.array([11.0, 190.9]), np.array([0.0, 0.0])).round(3).tolist()
    [[0.5, 0.535], [0.98, 0.535]]
    """
    longitude_from_middle = (longitude - CENTRAL + 180) % 360 - 180
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    squared = theta**2
    sixth = squared**3
    slope = 9 * _A4 * sixth * squared + 7 * _A3 * sixth + 3 * _A2 * squared + _A1
    x = 2 * np.sqrt(3) * np.radians(longitude_from_middle) * np.cos(theta) / (3 * slope)
    y = theta * (_A1 + _A2 * squared + sixth * (_A3 + _A4 * squared))
    return np.stack([0.5 + x * _SCALE, 0.5 + (_MIDDLE - y) * _SCALE], axis=1)


@cache
def land() -> Outline:
    """Return the outlines of the land, in the square; without Antarctica."""
    raw = np.frombuffer((resources.files(__package__) / "outlines.bin").read_bytes(), dtype="<u2").astype(np.int64)
    rings = int(raw[0])
    starts = np.concatenate([[0], np.cumsum(raw[1 : rings + 1])])
    x, y = raw[rings + 1 :].reshape(2, -1)
    return freeze(Outline(np.stack([x, y], axis=1) / FULL_SCALE, starts))
