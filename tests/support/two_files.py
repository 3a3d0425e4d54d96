"""Two files, a school's and its authority's, that can exchange packages: dossiers that were audited in the one, trust in
the other's key in both. And a third one above them, for what is sent on."""
import os

from school import School

SCHOOL, AUTHORITY, CITY = "4301020012", "4301020001", "4301000001"


def empty_files(program, code, name, above, above_name):
    """Of a school and of the county's authority above it: their folders. Officers: admin and manager in the school, chief
    and chen in the authority."""
    school, authority = School(program), School(program)
    school.found(code)
    authority.write("chief.pw", "lan-tian-2017\n")
    authority.run("init", "--code", above, "--name", above_name, "--kind", "authority", "--level", "county",
                  "--admin", "chief", "--password-file", authority.path("chief.pw"))
    authority.officer("chen", by="chief")
    authority.run("org", "add", "--code", code, "--name", name, "--kind", "school", user="chief")
    school.run("org", "add", "--code", above, "--name", above_name, "--kind", "authority", "--level", "county",
               "--above", user="admin")
    return school, authority


def founded(program, teachers):
    """With teachers, handed in and audited."""
    school, authority = empty_files(program, SCHOOL, "青澜市第一中学", AUTHORITY, "青澜县教育局")
    data = school.generate("data", "--teachers", str(teachers), "--layout", "workbook")
    school.accounts(os.path.join(data, "accounts.xlsx"))
    school.run("record", "import", "dossier", "--from", os.path.join(data, "dossier.xlsx"), user="manager")
    school.run("record", "submit", "--all", user="manager")
    school.run("audit", "pass", "--all", user="manager", want={0, 1})
    return school, authority


def founded_above(program, authority, code=CITY, name="青澜市教育局", level="city"):
    """The file of the city (or the nation), over the authority's. Officers: head and liu. Each trusts the other's key."""
    city = School(program)
    city.write("head.pw", "lan-tian-2017\n")
    city.run("init", "--code", code, "--name", name, "--kind", "authority", "--level", level, "--admin", "head",
             "--password-file", city.path("head.pw"))
    city.officer("liu", by="head")
    city.run("org", "add", "--code", AUTHORITY, "--name", "青澜县教育局", "--kind", "authority", "--level", "county", user="head")
    city.run("org", "add", "--code", SCHOOL, "--name", "青澜市第一中学", "--kind", "school", "--parent", AUTHORITY, user="head")
    authority.run("org", "add", "--code", code, "--name", name, "--kind", "authority", "--level", level, "--above", user="chief")
    trust(city, "head", AUTHORITY, *shown_key(authority, "chief"))
    trust(authority, "chief", code, *shown_key(city, "head"))
    return city


def teachers_of(school):
    return [a["login"] for a in school.run("accounts", "list", user="manager")["items"] if a["login"].startswith("T")]


def complete(school, teacher, manager="manager"):
    """Originals seen and everything signed: the dossier can be reported."""
    school.run("--password-file", school.path(manager + ".pw"), "login", manager)  # the password each time would take longer
    n = 0
    for item in school.run("evidence", "missing", "--teacher", teacher, want={0, 1})["items"]:
        for _ in range(item["called"] - item["seen"]):
            n += 1
            school.run("evidence", "add", "--teacher", teacher, "--kind", item["kind"], "--number", "430102%03d" % n,
                       "--seen-original")
    for sets in ("basic_pay", "annual_assessment", "discipline", "ethics_assessment", "dossier"):
        school.run("sign", "record", "--teacher", teacher, "--set", sets, "--paper", "2017-1")


def shown_key(one, who):
    """The file with the key of an organisation, and its fingerprint."""
    key = one.path("%s.key" % who)
    return key, one.run("org", "key", "--out", key, user=who)["fingerprint"]


def renewed(one, who, reason="例行更换"):
    """A new key for an organisation; the file that shows it and how the one before led to it."""
    key = one.path("%s-renewed.key" % who)
    if os.path.exists(key):
        os.remove(key)
    return key, one.run("org", "key", "--renew", "--reason", reason, "--out", key, user=who)


def trust(one, who, code, key, fingerprint):
    return one.run("org", "trust", code, "--key", key, "--fingerprint", fingerprint, user=who)
