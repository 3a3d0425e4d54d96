#!/usr/bin/env python3
"""Rebuilds the field sets from schemas/ and compares them with field-sets.json, from which they were made: no table,
field, condition, rule, note or mark of provenance may be lost or added. original.sha256 beside this file holds the
sums of that file and of the code tables, which are as they were published to us."""
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
SCHEMAS = os.path.join(ROOT, "schemas")
DOMAIN = os.path.join(ROOT, "examples", "data", "domain")  # its codes/ are schemas/codes/
PLAIN = {"x-tmis-type": "type", "maxLength": "max_length", "x-tmis-codes": "codes", "x-tmis-multiple": "multiple", "x-tmis-sensitive":
         "sensitive", "x-tmis-derived": "derived", "x-tmis-read-only": "read_only", "x-tmis-depends-on": "depends_on", "x-tmis-decimals":
         "decimals", "x-tmis-minimum": "min", "x-tmis-maximum": "max", "minimum": "min", "maximum": "max", "x-tmis-note": "note",
         "x-tmis-provenance": "provenance", "x-tmis-codes-provenance": "codes_provenance",
         "x-tmis-required-provenance": "required_provenance", "x-tmis-max-length-provenance": "max_length_provenance"}
# What follows from the type, or was added to the field sets: roles, suggestions, the version, what a derived field takes.
IMPLIED = {"x-tmis-label", "x-tmis-since", "x-tmis-role", "x-tmis-derived-pick", "x-tmis-suggest", "type", "items", "uniqueItems", "minItems", "minLength",
           "pattern", "default", "not"}


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def same(a, b):
    """equal, and of the same types: 0 is not false"""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


def one_test(test, present, multiple):
    """a schema of an `if` -> the value of the condition"""
    if "not" in test:
        inner = test["not"]
        if multiple:
            assert not present
            return {"not": inner["contains"]["const"]}
        if present:
            return {"not_in": inner["enum"]}
        return {"not": inner["const"]}
    assert present
    inner = test["contains"] if multiple else test
    return {"in": inner["enum"]} if "enum" in inner else inner["const"]


def condition(schema, table):
    """an `if` -> the condition of field-sets.json; `contains` is a plain value of a multiple field"""
    if "anyOf" in schema:
        return {"if_any": [condition(s, table)["if"] for s in schema["anyOf"]]}
    return {"if": {k: one_test(v, k in schema.get("required", []), "x-tmis-multiple" in table["properties"][k])
                   for k, v in schema["properties"].items()}}


def plain_contains(value):
    """the original writes a condition on a multiple field either way"""
    if isinstance(value, dict):
        return value["contains"] if set(value) == {"contains"} else {k: plain_contains(v) for k, v in value.items()}
    return [plain_contains(v) for v in value] if isinstance(value, list) else value


def field(name, f, table):
    out = {"id": name, "zh": f["x-tmis-label"]["zh"], "en": f["x-tmis-label"]["en"]}
    for word, value in f.items():
        if word in PLAIN:
            out[PLAIN[word]] = value
        elif word not in IMPLIED:
            raise AssertionError("%s: %s is compared with nothing" % (name, word))
    if "pattern" in f and f["x-tmis-type"] != "decimal":
        out["pattern"] = f["pattern"]
    if "default" in f:
        out["default"] = json.loads(f["default"].rstrip("0").rstrip(".")) if f["x-tmis-type"] == "decimal" else f["default"]
    if "not" in f:
        out["not_allowed"] = f["not"]["enum"]
    out["required"] = name in table["required"]
    return out


def conditionals(table, fields):
    """reads the allOf into the fields; returns the rules that are written there"""
    rules = []
    for c in table.get("allOf", []):
        if c.get("x-tmis-rule") == "implies":
            rules.append({"rule": "implies", **condition(c["if"], table), "then": condition(c["then"], table)["if"]})
            assert c["x-tmis-provenance"] == "published"
            continue
        if "not" in c["if"]:  # "empty unless": the other side of a required under one of several conditions
            for name in c["then"]["properties"]:
                assert same(fields[name]["required"], condition(c["if"]["not"], table)), name
            continue
        when = condition(c["if"], table)
        for name in c["then"].get("required", []):
            assert fields[name]["required"] is False, name + " is required twice"
            fields[name]["required"] = when
        for name, outcome in c["then"].get("properties", {}).items():
            if outcome is False:
                fields[name].setdefault("empty", []).append(when)
            else:
                fields[name].setdefault("pattern_when", []).append({**when, "pattern": outcome["pattern"], "check": outcome["x-tmis-check"]})
    for f in fields.values():
        empty = f.pop("empty", [])
        if empty:
            f["empty_when" if len(empty) == 1 else "empty_when_any"] = empty[0] if len(empty) == 1 else empty
    return rules


def none_row(pair):
    return {"field": pair["field"], "code" if isinstance(pair["value"], str) else "value": pair["value"]}


def table_of(name, s):
    out = {"id": name, "zh": s["x-tmis-label"]["zh"], "en": s["x-tmis-label"]["en"], "key": s["x-tmis-key"], "source": s["x-tmis-source"]}
    for word, old in (("x-tmis-account-fields", "account_fields"), ("x-tmis-confirmed-by", "confirmed_by"),
                      ("x-tmis-order-note", "order_note"), ("x-tmis-note", "note")):
        if word in s:
            out[old] = s[word]
    for word, old in (("x-tmis-none-row", "none_row"), ("x-tmis-none-certificate-row", "none_certificate_row")):
        if word in s:
            out[old] = none_row(s[word])
    fields = {k: field(k, f, s) for k, f in s["properties"].items()}
    implied = conditionals(s, fields)
    out["fields"] = list(fields.values())
    out["rules"] = [r for r in s["x-tmis-rules"] if r["rule"] != "birth_date_in_id"] + implied
    return out


def original_table(t, category):
    """the original with what it leaves unsaid: the source of its category, rules as published"""
    out = dict(t)
    out.setdefault("source", category["source"])
    out["rules"] = [r if r["rule"] == "implies" else {"provenance": "published", **r} for r in t.get("rules", [])]
    out["fields"] = [{**f, **{k: plain_contains(f[k]) for k in ("required", "empty_when", "empty_when_any", "pattern_when") if k in f}}
                     for f in t["fields"]]
    return out


def differences(where, a, b, out):
    if isinstance(a, dict) and isinstance(b, dict):
        for k in sorted(set(a) | set(b)):
            differences(where + "." + k, a.get(k), b.get(k), out)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            differences("%s[%d]" % (where, i), x, y, out)
    elif not same(a, b):
        out.append("%s: field-sets.json has %s, schemas/ have %s" % (where, json.dumps(a, ensure_ascii=False), json.dumps(b, ensure_ascii=False)))


def main():
    wrong, number, fields = [], 0, 0
    names = {f[:-5] for f in os.listdir(os.path.join(SCHEMAS, "tables")) if f.endswith(".json")}
    for order, category in enumerate(load(os.path.join(DOMAIN, "field-sets.json")), 1):
        for t in category["tables"]:
            number += 1
            fields += len(t["fields"])
            if t["id"] not in names:
                wrong.append("tables/%s.json is missing" % t["id"])
                continue
            names.discard(t["id"])
            s = load(os.path.join(SCHEMAS, "tables", t["id"] + ".json"))
            c = dict(s["x-tmis-category"])
            c["zh"], c["en"] = c["label"]["zh"], c.pop("label")["en"]
            differences(t["id"] + ": category", {**{k: v for k, v in category.items() if k != "tables"}, "order": order}, c, wrong)
            differences(t["id"], original_table(t, category), table_of(t["id"], s), wrong)
            if s["x-tmis-number"] != number or s["x-tmis-cardinality"] != category["cardinality"]:
                wrong.append("%s: number or cardinality" % t["id"])
            if s["title"] != t["zh"] or not s["$id"].endswith("/schemas/tables/%s.json" % t["id"]):
                wrong.append("%s: title or $id" % t["id"])
            for name, f in s["properties"].items():
                digits, places = len(str(f.get("x-tmis-maximum"))), f.get("x-tmis-decimals")
                if places and f["pattern"] != "^\\d{1,%d}(\\.\\d{1,%d})?$" % (digits, places):
                    wrong.append("%s.%s: the pattern fits neither its decimals nor its maximum" % (t["id"], name))
            if s["x-tmis-may-declare-none"] != ("none_row" in t):
                wrong.append("%s: may declare none" % t["id"])
    local = [n for n in sorted(names) if load(os.path.join(SCHEMAS, "tables", n + ".json"))["x-tmis-number"] < 1000]
    wrong += ["tables/%s.json has a number of the 28 published tables; local ones begin with 1000" % n for n in local]
    files = 0
    with open(os.path.join(HERE, "original.sha256"), encoding="ascii") as f:
        for line in f:
            want, name = line.split()
            files += 1
            with open(os.path.join(DOMAIN, name), "rb") as original:
                if hashlib.sha256(original.read()).hexdigest() != want:
                    wrong.append("%s is not what it was; a change that is meant also changes original.sha256" % name)
    print("%d tables, %d fields, %d code tables compared, %d differences" % (number, fields, files - 1, len(wrong)))
    for w in wrong[:40]:
        print(w)
    return 1 if wrong or (number, fields, files) != (28, 237, 83) else 0


if __name__ == "__main__":
    sys.exit(main())
