"""A file of the nation for tests of what goes on between organisations: two provinces, in the first two counties with schools,
an institution. One administrator has them all; each has a manager, and one officer acts for both sides of everything."""
import csv

from states import Walk

NATION, HUNAN, ZHEJIANG, COUNTY, OTHER_COUNTY = "000000", "430000", "330000", "4301020001", "4301030001"
FIRST, SECOND, THIRD, FAR, INSTITUTION = "4301020012", "4301020013", "4301030012", "3301020034", "JX01"
PLACES = [(HUNAN, NATION, "湘省教育厅", "authority", "province"), (ZHEJIANG, NATION, "浙省教育厅", "authority", "province"),
          (COUNTY, HUNAN, "青澜县教育局", "authority", "county"), (OTHER_COUNTY, HUNAN, "青山县教育局", "authority", "county"),
          (FIRST, COUNTY, "青澜市第一中学", "school", None), (SECOND, COUNTY, "青澜市第二中学", "school", None),
          (THIRD, OTHER_COUNTY, "青山县中学", "school", None), (FAR, ZHEJIANG, "云塘中学", "school", None),
          (INSTITUTION, NATION, "国家教师培训中心", "institution", None)]
MANAGERS = {"nation": NATION, "hunan": HUNAN, "zhejiang": ZHEJIANG, "chen": COUNTY, "he": OTHER_COUNTY, "wang": FIRST, "liu": SECOND,
            "zhou": THIRD, "qian": FAR, "trainer": INSTITUTION}
DOUBLE = (COUNTY, OTHER_COUNTY, FIRST, THIRD, INSTITUTION)


def identity_number(n):
    """The nth man of one district, born in 1970."""
    digits = "1101011970%02d%02d%03d" % (n // 280 + 1, n // 10 % 28 + 1, 2 * (n % 10) + 1)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * k for d, k in zip(digits, weights)) % 11]


class Country(Walk):
    def __init__(self, program, day):
        super().__init__(program, day)
        self.hired, self.identity = 0, {}
        self.write("root.pw", "lan-tian-2017\n")
        self.run("init", "--code", NATION, "--name", "教育部", "--kind", "authority", "--level", "national", "--admin", "root",
                 "--password-file", self.path("root.pw"))
        self.by("root")
        for code, parent, name, kind, level in PLACES:
            self.run("org", "add", "--code", code, "--parent", parent, "--name", name, "--kind", kind, *(["--level", level] if level else []))
            self.run("accounts", "grant", "root", "--role", "sysadmin", "--org", code)
        for login, org in {**MANAGERS, "double": DOUBLE[0]}.items():
            self.officer(login, org=org, by="root")
        for org in DOUBLE[1:]:
            self.grant("double", org)

    def grant(self, login, *orgs):
        for org in orgs:
            self.by("root").run("accounts", "grant", login, "--role", "manager", "--org", org)

    def hire(self, school, n):
        """N teachers with a post since 2008; their numbers, by which they also log in."""
        rows = [["name", "sex", "birth_date", "identity_document_type", "identity_document_number", "staff_number"]]
        for i in range(self.hired, self.hired + n):
            number = identity_number(i)
            rows.append(["王强%d" % i, "1", "%s-%s-%s" % (number[6:10], number[10:12], number[12:14]), "1", number, "A%d" % i])
        self.hired += n
        self.sheet("hired.csv", rows)
        passwords = self.path("hired%d.csv" % self.hired)
        self.by("root").run("accounts", "create", "--from", self.path("hired.csv"), "--org", school, "--passwords", passwords)
        numbers = self.keep_initial(passwords)
        self.identity.update(zip(numbers, (row[4] for row in rows[1:])))
        manager = next(login for login, org in MANAGERS.items() if org == school)
        self.sheet("posts.csv", [["teacher_number", "unit_name", "start_month", "unit_nature", "position"]] +
                   [[t, "某校", "2008-09", "23", "数学教师"] for t in numbers])
        self.by(manager).run("record", "import", "work_experience", "--from", self.path("posts.csv"))
        return numbers

    def keep_initial(self, file):
        """The initial passwords of a file, each for its login; the logins."""
        with open(file, encoding="utf-8") as f:
            made = list(csv.DictReader(f))
        for row in made:
            self.write(row["login"] + ".first", row["password"] + "\n")
        return [row["login"] for row in made]

    def first_login(self, *teachers):
        for teacher in teachers:
            self.write(teacher + ".pw", "wo-de-mi-ma-2018\n")
            self.run("--user", teacher, "--password-file", self.path(teacher + ".first"), "passwd", "--new-password-file", self.path(teacher + ".pw"))

    def sheet(self, name, rows):
        with open(self.path(name), "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows(rows)
        return self.path(name)

    def rows(self, table, teacher):
        """The rows of a table of a teacher that whoever acts sees, by codes."""
        return self.run("record", "show", "--teacher", teacher, table, "--values", "code").get(table, [])
