#!/usr/bin/env python3
"""Writes claims.jsonl and faulty.jsonl: a synthetic year of claims, the same for the same seed.

Nobody in these files exists. Amounts, frequencies and codes of institutions are made up; the
names of the fields and the codes of places, diseases and persons are those of real records.
"""

import argparse
import dataclasses
import datetime
import json
import pathlib
import random

YEAR = 2023
DISTRICTS = {"640104": 30, "640106": 24, "640105": 18, "640121": 10, "640122": 10, "640181": 8}


class Fen(int):
    """Money in whole fen; written in yuan with two decimals."""


@dataclasses.dataclass(frozen=True)
class City:
    """Where people live: the division they file, where its hospitals lie, and a prefix of ours."""

    code: str
    care: tuple
    short: str
    weight: int


CITIES = [
    City("110000", ("110000", "110105", "110108"), "BJ", 24),
    City("610100", ("610100", "610113"), "XA", 20),
    City("310000", ("310000", "310115"), "SH", 14),
    City("510100", ("510100",), "CD", 12),
    City("440100", ("440100", "440106"), "GZ", 10),
    City("500000", ("500000",), "CQ", 7),
    City("440300", ("440300",), "SZ", 5),
    City("330100", ("330100",), "HZ", 5),
    City("120000", ("120000",), "TJ", 3),
]
HOSPITALS = 9  # of each city; the first three are of level 3, the next four of level 2, then 1
LEVELS = "333222211"


@dataclasses.dataclass(frozen=True)
class Disease:
    """How common a disease is, how likely a visit in a month, and a usual bill in yuan."""

    code: str
    weight: int
    monthly: float
    median: int
    spread: float


DISEASES = [
    Disease("M03900", 96, 0.62, 310, 0.45),
    Disease("M01600", 66, 0.66, 480, 0.45),
    Disease("M00500", 42, 0.62, 3600, 0.70),
    Disease("M07801", 36, 0.95, 5400, 0.18),
    Disease("M08301", 24, 0.82, 4200, 0.35),
    Disease("M08302", 8, 0.75, 5200, 0.40),
    Disease("M08303", 5, 0.80, 5600, 0.35),
    Disease("M08304", 9, 0.80, 4400, 0.35),
    Disease("M08305", 4, 0.80, 6300, 0.35),
    Disease("M08306", 4, 0.80, 7000, 0.35),
]
FOR_THE_YOUNG = [d for d in DISEASES if d.code not in ("M03900", "M01600")]
UNKNOWN_DISEASE = "M90001"  # stands for a disease that cannot be settled directly

# psn_type: weight, first and last year of birth. The longer codes are local ones.
EMPLOYEES = {"11": (34, 1964, 1992), "1101": (6, 1964, 1990), "12": (50, 1938, 1962), "1201": (10, 1936, 1958)}
RESIDENTS = {"14": (10, 2007, 2018), "15": (50, 1964, 1998), "16": (40, 1935, 1962)}


@dataclasses.dataclass
class Person:
    number: str
    insurance: str
    kind: str
    born: datetime.date
    district: str
    city: City
    filed: datetime.date
    contracted: list
    diseases: list  # of (Disease, day of filing)
    paused: tuple = ()  # first day and last day; the last may be None
    lapsed: datetime.date = None  # no benefits from this day on, without dates in the record


def pick(rng, weights):
    return rng.choices(list(weights), [w if isinstance(w, int) else w[0] for w in weights.values()])[0]


def day_between(rng, first, last):
    return first + datetime.timedelta(days=rng.randint(0, (last - first).days))


def later(day, days):
    return day + datetime.timedelta(days=days)


def make_person(rng, index):
    insurance = "310" if rng.random() < 0.62 else "390"
    kinds = EMPLOYEES if insurance == "310" else RESIDENTS
    kind = pick(rng, kinds)
    _, first, last = kinds[kind]
    born = day_between(rng, datetime.date(first, 1, 1), datetime.date(last, 12, 31))
    city = rng.choices(CITIES, [c.weight for c in CITIES])[0]
    filed = day_between(rng, datetime.date(2021, 3, 1), datetime.date(2023, 1, 31))
    if rng.random() < 0.12:
        filed = day_between(rng, datetime.date(2023, 2, 1), datetime.date(2023, 8, 31))
    # Two hospitals of level 2 or above and one of level 1, at most.
    contracted = rng.sample(range(0, 7), rng.choice((1, 2, 2))) + rng.sample((7, 8), rng.choice((0, 1)))
    known = FOR_THE_YOUNG if kind == "14" else DISEASES
    diseases = [rng.choices(known, [d.weight for d in known])[0]]
    if diseases[0].code in ("M03900", "M01600") and rng.random() < 0.25:
        diseases.append(DISEASES[1] if diseases[0].code == "M03900" else DISEASES[0])
    dated = [(d, later(filed, rng.randint(0, 20))) for d in diseases]
    person = Person(f"P{index:04}", insurance, kind, born, pick(rng, DISTRICTS), city, filed, contracted, dated)
    odd = rng.random()
    if odd < 0.03:  # suspended for some months, or from a day on
        start = day_between(rng, datetime.date(YEAR, 3, 1), datetime.date(YEAR, 8, 31))
        end = later(start, rng.randint(50, 110)) if rng.random() < 0.6 else None
        person.paused = (start, end)
    elif odd < 0.05:
        person.lapsed = day_between(rng, datetime.date(YEAR, 6, 1), datetime.date(YEAR, 11, 30))
    elif odd < 0.13:  # the disease was filed in the middle of the year, some fees are older
        person.diseases[0] = (diseases[0], day_between(rng, datetime.date(YEAR, 2, 15), datetime.date(YEAR, 6, 30)))
    return person


def institution(city, index):
    return f"{city.short}{index + 1:02}"


def amounts(rng, total):
    """Splits a bill; what is left is in scope, so the parts always sum to the total."""
    own = total * rng.randint(5, 60) // 1000 if rng.random() < 0.5 else 0
    over = total * rng.randint(2, 20) // 1000 if rng.random() < 0.12 else 0
    first = total * rng.randint(20, 110) // 1000 if rng.random() < 0.9 else 0
    parts = {"fulamt_ownpay_amt": own, "overlmt_selfpay": over, "preselfpay_amt": first}
    split = {"medfee_sumamt": Fen(total)}
    split.update((name, Fen(amount)) for name, amount in parts.items() if amount > 0)
    split["inscp_scp_amt"] = Fen(total - own - over - first)
    return split


def claim_of(rng, person, disease, day):
    """One visit, with nothing odd about it. Fields that have their default value are left out."""
    total = round(rng.lognormvariate(0, disease.spread) * disease.median * 100)
    where = rng.choice(person.contracted)
    claim = {
        "psn_no": person.number,
        "insutype": person.insurance,
        "psn_type": person.kind,
        "brdy": person.born,
        "insuplc_admdvs": person.district,
        "mdtrtarea_admvs": rng.choice(person.city.care),
        "med_type": "14",
        "begndate": day,
        "dise_codg": disease.code,
        "fixmedins_code": institution(person.city, where),
        "dedc_hosp_lv": LEVELS[where],
        "mdtrt_cert_type": rng.choice(("01", "03", "03")),
        "filing": {
            "rloc_type": "1",
            "rloc_admdvs": person.city.code,
            "begndate": person.filed,
            "institutions": [{"code": institution(person.city, i), "level": LEVELS[i]} for i in person.contracted],
        },
        "disease_filings": [{"opsp_dise_code": d.code, "begndate": since} for d, since in person.diseases],
    }
    claim.update(amounts(rng, total))
    if rng.random() < 0.06:
        claim["setl_date"] = later(day, rng.randint(1, 5))
    if person.paused and day >= person.paused[0]:
        claim["paus_begndate"] = person.paused[0]
        if person.paused[1] is None:
            claim["psn_insu_stas"] = "2"
        else:
            claim["paus_enddate"] = person.paused[1]
    if person.lapsed and day >= person.lapsed:
        claim["psn_insu_stas"] = "4"
    return claim


def pharmacy(rng, person, claim):
    claim["fixmedins_code"] = f"{person.city.short}P{rng.randint(1, 5)}"
    claim["fixmedins_type"] = "2"
    del claim["dedc_hosp_lv"]
    return [claim]


def other_city(rng, person, claim):
    away = rng.choice([c for c in CITIES if c.code != person.city.code])
    claim["mdtrtarea_admvs"] = away.care[0]
    claim["fixmedins_code"] = institution(away, rng.randrange(3))
    claim["dedc_hosp_lv"] = "3"
    return [claim]


def not_contracted(rng, person, claim):
    index = rng.choice([i for i in range(HOSPITALS) if i not in person.contracted])
    claim["fixmedins_code"] = institution(person.city, index)
    claim["dedc_hosp_lv"] = LEVELS[index]
    return [claim]


def id_card(rng, _person, claim):
    """Refused at the window; most of these bills are brought in by hand later."""
    claim["mdtrt_cert_type"] = "02"
    if rng.random() < 0.3:
        return [claim]
    again = dict(claim, direct=False, setl_date=later(claim["begndate"], rng.randint(20, 60)))
    return [claim, again]


def by_hand(rng, _person, claim):
    claim["direct"] = False
    claim["setl_date"] = later(claim["begndate"], rng.randint(20, 60))
    return [claim]


def not_opened(_rng, person, claim):
    claim["dise_codg"] = UNKNOWN_DISEASE
    claim["disease_filings"] = [{"opsp_dise_code": UNKNOWN_DISEASE, "begndate": person.filed}]
    return [claim]


def ordinary_visit(_rng, _person, claim):
    claim["med_type"] = "11"
    del claim["dise_codg"]
    return [claim]


def reversed_later(rng, person, claim):
    """Settled, taken back some days later, and settled again with another amount."""
    day = later(claim.get("setl_date", claim["begndate"]), rng.randint(1, 9))
    back = {
        "psn_no": person.number,
        "refd_setl_flag": True,
        "init_setl_id": claim,
        "setl_date": day,
        "dise_codg": claim["dise_codg"],
    }
    parts = ("medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    again = {name: value for name, value in claim.items() if name not in parts}
    again.update(amounts(rng, claim["medfee_sumamt"] * rng.randint(80, 98) // 100), setl_date=day)
    return [claim, back, again]


# Per thousand visits.
ODD_CASES = {
    pharmacy: 18,
    other_city: 18,
    not_contracted: 22,
    id_card: 22,
    by_hand: 16,
    not_opened: 14,
    ordinary_visit: 10,
    reversed_later: 4,
}


def records_of(rng, person):
    records = []
    for disease, since in person.diseases:
        for month in range(1, 13):
            day = datetime.date(YEAR, month, rng.randint(1, 28))
            # Few people are treated before their disease is filed.
            early = day < since and rng.random() > 0.45
            if day < person.filed or early or rng.random() > disease.monthly:
                continue
            claim = claim_of(rng, person, disease, day)
            case = rng.choices([None, *ODD_CASES], [1000 - sum(ODD_CASES.values()), *ODD_CASES.values()])[0]
            refused = day < since or "paus_begndate" in claim or "psn_insu_stas" in claim
            if case is None or (case is reversed_later and refused):  # only what was paid can be taken back
                records.append(claim)
            else:
                records += case(rng, person, claim)
    return records


def numbered(records):
    """In the order of settlement; a record that names another one gets its number."""
    ordered = sorted(records, key=lambda r: (r.get("setl_date", r.get("begndate")), r["psn_no"]))
    numbers = {id(record): f"S{i:06}" for i, record in enumerate(ordered, 1)}
    for record in ordered:
        named = {"setl_id": numbers[id(record)]}
        named.update(record)
        if "init_setl_id" in record:
            named["init_setl_id"] = numbers[id(record["init_setl_id"])]
        yield named


def text(value):
    """Compact JSON; money never passes through a float."""
    if isinstance(value, Fen):
        return f"{value // 100}.{value % 100:02}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    return json.dumps(value.isoformat() if isinstance(value, datetime.date) else value)


def faulty():
    """One good record, and records that are each wrong in one way."""
    filing = {"rloc_type": "1", "rloc_admdvs": "110000", "begndate": "2022-01-01", "institutions": [{"code": "BJ01"}]}
    good = {
        "setl_id": "F01",
        "psn_no": "P9001",
        "insutype": "310",
        "psn_type": "11",
        "insuplc_admdvs": "640104",
        "mdtrtarea_admvs": "110000",
        "med_type": "14",
        "begndate": "2023-03-01",
        "dise_codg": "M03900",
        "fixmedins_code": "BJ01",
        "mdtrt_cert_type": "03",
        "filing": filing,
        "disease_filings": [{"opsp_dise_code": "M03900", "begndate": "2022-01-01"}],
        "medfee_sumamt": Fen(100000),
        "inscp_scp_amt": Fen(100000),
    }

    def line(number, **changes):
        record = dict(good, setl_id=f"F{number:02}", **changes)
        return text({name: value for name, value in record.items() if value is not None})

    return [
        text(good),
        line(2, insutype=None),
        line(3, inscp_scp_amt="1000.005"),
        line(4, psn_insu_stas="3"),
        line(5, begndate="2023-02-30"),
        line(6, preselfpay_amt=Fen(5000)),
        line(7, inscp_scp_amt=None),
        line(1, medfee_sumamt=Fen(20000), inscp_scp_amt=Fen(20000)),
        text({"setl_id": "F09", "psn_no": "P9001", "refd_setl_flag": True, "init_setl_id": "F99"}),
        line(10)[:-20],
        line(11, hosp_lv="3"),
    ]


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Writes a synthetic year of claims.")
    parser.add_argument("--seed", type=int, default=640100, help="another seed, another year (default: %(default)s)")
    parser.add_argument("--people", type=int, default=300, help="how many persons (default: %(default)s)")
    parser.add_argument("--out", type=pathlib.Path, default=here, help="the folder to write to (default: beside this file)")
    options = parser.parse_args()

    rng = random.Random(options.seed)
    people = [make_person(rng, i) for i in range(1, options.people + 1)]
    records = [record for person in people for record in records_of(rng, person)]
    lines = [text(record) for record in numbered(records)]
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in (("claims.jsonl", lines), ("faulty.jsonl", faulty())):
        with open(options.out / name, "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(content) + "\n")
    print(f"{len(people)} persons, {len(lines)} records")


if __name__ == "__main__":
    main()
