"""The border in the pictures of trainability is visible with every kind of color vision, by ΔE and lightness.

Color blindness is simulated by the matrices of Machado, Oliveira and Fernandes (2009) at full severity, in linear RGB;
without any color, by luminance alone. ΔE is CIE76 in CIELAB under D65.
"""

from __future__ import annotations

import numpy as np
import pytest

from autograder.content.handout import figures
from reference_impl.trainability.colors import spectral

VISION = {
    "full": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "no color": [[0.2126, 0.7152, 0.0722]] * 3,
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
WHITE = np.array([0.9505, 1.0, 1.089])
SEEN = 20.0  # ΔE and lightness; 2.3 can just be told apart side by side


def seen(rgb, vision):
    """Return the colors as seen with that kind of vision, in CIELAB: L*, a*, b*."""
    s = np.asarray(rgb, float) / 255
    linear = np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
    xyz = np.clip(linear @ np.transpose(VISION[vision]), 0, 1) @ np.transpose(TO_XYZ) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def colors():
    """Return every color that a run can have: converged, then failed."""
    ranks = np.linspace(0.25, 1, 200)
    return spectral(np.concatenate([ranks, -ranks]))


def line():
    return np.array([int(figures.BORDER[i : i + 2], 16) for i in (1, 3, 5)])


def test_the_simulation_knows_black_and_white_and_confuses_what_such_an_eye_confuses():
    black, white = seen([[0, 0, 0], [255, 255, 255]], "full")
    assert np.allclose(black, 0, atol=1e-6) and np.allclose(white, [100, 0, 0], atol=0.05)
    red, green = [200, 60, 60], [110, 100, 55]
    apart = {kind: np.linalg.norm(np.subtract(*seen([red, green], kind))) for kind in ("full", "no green")}
    assert apart["no green"] < apart["full"] / 2


@pytest.mark.parametrize("vision", VISION)
def test_the_line_differs_from_every_color_beside_it(vision):
    around, ink = seen(colors(), vision), seen(line(), vision)
    assert np.linalg.norm(around - ink, axis=-1).min() > SEEN
    assert (around[:, 0] - ink[0]).min() > SEEN  # darker, so that it is there in print too


def test_colors_alone_would_not_do():
    """Next to the border, without color, a converged run may look like a failed one."""
    lightness = seen(colors(), "no color")[:, 0]
    assert np.abs(lightness[:200, None] - lightness[None, 200:]).min() < 1


def test_the_line_runs_between_runs_of_different_signs_and_nowhere_else():
    V = np.array([[-1.0, -2.0, 3.0], [-1.0, 2.0, 3.0]])
    figure, axes = figures._plot(2, 2)
    figures._draw_border(axes, V >= 0, (0, 3, 0, 2))
    segments = {tuple(sorted(map(tuple, np.round(one, 6)))) for one in axes.collections[0].get_segments()}
    assert segments == {((2, 0), (2, 1)), ((1, 1), (1, 2)), ((1, 1), (2, 1))}


@pytest.mark.parametrize("name", figures.REFERENCES.values())
def test_a_reference_picture_has_256_runs_a_side_and_the_signs_can_be_read_from_it(name):
    from matplotlib.image import imread

    picture = imread(figures.pathlib.Path(figures.__file__).with_name("trainability") / name)[..., :3]
    assert picture.shape == (256, 256, 3)
    known = {tuple(color) for color in spectral(np.linspace(-1, 1, 2001))}
    shown = np.unique(np.round(picture.reshape(-1, 3) * 255).astype(int), axis=0)
    assert {tuple(color) for color in shown} <= known
    assert 0.3 < np.mean(picture.argmax(axis=2) == 0) < 0.6


@pytest.mark.slow
@pytest.mark.parametrize("window", figures.REFERENCES)
def test_a_reference_picture_is_what_the_reference_draws(window):
    from reference_impl.trainability.colors import render
    from reference_impl.trainability.grid import picture
    from reference_impl.trainability.png import png_bytes

    drawn = png_bytes(render(picture(256, tuple(10.0**power for power in window), 200)))
    shipped = figures.pathlib.Path(figures.__file__).with_name("trainability") / figures.REFERENCES[window]
    assert shipped.read_bytes() == drawn


def test_no_dimension_is_told_below_48_pixels_a_side():
    from autograder.content.sources import document

    code = next(one.source for one in document("trainability").passages if "def dimension_in_words" in one.source)
    names = {"box_dimension": lambda edges: 1.25, "boundary": lambda V: V}
    exec("def dimension_in_words" + code.partition("def dimension_in_words")[2].partition("\n\n\n")[0], names)
    assert "too few" in names["dimension_in_words"](np.zeros((47, 47)))
    assert names["dimension_in_words"](np.zeros((48, 48))) == "box dimension 1.25 at 48 pixels a side"
