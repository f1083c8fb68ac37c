#!/usr/bin/env python3
"""Two kits of rules over one table of many rows: fadu, DuckDB and Polars written by hand, on the same files, with equal counts.

    pip install duckdb polars
    cargo build --release
    python3 tests/bench/scale.py [--rows 100000,1000000] [--kits ten,eight] [--runs 3] [--fadu target/release/fadu] [--threads 2]
                                 [--page figures.html | --page figures.md] [--regorus PATH]

Each measurement is a whole process: CPU seconds of user and system, wall seconds, peak memory, the median of the runs. What each finds is
counted and held against what was planted; fadu explains every breach besides, and what its rules do not speak of it counts, as the others do.
Where the counts differ the script ends with 1. Figures are exact decimals everywhere. With --regorus the rows are also judged as JSON, by fadu and
by regorus, up to --json-rows of them. --page writes what was measured as one page (tests/bench/page.py).
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import page
import rego

HEAD = """
table banks "银行" key code from "banks.csv" {
  code "代码" : text
  cap  "单笔限额" : money in 万元 to 0.01
}
table counties "各县" key code from "counties.csv" {
  code  "代码" : text
  quota "额度" : money in 万元 to 0.01
}
record Loan "贷款" key id {
  id      "编号"     : text
  bank    "银行"     : text
  county  "县"       : text
  year    "年度"     : year
  kind    "类别"     : one of "短期", "中期", "长期"
  amount  "金额"     : money in 万元 to 0.01
  insured "担保额"   : money in 万元 to 0.01
  reserve "准备金"   : money in 万元 to 0.01
  months  "期限"     : count
}
"""

RULES = {
    "amount": 'rule amount "10 to 500万元" { for l in Loan require l.amount between 10万元 and 500万元 }',
    "insured": 'rule insured "insured at most the loan" { for l in Loan require l.insured <= l.amount }',
    "reserve": 'rule reserve "2% in reserve" { for l in Loan require l.reserve >= 2% of l.amount }',
    "months": 'rule months "1 to 60 months" { for l in Loan require l.months between 1 and 60 }',
    "long": 'rule long "long loans run two years" { for l in Loan when l.kind = "长期" require l.months >= 24 }',
    "small": 'rule small "short loans stay small" { for l in Loan when l.kind = "短期" require l.amount <= 300万元 }',
    "share": 'rule share "half is insured" { for g in Loan by county, year require sum(g.insured) >= 50% of sum(g.amount) }',
    "spread": 'rule spread "no loan too large for its bank" '
    "{ for g in Loan by bank, year require max(g.amount) <= SPREAD% of sum(g.amount) }",
    "cap": 'rule cap "the cap of its bank" { for l in Loan require l.amount <= banks[l.bank].cap }',
    "quota": 'rule quota "the quota of a county" '
    "{ for k in counties require sum(l.amount for l in Loan when l.county = k.code and l.year = 2007) <= k.quota }",
}


def spread(rows):
    """In per cent: what a loan of 450万元 is of a bank's loans of one year, which are about 185万元 each; as an exact decimal."""
    return f"{100 * 450 / (max(rows, 1200) / 1200 * 185):.6f}"


KITS = {"ten": list(RULES), "eight": [r for r in RULES if r not in ("cap", "quota")]}

ROW_SQL = {
    "amount": "amount NOT BETWEEN 10 AND 500",
    "insured": "insured > amount",
    "reserve": "reserve * 100 < amount * 2",
    "months": "months NOT BETWEEN 1 AND 60",
    "long": "kind = '长期' AND months < 24",
    "small": "kind = '短期' AND amount > 300",
    "cap": "amount > cap",
}


def generate(folder, rows):
    """Rows that comply but for about one in a thousand of each rule."""
    rng = random.Random(7)
    banks = [f"B{i:04}" for i in range(400)]
    counties = [f"1311{i:02}" for i in range(100)]
    with open(f"{folder}/banks.csv", "w", encoding="utf-8") as out:
        out.write("代码,单笔限额\n")
        out.writelines(f"{b},{400 + i % 3 * 40}.00\n" for i, b in enumerate(banks))
    with open(f"{folder}/counties.csv", "w", encoding="utf-8") as out:
        out.write("代码,额度\n")
        # A county's loans of one year are about rows / 300, of about 200万元 each; every tenth quota is missed.
        each = max(rows // 300, 1) * 200
        out.writelines(f"{c},{each * (1 if i % 10 else 0) * 2 + i}.00\n" for i, c in enumerate(counties))
    kinds = ["短期", "中期", "长期"]
    with open(f"{folder}/Loan.csv", "w", encoding="utf-8") as out:
        out.write("编号,银行,县,年度,类别,金额,担保额,准备金,期限\n")
        lines = []
        for i in range(rows):
            kind = i % 3
            slip = rng.randrange(6000)
            amount = rng.randrange(1000, 29000)
            if kind and i % 4 == 0:
                amount += 10000
            insured = amount * rng.randrange(46, 64) // 100
            reserve = amount // 50 + 1 + rng.randrange(200)
            months = rng.randrange(24, 61) if kind == 2 else rng.randrange(1, 61)
            if slip == 0:
                amount = 50001 + rng.randrange(1000)
            elif slip == 1:
                insured = amount + 1
            elif slip == 2:
                reserve = amount // 50 - 1
            elif slip == 3:
                months = 61
            elif slip == 4:
                months = 1 if kind == 2 else months
            elif slip == 5:
                amount = 30001
            bank = banks[rng.randrange(400)]
            lines.append(
                f"DK{i:09},{bank},{counties[rng.randrange(100)]},{2005 + rng.randrange(3)},{kinds[kind]},"
                f"{amount // 100}.{amount % 100:02},{insured // 100}.{insured % 100:02},{reserve // 100}.{reserve % 100:02},{months}\n"
            )
            if len(lines) == 100_000:
                out.writelines(lines)
                lines.clear()
        out.writelines(lines)
    for kit, rules in KITS.items():
        with open(f"{folder}/{kit}.fadu", "w", encoding="utf-8") as out:
            out.write(HEAD + "\n".join(RULES[r].replace("SPREAD", spread(rows)) for r in rules) + "\n")


def duckdb_counts(folder, kit, threads, percent):
    import duckdb

    con = duckdb.connect(config={"threads": threads})
    columns = {
        "id": "VARCHAR", "bank": "VARCHAR", "county": "VARCHAR", "year": "INTEGER", "kind": "VARCHAR", "amount": "DECIMAL(12,2)",
        "insured": "DECIMAL(12,2)", "reserve": "DECIMAL(12,2)", "months": "INTEGER",
    }
    con.execute(f"CREATE TABLE loan AS SELECT * FROM read_csv('{folder}/Loan.csv', header=true, columns={columns})")
    two = {"code": "VARCHAR", "cap": "DECIMAL(12,2)"}
    con.execute(f"CREATE TABLE banks AS SELECT * FROM read_csv('{folder}/banks.csv', header=true, columns={two})")
    two = {"code": "VARCHAR", "quota": "DECIMAL(18,2)"}
    con.execute(f"CREATE TABLE counties AS SELECT * FROM read_csv('{folder}/counties.csv', header=true, columns={two})")
    rules = KITS[kit]
    lines = [r for r in rules if r in ROW_SQL]
    source = "loan JOIN banks ON loan.bank = banks.code" if "cap" in lines else "loan"
    counts = con.execute("SELECT " + ", ".join(f"count(*) FILTER ({ROW_SQL[r]})" for r in lines) + f" FROM {source}").fetchone()
    found = dict(zip(lines, counts))
    one = lambda sql: con.execute(sql).fetchone()[0]
    found["share"] = one(
        "SELECT count(*) FROM (SELECT 1 FROM loan GROUP BY county, year HAVING sum(insured) * 100 < sum(amount) * 50)")
    found["spread"] = one(
        "SELECT count(*) FROM (SELECT 1 FROM loan GROUP BY bank, year HAVING max(amount) * 100000000 > sum(amount) * {percent})".replace("{percent}", str(percent)))
    if "quota" in rules:
        found["quota"] = one(
            "SELECT count(*) FROM counties k LEFT JOIN (SELECT county, sum(amount) s FROM loan WHERE year = 2007 GROUP BY county) l"
            " ON l.county = k.code WHERE coalesce(l.s, 0) > k.quota")
    found["twice"] = one("SELECT count(*) FROM (SELECT 1 FROM loan GROUP BY id HAVING count(*) > 1)")
    return found


def polars_counts(folder, kit, percent):
    import polars as pl

    money = pl.Decimal(18, 2)
    schema = {
        "id": pl.String, "bank": pl.String, "county": pl.String, "year": pl.Int32, "kind": pl.String, "amount": money, "insured": money,
        "reserve": money, "months": pl.Int32,
    }
    read = lambda name, s: pl.scan_csv(f"{folder}/{name}.csv", has_header=False, skip_rows=1, new_columns=list(s), schema=s)
    loan = read("Loan", schema).collect()
    rules = KITS[kit]
    c = pl.col
    cents = lambda name: (c(name) * 100).cast(pl.Int64)
    lines = {
        "amount": ~c("amount").is_between(10, 500),
        "insured": c("insured") > c("amount"),
        "reserve": cents("reserve") * 100 < cents("amount") * 2,
        "months": ~c("months").is_between(1, 60),
        "long": (c("kind") == "长期") & (c("months") < 24),
        "small": (c("kind") == "短期") & (c("amount") > 300),
    }
    table = loan.lazy()
    if "cap" in rules:
        table = table.join(read("banks", {"bank": pl.String, "cap": money}), on="bank")
        lines["cap"] = c("amount") > c("cap")
    found = table.select([e.sum().alias(n) for n, e in lines.items()]).collect().row(0, named=True)
    count = lambda frame: frame.select(pl.len()).collect().item()
    share = loan.lazy().group_by("county", "year").agg(cents("insured").sum().alias("i"), cents("amount").sum().alias("a"))
    found["share"] = count(share.filter(c("i") * 100 < c("a") * 50))
    spread = loan.lazy().group_by("bank", "year").agg(cents("amount").max().alias("m"), cents("amount").sum().alias("a"))
    found["spread"] = count(spread.filter(c("m").cast(pl.Int128) * 100_000_000 > c("a").cast(pl.Int128) * percent))
    if "quota" in rules:
        sums = loan.lazy().filter(c("year") == 2007).group_by("county").agg(cents("amount").sum().alias("s"))
        quota = read("counties", {"county": pl.String, "quota": money}).join(sums, on="county", how="left")
        found["quota"] = count(quota.filter(c("s").fill_null(0) > cents("quota")))
    found["twice"] = count(loan.lazy().group_by("id").agg(pl.len().alias("n")).filter(c("n") > 1))
    return found


def fadu_counts(text):
    report = json.loads(text)
    found = {rule["id"]: 0 for rule in report["rules"]}
    for line in report["tally"]:
        found[line["rule"]] += line["violated"]
    found["twice"] = sum(1 for d in report.get("diagnostics", []) if d["code"] == "D021")
    return found


def run(command, env=None):
    """A whole process: what it printed, CPU seconds, wall seconds, peak MiB."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return out.read(), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def ways_of(args, folder, kit, rows):
    """The commands for each format of the rows."""
    me = [sys.executable, os.path.abspath(__file__), "--by"]
    fadu = [args.fadu, "check", "--threads", str(args.threads), "--format", "json", "--list", "violated", "--rules",
            f"{folder}/{kit}.fadu"]
    hand = lambda name: me + [name, folder, kit, str(args.threads), str(rows)]
    all_ways = {"CSV": {"fadu": fadu + [f"{folder}/Loan.csv"], "duckdb": hand("duckdb"), "polars": hand("polars")}}
    all_ways["CSV"] = {name: way for name, way in all_ways["CSV"].items() if name in args.by}
    if args.regorus and rows <= args.json_rows:
        if not os.path.exists(f"{folder}/Loan.json"):
            rego.write_rows(folder)
        with open(f"{folder}/{kit}.rego", "w", encoding="utf-8") as out:
            out.write(rego.policy(KITS[kit], int(spread(rows).replace(".", ""))))
        judged = [args.regorus, "eval", "-d", f"{folder}/{kit}.rego", "-d", f"{folder}/tables.json", "-i", f"{folder}/Loan.json", "data.kit.found"]
        all_ways["JSON"] = {"fadu": fadu + [f"{folder}/Loan.json"], "regorus": judged}
    return all_ways


def counted(name, text):
    """What a way found, by rule. A process of its own: what the measuring process holds would count as memory of its children."""
    if name in ("fadu", "regorus"):
        me = [sys.executable, os.path.abspath(__file__), "--by", "counts", name]
        text = subprocess.run(me, input=text, capture_output=True, check=True).stdout
    return json.loads(text)


def measure_ways(args, ways):
    """Of each way what it found, and the medians of what it cost."""
    results, costs = {}, {}
    env = dict(os.environ, POLARS_MAX_THREADS=str(args.threads))
    for _ in range(args.runs):
        for name, command in ways.items():
            text, *cost = run(command, env)
            results[name] = counted(name, text)
            costs.setdefault(name, []).append(cost)
    medians = {name: dict(zip(("cpu", "wall", "peak"), map(statistics.median, zip(*cost)))) for name, cost in costs.items()}
    return results, medians


def notes(args):
    """On what it ran, and what was left out."""
    version = subprocess.run([args.fadu, "--version"], capture_output=True, text=True).stdout.strip()
    commit = args.commit or subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    others = [f"{page.NAMES[name]} {__import__(name).__version__}" for name in ("duckdb", "polars") if name in args.by]
    said = [f"{version} at {commit or 'an unknown commit'}, {', '.join(others)}; a machine of {os.cpu_count()} cores, {args.threads} threads each, "
            f"{args.runs} {'run' if args.runs == 1 else 'runs'}."]
    if args.regorus:
        skipped = [rows for rows in args.rows if rows > args.json_rows]
        if skipped:
            said.append(f"Of more than {args.json_rows} rows no JSON was judged (--json-rows).")
    else:
        said.append("regorus on JSON was not measured: no program was named (--regorus PATH).")
    missing = [rows for rows in (100_000, 1_000_000, 10_000_000) if rows not in args.rows]
    if missing:
        said.append("Not in this run: " + ", ".join(page.rows_text(rows) for rows in missing) + " rows (--rows).")
    return said + ([args.note] if args.note else [])


def measure(args):
    ok, shown = True, []
    home = args.folder or tempfile.mkdtemp(prefix="fadu-scale-")
    print(f"{'':<40}{'CPU s':>9}{'wall s':>9}{'MiB':>9}   counts")
    for rows in args.rows:
        folder = f"{home}/{rows}"
        if not os.path.exists(f"{folder}/Loan.csv"):
            os.makedirs(folder, exist_ok=True)
            generate(folder, rows)
        for kit in args.kits:
            for form, ways in ways_of(args, folder, kit, rows).items():
                results, medians = measure_ways(args, ways)
                first = next(iter(results.values()))
                same = all(r == first for r in results.values())
                ok &= same
                for name, cost in medians.items():
                    told = "equal" if same else json.dumps(results[name], sort_keys=True)
                    what = f"{rows} rows, {kit} rules, {form}, {name}"
                    print(f"{what:<40}{cost['cpu']:>9.2f}{cost['wall']:>9.2f}{cost['peak']:>9.0f}   {told}", flush=True)
                shown.append({"rows": rows, "kit": kit, "format": form, "by": medians, "equal": same})
    if args.page:
        page.write(args.page, shown, notes(args))
    if not args.folder:
        subprocess.run(["rm", "-r", home], check=True)
    return 0 if ok else 1


def main():
    if sys.argv[1:3] == ["--by", "counts"]:
        read = {"fadu": fadu_counts, "regorus": rego.counts}[sys.argv[3]]
        print(json.dumps(read(sys.stdin.buffer.read())))
        return 0
    if sys.argv[1:2] == ["--by"]:
        _, _, name, folder, kit, threads, rows = sys.argv
        percent = int(spread(int(rows)).replace(".", ""))
        print(json.dumps(duckdb_counts(folder, kit, int(threads), percent) if name == "duckdb" else polars_counts(folder, kit, percent)))
        return 0
    listed = lambda of: lambda text: [of(part) for part in text.split(",")]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=listed(int), default=[100_000, 1_000_000], help="numbers of rows, comma between")
    parser.add_argument("--kits", type=listed(str), default=list(KITS))
    parser.add_argument("--by", type=listed(str), default=["fadu", "duckdb", "polars"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--fadu", default="target/release/fadu")
    parser.add_argument("--page", help="write the figures as a page: OUT.html, or OUT.md with OUT.svg beside it")
    parser.add_argument("--regorus", help="the program of regorus; without it JSON is not measured")
    parser.add_argument("--json-rows", type=int, default=100_000, help="no more rows than these as JSON")
    parser.add_argument("--commit", help="the commit of the program that is measured; that of the folder unless told")
    parser.add_argument("--note", help="a sentence for the page")
    parser.add_argument("--folder", help="where the files are kept for the next time; a temporary folder unless told")
    return measure(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
