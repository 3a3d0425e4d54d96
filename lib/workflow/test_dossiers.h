// A school with two teachers and an authority above it, for unit tests; dossiers are filled row by
// row without files.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "access/actor.h"
#include "base/text.h"
#include "dossier/item.h"
#include "journal/field_rows.h"
#include "journal/versions.h"
#include "people/account_row.h"
#include "people/key_giving.h"
#include "people/test_school.h"
#include "people/test_staff.h"
#include "workflow/audit.h"
#include "workflow/originals.h"
#include "workflow/signature.h"
#include "workflow/standing.h"

namespace tmis::workflow {

struct TestDossiers : people::TestSchool {
  using Fields = std::map<std::string, std::string>;

  people::Person wang, li;

  TestDossiers() {
    accounts(
        "王强,1,1980-01-01,1,110101198001010010,语文教研组\n"
        "李娜,2,1985-03-02,1,110101198503020024,数学教研组\n");
    wang = *people::find_person(desk, "110101198001010010");
    li = *people::find_person(desk, "110101198503020024");
    people::add_organisation(
        desk, {.code = "430102", .name = "青澜区教育局", .kind = "authority", .level = "county"},
        true);
    authority_manager();
    sit("manager");
  }

  /// Whoever acts from now on, with a key of his own: his first login is done when it is needed,
  /// and whoever sat here before gives him the keys of his roles.
  void sit(const std::string& login) {
    if (masters.contains(login)) return TestSchool::sit(login);
    desk.actor = access::read_actor(desk.db, login).value();
    first_login();
  }
  void on(const std::string& day) { clock.set(FixedClock::on(day).now()); }

  /// A row of a teacher's table or the school's, as an import by the manager would write it.
  std::int64_t put(const std::string& set_id, const people::Person& teacher, const Fields& fields,
                   bool complete = true) {
    const auto& set = desk.catalogue.at(set_id);
    Values values(set.fields.size());
    for (const auto& [id, value] : fields) values[set.field_index(id).value()] = Value{value};
    journal::RecordHead head{teacher.row, journal::record_key(set, desk.hash_key(set), values),
                             complete, "", ""};
    journal::Sealer sealer{desk, set};
    sealer.prepare(teacher.row);
    Values columns;
    journal::Transaction tx{desk, desk.permit("record submit"), {.kind = "record.import"}};
    sealer.columns(head, values, tx.next_record(desk.table(set)), columns);
    const auto row = tx.insert(desk.table(set), columns);
    tx.commit();
    return row;
  }

  /// Another value in a row that is there.
  void change(const std::string& set_id, std::int64_t record, const std::string& field,
              const std::string& value) {
    const auto& set = desk.catalogue.at(set_id);
    const auto known = journal::find_record(desk, set, "r.row = ?", record);
    REQUIRE(known);
    Values values = known->values;
    values[set.field_index(field).value()] = Value{value};
    journal::RecordHead head = known->head;
    head.complete = true;
    Values columns;
    journal::Sealer{desk, set}.columns(head, values, *known, columns);
    journal::Transaction tx{
        desk, desk.permit("record submit"), {.reason = "合同记载", .kind = "record.edit"}};
    tx.update(desk.table(set), record, columns);
    tx.commit();
  }

  /// Everything that the form stars: one row a table, "none" where that is possible.
  void fill(const people::Person& teacher) {
    for (const auto& set : desk.catalogue.all()) {
      if (!set.starred()) continue;
      if (set.with_role("identity_number")) {
        change(set.id, own_row(set, teacher), "native_place", "长沙");
      } else if (set.none_row) {
        Fields none{{set.fields[set.none_row->field].id, set.none_row->value.text}};
        for (const auto& rule : set.originals) {
          if (rule.unless) none[set.fields[rule.unless->field].id] = rule.unless->value.text;
        }
        put(set.id, teacher, none);
      } else {
        put(set.id, teacher, {});
      }
    }
  }

  void hand_in(const people::Person& teacher) {
    journal::Transaction tx{desk, desk.permit("record submit"), {}};
    for (auto& item : dossier::items(desk, teacher.row)) {
      if (item.state != "draft") continue;
      item.state = "submitted";
      dossier::put_state(tx, item);
    }
    tx.commit();
  }

  void see_originals(const people::Person& teacher) {
    for (const auto& m : missing_originals(desk, desk.permit("evidence missing"), teacher.row)) {
      add_original(desk, {teacher.number, m.kind, "A-" + teacher.number, "", true});
    }
  }

  void sign_all(const people::Person& teacher) {
    for (const auto& set : sign_sets(desk))
      record_signature(desk, teacher.number, set.id, "2017-0001");
  }

  void make_complete(const people::Person& teacher) {
    fill(teacher);
    hand_in(teacher);
    pass(desk, {.teacher = teacher.number});
    see_originals(teacher);
    sign_all(teacher);
  }

  Standing standing(const people::Person& teacher, std::int64_t at = journal::kNow) {
    const auto found = standings(desk, desk.permit("sign list"), {at, teacher.row});
    REQUIRE(found.all.size() == 1);
    return found.all.front();
  }
  std::string_view stage(const people::Person& teacher) { return name(standing(teacher).stage); }

  std::int64_t own_row(const schema::FieldSet& set, const people::Person& teacher) {
    auto find =
        desk.db.statement("SELECT row FROM \"" + set.id + "\" WHERE teacher = ? ORDER BY row");
    find.with(teacher.row);
    REQUIRE(find.step());
    return find.integer(0);
  }
  /// Another school below the authority, with the manager `manager2`; whoever sat here sits again.
  std::int64_t other_school() {
    const std::string here = desk.actor.login;
    sit("bureau-admin");
    people::add_organisation(
        desk,
        {.code = "4301020013", .name = "青澜市第二中学", .kind = "school", .parent_code = "430102"},
        false);
    const auto org = people::organisation(desk, "4301020013").row;
    access::Subject below;
    below.org = org;
    below.account_role = "sysadmin";
    add_staff("admin2", "sysadmin", org, below);
    sit("admin2");
    add_staff("manager2", "manager", org, {});
    sit("manager2");
    sit(here);
    return org;
  }
  std::int64_t last_event() { return journal::head(desk.db).seq; }

  /// An account with its initial password; whoever sits down at it first has his first login then.
  void add_staff(const char* login, const char* role, std::int64_t org,
                 const access::Subject& where) {
    people::add_test_staff(desk, login, role, org, where);
    initials[login] = people::kTestInitial;
  }

 private:
  /// The school's administrator makes the authority's, and he its manager.
  void authority_manager() {
    const auto org = people::organisation(desk, "430102").row;
    access::Subject above;
    above.org = org;
    above.account_role = "sysadmin";
    add_staff("bureau-admin", "sysadmin", org, above);
    sit("bureau-admin");
    add_staff("bureau", "manager", org, {});
    sit("bureau");  // while somebody is here who can give him the key
  }

  void first_login() {
    people::test_first_login(desk, initials.at(desk.actor.login));
    remember_key();
  }
};

}  // namespace tmis::workflow
