"""Two charts as plain SVG: each carries its numbers as text, and tells its parts apart without colour."""

from __future__ import annotations

from autograder.classroom.pages.html import Markup, tag

WIDTH, HEIGHT, FOOT, TOP = 600, 180, 34, 28
BAR_WIDTH, BAR_HEIGHT = 300, 16


def histogram(bins: list[tuple[float, float, int]], unit: str, what: str) -> Markup:
    """Bars with their counts on top; the same numbers stand in the label for who does not see them."""
    most = max((count for *_, count in bins), default=0) or 1
    step = WIDTH / len(bins)
    bars = [_column(i * step, step, low, high, count, most) for i, (low, high, count) in enumerate(bins)]
    spoken = "; ".join(f"{low:.0f} to {high:.0f} {unit}: {count}" for low, high, count in bins)
    base = tag("line", x1=0, x2=WIDTH, y1=HEIGHT - FOOT, y2=HEIGHT - FOOT, class_="axis")
    label = f"How many {what} by {unit}. {spoken}."
    return tag(
        "svg", bars, base, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label, class_="chart histogram"
    )


def _column(x: float, step: float, low: float, high: float, count: int, most: int) -> list[Markup]:
    height = (HEIGHT - FOOT - TOP) * count / most
    top = HEIGHT - FOOT - height
    return [
        tag(
            "rect", x=round(x + 2, 1), y=round(top, 1), width=round(step - 4, 1), height=round(height, 1), class_="full"
        ),
        tag("text", count or "", x=round(x + step / 2, 1), y=round(top - 5, 1), text_anchor="middle"),
        tag(
            "text",
            f"{low:.0f}–{high:.0f}",
            x=round(x + step / 2, 1),
            y=HEIGHT - FOOT + 18,
            text_anchor="middle",
            class_="soft",
        ),
    ]


def share_bar(full: int, partial: int, zero: int) -> Markup:
    """Full, partial and zero side by side, always in this order and in three shades that also print in grey."""
    whole = full + partial + zero or 1
    parts, x = [], 0.0
    for count, kind in ((full, "full"), (partial, "partial"), (zero, "zero")):
        width = BAR_WIDTH * count / whole
        if count:
            parts.append(
                tag("rect", x=round(x, 1), y=0, width=round(max(width - 1, 0.5), 1), height=BAR_HEIGHT, class_=kind)
            )
        x += width
    label = f"{full} full, {partial} partial, {zero} zero"
    return tag(
        "svg", parts, viewBox=f"0 0 {BAR_WIDTH} {BAR_HEIGHT}", role="img", aria_label=label, class_="chart share",
        preserveAspectRatio="none",
    )  # fmt: skip
