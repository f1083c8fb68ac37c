"""The figures of scale.py as one page: HTML with plots, or Markdown with the plots in a file beside it. Plain SVG without scripts."""

import html
import os

NAMES = {"fadu": "fadu", "duckdb": "DuckDB", "polars": "Polars", "regorus": "regorus"}
COLORS = {"fadu": "#1f6feb", "duckdb": "#b58900", "polars": "#cb4b16", "regorus": "#6c71c4"}
MEASURES = [("cpu", "CPU seconds"), ("wall", "wall seconds"), ("peak", "peak memory, MiB")]


def figure(measure, value):
    return f"{value:,.0f}" if measure == "peak" else f"{value:,.2f}"


def rows_text(rows):
    return f"{rows // 1_000_000}M" if rows % 1_000_000 == 0 else f"{rows // 1000}k" if rows % 1000 == 0 else str(rows)


def title(result):
    return f"{rows_text(result['rows'])} rows, {result['kit']} rules, {result['format']}"


def svg(results):
    """For each table and kit three groups of bars; those of one group are in proportion, for groups differ a hundredfold."""
    width, left, bar, gap = 900, 10, 16, 34
    column = (width - 2 * left) // 3
    out, y = [], 10
    for result in results:
        out.append(f'<text x="{left}" y="{y + 14}" class="head">{html.escape(title(result))}</text>')
        y += 24
        for nth, (measure, label) in enumerate(MEASURES):
            x = left + nth * column
            out.append(f'<text x="{x}" y="{y + 12}" class="axis">{label}</text>')
            most = max(ways[measure] for ways in result["by"].values()) or 1
            for at, (name, ways) in enumerate(result["by"].items()):
                top = y + 20 + at * (bar + 4)
                length = max(1, round(ways[measure] / most * (column - 150)))
                out.append(f'<text x="{x}" y="{top + 12}">{NAMES[name]}</text>')
                out.append(f'<rect x="{x + 62}" y="{top}" width="{length}" height="{bar}" fill="{COLORS[name]}"/>')
                out.append(f'<text x="{x + 68 + length}" y="{top + 12}">{figure(measure, ways[measure])}</text>')
        y += 20 + len(result["by"]) * (bar + 4) + gap
    style = (
        "text{font:12px system-ui,sans-serif;fill:#24292f}.head{font-weight:600;font-size:14px}.axis{fill:#57606a}"
        "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.axis{fill:#9da7b3}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" role="img" '
        f'aria-label="CPU seconds, wall seconds and memory">\n<style>{style}</style>\n' + "\n".join(out) + "\n</svg>\n"
    )


def said(results, notes):
    """What was measured, on what, and what was left out."""
    counts = all(result["equal"] for result in results)
    yield (
        "Each measurement is a whole process that reads the files and counts what each rule finds: CPU seconds of user and system, wall seconds, "
        "peak memory, the median of the runs. DuckDB, Polars and regorus run what was written for them by hand and give counts alone; fadu writes its whole "
        "report, each finding with its place and reason."
    )
    yield "The counts of all are equal in every line." if counts else "THE COUNTS DIFFER: the figures mean nothing until they are equal."
    yield from notes


def table(results):
    head = ["table", "by", "CPU s", "wall s", "MiB", "CPU : fadu", "memory : fadu", "counts"]
    lines = []
    for result in results:
        own = result["by"].get("fadu")
        for name, ways in result["by"].items():
            ratio = lambda m: f"{ways[m] / own[m]:.2f}" if own and own[m] else ""
            cells = [figure(m, ways[m]) for m, _ in MEASURES]
            lines.append([title(result), NAMES[name], *cells, ratio("cpu"), ratio("peak"), "equal" if result["equal"] else "DIFFER"])
    return head, lines


def markdown(path, results, notes):
    picture = os.path.splitext(path)[0] + ".svg"
    with open(picture, "w", encoding="utf-8") as out:
        out.write(svg(results))
    head, lines = table(results)
    row = lambda cells: "| " + " | ".join(cells) + " |\n"
    with open(path, "w", encoding="utf-8") as out:
        out.write("# Figures\n\nMade by `python3 tests/bench/scale.py --page docs/figures.md`; anyone can make it again.\n\n")
        out.writelines(f"{text}\n\n" for text in said(results, notes))
        out.write(f"![CPU seconds, wall seconds and memory]({os.path.basename(picture)})\n\n")
        out.write(row(head) + row(["---", "---", *["--:"] * 5, "---"]) + "".join(row(cells) for cells in lines))


def page(path, results, notes):
    head, lines = table(results)
    cells = lambda tag, of: "<tr>" + "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in of) + "</tr>\n"
    style = (
        ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em}"
        "svg{max-width:100%;height:auto}div{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
        "th,td{border-bottom:1px solid #8886;padding:.25em .7em;text-align:right;white-space:nowrap}"
        "th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}"
    )
    with open(path, "w", encoding="utf-8") as out:
        out.write(f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">\n')
        out.write(f"<title>fadu: figures</title>\n<style>{style}</style>\n<h1>Figures</h1>\n")
        out.writelines(f"<p>{html.escape(text)}</p>\n" for text in said(results, notes))
        out.write(svg(results))
        out.write("<div><table>\n" + cells("th", head) + "".join(cells("td", line) for line in lines) + "</table></div>\n</html>\n")


def write(path, results, notes):
    (markdown if path.endswith(".md") else page)(path, results, notes)
