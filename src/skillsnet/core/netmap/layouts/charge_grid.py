"""What points do to all others, over a grid: charges are spread, convolved by FFT, and read where points are."""

import math

import numpy as np
import numpy.typing as npt
from scipy import fft, sparse

Positions = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complex64]
GRID_STEP = 0.5
LARGEST_GRID = 416
GRID_ROUND = 32


def grid_of(width: float, *, largest: int = LARGEST_GRID) -> tuple[float, int]:
    """Return the step and size of a grid over a width; both in steps of their own, so that kernels can be kept."""
    size = min(largest, GRID_ROUND * math.ceil((width / GRID_STEP + 4) / GRID_ROUND))
    if width / (size - 4) <= GRID_STEP:
        # Small pictures, as at the start, need a finer one.
        finer = 2.0 ** math.floor(math.log2(max(GRID_STEP * (size - 4) / max(width, 1e-6), 1)))
        return GRID_STEP / min(finer, 1024.0), size
    return GRID_STEP * 1.05 ** math.ceil(math.log(width / (size - 4) / GRID_STEP, 1.05)), size


def spread(positions: Positions, low: Positions, step: float, size: int) -> tuple[sparse.csr_matrix, Positions]:
    """Return each point's weights on the nine grid places around it (quadratic), and the grid's charge."""
    n = len(positions)
    at = (positions - low) / np.float32(step)
    nearest = np.clip(np.rint(at).astype(np.int32), 1, size - 2)
    off = (at - nearest).astype(np.float32)
    weights = np.stack([off * (off - 1) / 2, 1 - off * off, off * (off + 1) / 2], axis=2)
    weights_2d = (weights[:, 0, :, None] * weights[:, 1, None, :]).reshape(-1)
    moves = np.array([-1, 0, 1], dtype=np.int32)
    columns = (
        (nearest[:, 0, None, None] + moves[None, :, None]) * size + nearest[:, 1, None, None] + moves[None, None, :]
    ).reshape(-1)
    charge = np.bincount(columns, weights=weights_2d, minlength=size * size).astype(np.float32).reshape(size, size)
    starts = np.arange(0, 9 * n + 1, 9, dtype=np.int32)
    return sparse.csr_matrix((weights_2d, columns, starts), shape=(n, size * size)), charge


def convolve(charge: Positions, spectra: tuple[Spectrum, ...]) -> list[Positions]:
    """Return the charges convolved with each of the kernels, on the grid."""
    size, padded = len(charge), len(spectra[0])
    spectrum = fft.rfft2(charge, (padded, padded))
    return [fft.irfft2(spectrum * kernel, (padded, padded))[:size, :size] for kernel in spectra]


def padded_size(size: int) -> int:
    """Return how wide a grid is padded, so that its far ends do not meet."""
    return int(fft.next_fast_len(2 * size, real=True))


def offsets(step: float, size: int) -> Positions:
    """Return how far each place of the padded grid is from its first, those past the middle on the other side."""
    padded = padded_size(size)
    cells = np.arange(padded)
    return np.asarray(np.where(cells < size, cells, cells - padded) * step, dtype=np.float32)
