// Every organisation is made by the administrator of the one above it, as in life; each has an
// administrator and a manager. Some officers act for two organisations, some have a dossier of
// their own: what must not be theirs to decide hangs on that.
#include "country.h"

#include <array>

#include "access/actor.h"
#include "base/text.h"
#include "journal/versions.h"
#include "people/account.h"
#include "people/account_batch.h"
#include "people/account_row.h"
#include "people/credentials.h"
#include "people/found.h"
#include "people/key_giving.h"
#include "people/organisation.h"
#include "people/test_staff.h"
#include "sheet/source.h"
#include "workflow/credit_register.h"

namespace tmis::walk {
namespace {

constexpr const char* kFirstDay = "2017-02-20";
constexpr const char* kNationPassword = "quan-guo-2017-02";

schema::Catalogue catalogue() {
  return schema::Catalogue::load(std::string{TMIS_SOURCE_DIR} + "/schemas");
}

/// An identity number with its check digit; the nth man of one district.
std::string identity(std::size_t n) {
  constexpr std::array<std::size_t, 17> kWeights = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                                    3, 7, 9,  10, 5, 8, 4, 2};
  const Day born{day_from_iso("1970-01-01")->number + static_cast<std::int32_t>(n / 400)};
  std::string day = to_iso(born);
  std::erase(day, '-');
  const std::string order = std::to_string(1000 + 2 * (n % 400) + 1).substr(1);
  std::string digits = "110101" + day + order;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i)
    sum += kWeights[i] * static_cast<std::size_t>(digits[i] - '0');
  return digits + "10X98765432"[sum % 11];
}

/// 1 nation, 2 provinces, 4 cities, 8 counties, 40 schools and 5 training institutions.
std::vector<Org> plan() {
  std::vector<Org> out;
  out.push_back({0, "100000", "authority", "national", kNobody});
  const auto below = [&](Id parent, const std::string& code, const char* kind, const char* level) {
    out.push_back({0, code, kind, level, parent});
    return out.size() - 1;
  };
  for (int p = 0; p < 2; ++p) {
    const std::string province = p == 0 ? "43" : "33";
    const Id above = below(0, province + "0000", "authority", "province");
    below(above, "JX" + province, "institution", "");
    for (int c = 1; c <= 2; ++c) {
      const std::string city = province + "0" + std::to_string(c);
      const Id in_city = below(above, city + "00", "authority", "city");
      for (int k = 1; k <= 2; ++k) {
        const std::string county = city + "0" + std::to_string(k);
        const Id here = below(in_city, county, "authority", "county");
        if (c == 1 && k == 1) below(here, "JX" + county, "institution", "");
        for (int s = 1; s <= 5; ++s) below(here, county + "000" + std::to_string(s), "school", "");
      }
    }
  }
  below(0, "JX00", "institution", "");
  return out;
}

class Founding {
 public:
  explicit Founding(Place& place, Country& country) : place_(place), c_(country) {}

  void found() {
    auto& first = c_.orgs.front();
    people::found(place_.desk,
                  {.code = first.code, .name = "教育部", .kind = "authority", .level = "national"},
                  admin(0), Secret{std::string_view{kNationPassword}}, {});
    people::log_in(place_.desk, admin(0), Secret{std::string_view{kNationPassword}});
    place_.masters[admin(0)] = place_.desk.master().view();
    first.row = people::organisation(place_.desk, first.code).row;
    c_.officers.push_back({admin(0), {{"sysadmin", 0}}});
    staff(0, manager(0), "manager");
    for (Id org = 1; org < c_.orgs.size(); ++org) add(org);
  }

  void add_teachers(std::size_t teachers) {
    std::vector<Id> schools;
    for (Id org = 0; org < c_.orgs.size(); ++org) {
      if (c_.orgs[org].kind == "school") schools.push_back(org);
    }
    for (std::size_t i = 0; i < schools.size(); ++i) {
      std::string csv =
          "name,sex,birth_date,identity_document_type,identity_document_number,department\n";
      const std::size_t first = c_.identities.size(),
                        many = (teachers + schools.size() - 1 - i) / schools.size();
      for (std::size_t n = first; n < first + many; ++n) {
        const std::string id = identity(n);
        c_.identities.push_back(id);
        c_.home.push_back(schools[i]);
        csv += "王强,1," + id.substr(6, 4) + "-" + id.substr(10, 2) + "-" + id.substr(12, 2) +
               ",1," + id + ",语文组\n";
      }
      place_.sit(admin(schools[i]));
      const auto source = sheet::open_bytes(csv, {"accounts.csv", "", "utf-8"});
      for (const auto& given : people::create_accounts(place_.desk, *source, {}).passwords)
        c_.initials[given.login] = given.password;
      for (std::size_t n = first; n < first + many; ++n)
        c_.teachers.push_back(*people::find_by_identity(place_.desk, c_.identities[n]));
    }
    for (std::size_t i = 0; i < schools.size(); i += 8) special(schools[i]);
  }

  void register_institutions() {
    place_.sit(manager(0));
    for (const Org& org : c_.orgs) {
      if (org.kind == "institution")
        workflow::register_institution(place_.desk, {.code = org.code});
    }
  }

 private:
  static std::string admin(Id org) { return "a" + std::to_string(org); }
  static std::string manager(Id org) { return "m" + std::to_string(org); }

  void staff(Id org, const std::string& login, const std::string& role, Id teacher = kNobody) {
    place_.sit(admin(org));
    place_.add_staff(login, role, c_.orgs[org].row,
                     teacher == kNobody ? std::nullopt : std::optional{c_.teachers[teacher].row});
    place_.sit(login);
    c_.officers.push_back({login, {{role, org}}, teacher});
  }

  void add(Id org) {
    Org& o = c_.orgs[org];
    place_.sit(admin(o.parent));
    people::add_organisation(place_.desk,
                             {.code = o.code,
                              .name = "单位" + o.code,
                              .kind = o.kind,
                              .level = o.level,
                              .parent_code = c_.orgs[o.parent].code},
                             false);
    o.row = people::organisation(place_.desk, o.code).row;
    place_.add_staff(admin(org), "sysadmin", o.row);
    place_.sit(admin(org));
    c_.officers.push_back({admin(org), {{"sysadmin", org}}});
    staff(org, manager(org), "manager");
    if (o.kind == "school" && o.code.back() == '1') staff(org, "v" + std::to_string(org), "viewer");
  }

  /// One who manages a school and its county, one who manages the school where he teaches, and one
  /// who teaches there and manages the county.
  void special(Id school) {
    const Id county = c_.orgs[school].parent;
    const auto teacher =
        static_cast<Id>(std::find(c_.home.begin(), c_.home.end(), school) - c_.home.begin());
    const std::string both = "both" + std::to_string(school);
    staff(school, both, "manager");
    place_.sit(admin(county));
    people::grant(place_.desk, both, "manager", c_.orgs[county].code);
    c_.officers.back().roles.push_back({"manager", county});
    staff(school, "own" + std::to_string(school), "manager", teacher);
    staff(county, "dean" + std::to_string(school), "manager", teacher + 1);
  }

  Place& place_;
  Country& c_;
};

}  // namespace

Country make_country(const std::string& path, std::size_t teachers) {
  Country out;
  out.orgs = plan();
  {
    auto db = store::Database::create(path);
    people::lay_out(db, catalogue());
  }
  Place place{path, out};
  Founding founding{place, out};
  founding.found();
  founding.add_teachers(teachers);
  founding.register_institutions();
  out.masters = place.masters;
  for (const auto& [login, password] : place.initials) out.initials.emplace(login, password);
  return out;
}

Place::Place(const std::string& path, const Country& start)
    : clock(FixedClock::on(kFirstDay)),
      desk(store::Database{path, store::Database::Mode::read_write}, catalogue(), clock),
      masters(start.masters),
      initials(start.initials) {
  desk.db.execute("PRAGMA synchronous = OFF");  // nobody pulls the plug here
}

void Place::sit(const std::string& login, const std::string& by) {
  const auto actor = access::read_actor(desk.db, login).value();
  if (const auto master = masters.find(login); master != masters.end())
    return people::sit_down(desk, actor.account, Secret{std::string_view{master->second}});
  if (!by.empty()) sit(by);
  desk.actor = actor;
  first_login();
}

void Place::add_staff(const std::string& login, const std::string& role, std::int64_t org,
                      std::optional<std::int64_t> teacher) {
  access::Subject subject;
  subject.org = org;
  subject.account_role = role;
  people::add_test_staff(desk, login, role, org, subject, teacher);
  initials[login] = people::kTestInitial;
}

void Place::first_login() {
  people::test_first_login(desk, initials.at(desk.actor.login));
  masters[desk.actor.login] = desk.master().view();
}

}  // namespace tmis::walk
