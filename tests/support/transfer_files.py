"""Transfers between files of schools and their authorities: the files, and a case on its way through them by packages."""
from between import check, login
from two_files import AUTHORITY, SCHOOL, empty_files, founded, shown_key, trust

TO, TO_AUTHORITY = "4301030012", "4301030001"


def receiving(program):
    """The files of the school that takes the person on and of its authority."""
    return empty_files(program, TO, "青山县第一中学", TO_AUTHORITY, "青山县教育局")


def outside(one, who, code, kind):
    level = ["--level", "county"] if kind == "authority" else []
    one.run("org", "add", "--code", code, "--name", "外县" + code, "--kind", kind, *level, "--outside", user=who)


class Round:
    """Packages of one case between the files."""

    def __init__(self, id):
        self.id, self.n = id, 0

    def send(self, one, *options, want=0):
        self.n += 1
        self.file = one.path("case%d.tmispkg" % self.n)
        return one.run("transfer", "send", self.id, "--out", self.file, *options, want=want)

    def read(self, one, want=0):
        return one.run("package", "read", self.file, want=want)

    def state(self, one):
        return one.run("transfer", "show", self.id)["state"]


def four_files(program, teachers):
    """School and authority on either side, each trusting all others: (file, organisation, administrator, officer), first the old
    school, its authority, the new one, its authority."""
    old, old_bureau = founded(program, teachers)
    new, new_bureau = receiving(program)
    files = [(old, SCHOOL, "admin", "manager"), (old_bureau, AUTHORITY, "chief", "chen"), (new, TO, "admin", "manager"),
             (new_bureau, TO_AUTHORITY, "chief", "chen")]
    keys = {code: shown_key(one, who) for one, code, who, _ in files}
    for one, mine, who, manager in files:
        for code in keys:
            if code[:6] != mine[:6]:  # a school and its own authority know each other
                outside(one, who, code, "school" if code in (SCHOOL, TO) else "authority")
            if code != mine:
                trust(one, who, code, *keys[code])
        login(one, manager)
    return files


def journey(number, to, above_to, at, above_at, passwords, until="50"):
    """From applying to the news that everybody gets; each is a file and its organisation. `until` 40: not taken over yet."""
    case = Round(to[0].run("transfer", "apply", "--from", at[1], "--reason", "工作需要", "--position", "语文教师", "--from-authority",
                           above_at[1], "--teacher", number)["id"])
    for one, following in ((to, above_to), (above_to, at), (at, above_at), (above_at, to)):
        if one is not to:
            one[0].run("transfer", "confirm", case.id, "--note", "同意")
        case.send(one[0])
        case.read(following[0])
    if until == "40":
        return case
    done = to[0].run("transfer", "take", case.id, "--passwords", to[0].path(passwords))
    check(done["state"] == "50", "taken: %r" % done)
    for one in (above_to, at, above_at):
        case.send(to[0], "--to", one[1])
        case.read(one[0])
    return case
