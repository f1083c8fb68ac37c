"""The kits of scale.py in Rego, for regorus: the same rows as one JSON document, with the policy's tables beside them."""

import csv
import json

LINES = {
    "amount": ["not between(l.amount, 10, 500)"],
    "insured": ["l.insured > l.amount"],
    "reserve": ["l.reserve * 100 < l.amount * 2"],
    "months": ["not between(l.months, 1, 60)"],
    "long": ['l.kind == "长期"', "l.months < 24"],
    "small": ['l.kind == "短期"', "l.amount > 300"],
    "cap": ["l.amount > data.banks[l.bank]"],
}

def write_rows(folder):
    """The table once more as a JSON list, as fadu and regorus read it."""
    with open(f"{folder}/Loan.csv", encoding="utf-8") as rows, open(f"{folder}/Loan.json", "w", encoding="utf-8") as out:
        rows = csv.reader(rows)
        next(rows)
        out.write('{"Loan": [')
        for at, (id, bank, county, year, kind, amount, insured, reserve, months) in enumerate(rows):
            out.write(
                f'{"," if at else ""}\n{{"id": "{id}", "bank": "{bank}", "county": "{county}", "year": {year}, "kind": "{kind}", '
                f'"amount": {amount}, "insured": {insured}, "reserve": {reserve}, "months": {months}}}'
            )
        out.write("\n]}\n")
    tables = {}
    for name, column in [("banks", "单笔限额"), ("counties", "额度")]:
        with open(f"{folder}/{name}.csv", encoding="utf-8") as rows:
            tables[name] = {row["代码"]: float(row[column]) for row in csv.DictReader(rows)}
    with open(f"{folder}/tables.json", "w", encoding="utf-8") as out:
        json.dump(tables, out)


def policy(rules, percent):
    """`percent` in millionths."""
    out = ["package kit", "import rego.v1", "between(x, lo, hi) if { x >= lo; x <= hi }"]
    names = [r for r in rules if r in LINES]
    for rule in names:
        body = "; ".join(LINES[rule])
        out.append(f"{rule} := count([1 | some l in input.Loan; {body}])")
    out.append('rows_of_county[c][y] contains i if { some i, l in input.Loan; c := l.county; y := l.year }')
    out.append('rows_of_bank[b][y] contains i if { some i, l in input.Loan; b := l.bank; y := l.year }')
    out.append(
        "share := count([1 | some c, years_of in rows_of_county; some y, rows in years_of; "
        "sum([input.Loan[i].insured | some i in rows]) * 100 < sum([input.Loan[i].amount | some i in rows]) * 50])")
    out.append(
        "spread := count([1 | some b, years_of in rows_of_bank; some y, rows in years_of; amounts := [input.Loan[i].amount | some i in rows]; "
        f"max(amounts) * 100000000 > sum(amounts) * {percent}])")
    if "quota" in rules:
        out.append(
            "quota := count([1 | some c, most in data.counties; "
            "sum([input.Loan[i].amount | some i in object.get(object.get(rows_of_county, c, {}), 2007, set())]) > most])")
    out.append("twice := count(input.Loan) - count({l.id | some l in input.Loan})")
    wanted = [*rules, "twice"]
    out.append("found := {" + ", ".join(f'"{name}": {name}' for name in wanted) + "}")
    return "\n".join(out) + "\n"


def counts(text):
    """What regorus printed for `data.kit.found`."""
    report = json.loads(text)
    return report["result"][0]["expressions"][0]["value"]
