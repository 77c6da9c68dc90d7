"""Draw the charts of docs/performance.md: `make charts`, from docs/charts/figures.json, which `make bench` writes.

One chart of each set of pages (made again, another of its edition, kept, 304, in units of the bare view, beside the
aims), and one of each set of growth. The same figures give the same bytes. Needs matplotlib, which `make charts`
installs aside.
"""

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

FOLDER = Path(__file__).parent.parent / "docs" / "charts"
WAYS = {"fresh": "#8c2f1b", "other": "#c98a5e", "kept": "#2f5d62", "304": "#9db4ab"}
SAID = {"fresh": "made again", "other": "another of its edition", "kept": "kept", "304": "304"}
AIMS = {  # in bare views, made again
    "home": 3,
    "list": 3,
    "exchange": 2.7,
    "full": 4,
    "JSON": 1.5,
    "feed": 4,
    **dict.fromkeys(("speaker", "topic", "outlet", "series", "speakers A to Z", "topics A to Z"), 5),
    "search": 4,
}
MOST_GROWTH = 1.3
# Letters as letters, so that the files are small and can be searched; nothing that differs from run to run.
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "pressroom", "font.family": "serif", "font.size": 9})


def draw_pages(name: str, figures: dict[str, Any]) -> Figure:
    """Return the chart of page types: four bars each, on a logarithmic axis, with a mark for the aim."""
    rows: dict[str, dict[str, float]] = figures["rows"]
    figure = Figure(figsize=(8, 0.55 * len(rows) + 1.2), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / len(WAYS)
    for number, (way, color) in enumerate(WAYS.items()):
        places = [at + height * (number - 1.5) for at in range(len(rows))]
        axes.barh(places, [row.get(way, 0) for row in rows.values()], height * 0.9, color=color, label=SAID[way])
    aims = [(AIMS[page], at) for at, page in enumerate(rows) if page in AIMS]
    axes.scatter(*zip(*aims, strict=True), marker="|", s=260, color="black", label="aim, made again", zorder=3)
    axes.axvline(1, color="black", linewidth=0.6)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(left=0.1)
    axes.margins(y=0.01)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_xlabel("processor time of a request; the bare view is 1")
    return _finish(figure, name, figures)


def draw_growth(name: str, figures: dict[str, Any]) -> Figure:
    """Return the chart of growth: a bar for each page type and larger archive, with a line at what none should pass."""
    sizes, rows = figures["rows"]["sizes"], figures["rows"]["pages"]
    figure = Figure(figsize=(8, 0.24 * len(rows) + 1.2), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / (len(sizes) - 1)
    for number, size in enumerate(sizes[1:]):
        places = [at + height * (number - (len(sizes) - 2) / 2) for at in range(len(rows))]
        color = list(WAYS.values())[number * 2]
        axes.barh(places, [ratios[number] for *_, ratios in rows], height * 0.9, color=color, label=f"{size:,}")
    axes.axvline(MOST_GROWTH, color="black", linewidth=0.6)
    axes.set_yticks(range(len(rows)), [page for page, *_ in rows])
    axes.invert_yaxis()
    axes.set_xlabel(f"worker and database together, in times of what they take at {sizes[0]:,} exchanges")
    return _finish(figure, name, figures)


def _finish(figure: Figure, name: str, figures: dict[str, Any]) -> Figure:
    (axes,) = figure.axes
    axes.set_title(f"{name}: {figures['commit']}, {figures['day']}", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(frameon=False, loc="outside lower center", ncols=len(WAYS) + 1)
    return figure


def main() -> None:
    """Draw all sets of figures."""
    for name, figures in json.loads((FOLDER / "figures.json").read_text(encoding="utf-8")).items():
        draw = draw_growth if name.startswith("growth") else draw_pages
        file = FOLDER / f"{name.replace(',', '').replace(':', '').replace(' ', '-')}.svg"
        draw(name, figures).savefig(file, metadata={"Date": None})
        print(file.name)


if __name__ == "__main__":
    main()
