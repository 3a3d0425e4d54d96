#!/usr/bin/env python3
"""A rotation between three files, those of a school, its authority and the unit where the person serves: the application goes
up, the confirmation comes down and writes the dossier where it is kept, the other unit sees its guest. What is forged, altered,
out of order or decided for somebody else is refused; what crossed on the way ends alike in both files; both verifiers agree in
all files at the end."""
import os
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, damaged, keep, login, problems, put_back, refused, sound  # noqa: E402
from school import School, fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, founded, shown_key, teachers_of, trust  # noqa: E402

HOST = "4301030012"
LEAD = {}  # file → who works there


def by_sqlite(one, sql):
    db = sqlite3.connect(one.env["TMIS_DB"])
    db.execute(sql)
    db.commit()
    db.close()


class Round:
    """Packages of one rotation between the files."""
    n = 0

    def __init__(self, id):
        self.id = id

    def send(self, one, *options, want=0):
        Round.n += 1
        self.file = one.path("rotation%d.tmispkg" % Round.n)
        return one.run("rotation", "send", self.id, "--out", self.file, *options, want=want)

    def cannot(self, one, code, *options, exit=5):
        said = self.send(one, *options, want=exit)
        check(said["error"]["code"] == code, "%s: %r" % (code, said))

    def read(self, one):
        return one.run("package", "read", self.file)

    def line(self, one, *options):
        found = [r for r in one.run("rotation", "list", "--all", *options, want={0, 1})["items"] if r["id"] == self.id]
        return found[0] if found else None

    def state(self, one):
        return one.run("rotation", "show", self.id)["state"]


def files(program):
    school, authority = founded(program, 3)
    host = School(program)
    host.found(HOST)
    LEAD.update({school: "manager", authority: "chen", host: "manager"})
    authority.run("org", "add", "--code", HOST, "--name", "青山县第一中学", "--kind", "school", "--outside", user="chief")
    host.run("org", "add", "--code", SCHOOL, "--name", "青澜市第一中学", "--kind", "school", "--outside", user="admin")
    keys = {SCHOOL: shown_key(school, "admin"), AUTHORITY: shown_key(authority, "chief"), HOST: shown_key(host, "admin")}
    school.run("org", "add", "--code", HOST, "--name", "青山县第一中学", "--kind", "school", "--outside", user="admin")
    for one, who, others in ((school, "admin", (AUTHORITY, HOST)), (authority, "chief", (SCHOOL,)), (host, "admin", (SCHOOL,))):
        for code in others:
            trust(one, who, code, *keys[code])
    for one in LEAD:
        login(one, LEAD[one])
    return school, authority, host


def apply(school, teacher, *more):
    return Round(school.run("rotation", "apply", "--teacher", teacher, "--type", "1", "--from", "2017-03-01", "--until", "2017-08-31",
                            "--reason", "县管校聘", *(more or ("--to", HOST)))["id"])


def status(school, teacher):
    return [i["status"] for i in school.run("status", "list")["items"] if i["teacher_number"] == teacher]


def rows(school, teacher):
    return [r for r in school.run("record", "list", "exchange_rotation")["items"] if r["teacher_number"] == teacher]


def there_and_back(school, authority, host, teacher):
    """Applied for, confirmed, the guest is seen, ended."""
    case = apply(school, teacher)
    check(case.line(school)["waits_for"] == AUTHORITY, "the authority's turn: %r" % case.line(school))
    case.cannot(school, "rotation.not-in-force", "--to", HOST)
    case.cannot(school, "transfer.here", "--to", SCHOOL)
    sent = case.send(school)
    check(sent["to"] == AUTHORITY, "to the authority: %r" % sent)
    up = case.file
    check(case.send(school)["state"] == "unchanged", "sent again")
    with open(up, "rb") as a, open(case.file, "rb") as b:
        check(a.read() == b.read(), "sent again: other bytes")
    damaged(authority, up, b"rotation", b"transfer", "package.forged")
    refused(host, "for somebody else", up, "package.misaddressed", 5)
    read = case.read(authority)
    check(read["rotation"] == case.id and read["result"] == "applied", "read: %r" % read)
    check(case.read(authority)["state"] == "unchanged", "read twice")
    line = case.line(authority, "--waiting-for-me")
    check(line and line["teacher_number"] == teacher and line["name"] and line["waits_for"] == AUTHORITY, "whose turn: %r" % line)
    authority.day = "2017-03-06 09:00:00"
    for report in (["report", "deadlines"], ["today"]):
        said = authority.run(*report, user="chen", want={0, 1})
        check("rotation confirm " + case.id in str(said) or "rotation list --waiting-for-me" in str(said), "%s: %r" % (report, said))
    authority.day = "2017-02-20 09:00:00"
    case.cannot(authority, "rotation.others-tell")
    school.run("rotation", "confirm", case.id, want=4)  # nobody decides for the other side

    # The confirmation comes down and is written where the dossier is.
    check(authority.run("rotation", "confirm", case.id)["rows"] == 0, "nothing is written in the authority's file")
    case.cannot(authority, "rotation.others-tell", "--to", HOST)
    sent = case.send(authority)
    check(sent["to"] == SCHOOL, "to the school: %r" % sent)
    down = case.file
    damaged(school, down, b"rotation", b"transfer", "package.forged")
    check(case.read(school)["result"] == "in_force", "in force")
    is_ = [r for r in rows(school, teacher) if r["rotation_unit"] == "青山县第一中学"]
    check(len(is_) == 1 and is_[0]["state"] == "audited" and is_[0]["start_month"] == "2017-03", "the row of the dossier: %r" % rows(school, teacher))
    school.day = authority.day = host.day = "2017-03-02 09:00:00"
    for one in LEAD:
        login(one, LEAD[one])
    check(status(school, teacher) == ["205"], "the status: %r" % status(school, teacher))
    case.cannot(school, "rotation.others-tell")

    # The other unit sees the guest: number, name, days; nothing of the dossier. It rests on the authority's own word.
    check(case.send(school, "--to", HOST)["to"] == HOST, "to the host")
    refused(host, "an authority that isn't known", case.file, "transfer.unknown-party", 3)
    host.run("org", "add", "--code", AUTHORITY, "--name", "青澜县教育局", "--kind", "authority", "--level", "county", "--outside", user="admin")
    check(case.read(host)["result"] == "in_force", "the host's")
    guest = case.line(host)
    check(guest["teacher_number"] == teacher and guest["name"] and guest["organisation"] == SCHOOL and guest["until"] == "2017-08-31" and
          guest["waits_for"] == SCHOOL, "the guest: %r" % guest)
    db = sqlite3.connect(host.env["TMIS_DB"])
    check(db.execute("SELECT count(*) FROM teacher").fetchone()[0] == 0, "more than the guest list came")
    db.close()
    proof = host.run("package", "show", case.file, "--proof")
    check([(leg["org"], leg["vouched_by"]) for leg in proof["legs"]] == [(SCHOOL, None), (AUTHORITY, SCHOOL)], "who proves it: %r" % proof["legs"])
    host.run("rotation", "end", case.id, want=4)
    case.cannot(host, "denied.relation", "--to", SCHOOL, exit=4)

    # Ended; all are told; the same again changes nothing.
    school.day = authority.day = host.day = "2017-06-30 09:00:00"
    for one in LEAD:
        login(one, LEAD[one])
    school.run("rotation", "end", case.id)
    check(case.send(school)["to"] == AUTHORITY and case.read(authority)["result"] == "ended", "the authority is told")
    check(case.send(school, "--to", HOST)["to"] == HOST and case.read(host)["result"] == "ended", "the host is told")
    is_ = [r["end_month"] for r in rows(school, teacher) if r["rotation_unit"] == "青山县第一中学"]
    check(status(school, teacher) == [] and is_ == ["2017-06"], "it is over in the dossier: %r" % is_)
    check(school.run("package", "read", down)["state"] == "unchanged" and case.state(school) == "ended", "replayed")
    return case


def forged(school, authority, host, teacher):
    """What nobody decided, or nobody shows to be the authority's decision."""
    case = apply(school, teacher)
    keep(school)
    for what, sql in (("a state by sqlite", "UPDATE rotation_case SET state = 'withdrawn' WHERE id = '%s'"),
                      ("other days by sqlite", "UPDATE rotation_case SET until_day = '2018-08-31' WHERE id = '%s'")):
        by_sqlite(school, sql % case.id)
        case.send(school)
        refused(authority, what, case.file, "package.forged", 8)
        put_back(school, LEAD[school])
    case.send(school)
    case.read(authority)
    authority.run("rotation", "confirm", case.id)
    case.send(authority)
    case.read(school)
    keep(school)
    other = "(SELECT body FROM package_proof WHERE package = (SELECT min(row) FROM package WHERE way = 'in'))"
    for what, sql in (("another decision", "UPDATE package_proof SET body = " + other), ("no decision", "DELETE FROM package_proof")):
        by_sqlite(school, sql)
        case.send(school, "--to", HOST)
        refused(host, what, case.file, "package.forged", 8)
        put_back(school, LEAD[school])
    case.send(school, "--to", HOST)
    check(case.read(host)["result"] == "in_force", "with its proof")


def out_of_order(school, authority, teacher):
    case = apply(school, teacher)
    case.send(school)
    first = case.file
    school.run("rotation", "withdraw", case.id)
    case.send(school)
    refused(authority, "the second first", case.file, "package.gap", 5)
    authority.run("package", "read", first)
    check(case.read(authority)["result"] == "withdrawn", "in order")
    case = apply(school, teacher)
    case.send(school)
    case.read(authority)
    authority.run("rotation", "reject", case.id, "--reason", "名额已满")
    check(case.send(authority)["to"] == SCHOOL and case.read(school)["result"] == "rejected", "rejected")
    check(case.line(school)["note"] == "名额已满" and case.line(school)["waits_for"] is None, "why: %r" % case.line(school))


def crossed(school, authority, teacher):
    """The school withdraws while the confirmation is on its way: it holds in both files, and the channels go on."""
    case = apply(school, teacher)
    case.send(school)
    case.read(authority)
    authority.run("rotation", "confirm", case.id)
    school.run("rotation", "withdraw", case.id)
    before = len(rows(school, teacher))
    case.send(authority)
    check(case.read(school)["result"] == "withdrawn" and len(rows(school, teacher)) == before, "at the school")
    case.send(school)
    check(case.read(authority)["result"] == "withdrawn", "at the authority")

    # Not serving when the confirmation comes: refused, until the person serves or the school withdraws.
    case = apply(school, teacher)
    case.send(school)
    case.read(authority)
    authority.run("rotation", "confirm", case.id)
    case.send(authority)
    school.run("status", "set", "--teacher", teacher, "--status", "202", "--from", "2017-06-30", "--reason", "病假", want={0, 1})
    refused(school, "not serving", case.file, "rotation.not-serving", 5)
    check(case.state(school) == "applied" and len(rows(school, teacher)) == before, "nothing is stored")
    school.run("rotation", "withdraw", case.id)
    check(case.read(school)["result"] == "withdrawn", "read after the withdrawal")


def travel(program):
    school, authority, host = files(program)
    teachers = teachers_of(school)
    there_and_back(school, authority, host, teachers[0])
    out_of_order(school, authority, teachers[1])
    forged(school, authority, host, teachers[2])
    crossed(school, authority, teachers[1])
    for one, name in ((school, "the school"), (authority, "the authority"), (host, "the host")):
        sound(one, name)
        one.close()


if __name__ == "__main__":
    travel(sys.argv[1])
    fail_if(problems)
