// A row filled in one field after another, and its draft; the dossiers of this room's tests are
// needed for it.
#include "dossier/entry.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using dossier::Entry;
using people::code_of;

namespace {

/// A teacher at the desk, with a folder for the state of this machine.
struct Filling : TestDossiers {
  std::string state;

  Filling() {
    state = (std::filesystem::temp_directory_path() / ("tmis-entry-" + keys::random_id())).string();
    ::setenv("XDG_STATE_HOME", state.c_str(), 1);
    sit(wang.number);
  }
  ~Filling() {
    ::unsetenv("XDG_STATE_HOME");
    std::filesystem::remove_all(state);
  }

  std::vector<std::string> drafts() const {
    std::vector<std::string> out;
    if (!std::filesystem::exists(state)) return out;
    for (const auto& file : std::filesystem::recursive_directory_iterator{state}) {
      if (file.is_regular_file()) out.push_back(file.path().string());
    }
    return out;
  }
};

std::size_t at(const Entry& entry, std::string_view field) {
  return entry.set().field_index(field).value();
}

std::vector<std::string> asked(const Entry& entry) {
  std::vector<std::string> out;
  for (const std::size_t i : entry.asked()) out.push_back(entry.set().fields[i].id);
  return out;
}

}  // namespace

TEST_CASE("fields that a condition empties are not asked, and are asked again when it ends") {
  Filling f;
  Entry entry = Entry::adding(f.desk, "overseas_study", f.wang.number);
  const std::size_t deciding = at(entry, "has_overseas_study");
  CHECK(entry.offered(deciding) == Value{1});
  CHECK(entry.give(at(entry, "institution"), "某大学").empty());
  CHECK(entry.give(deciding, "否").empty());
  CHECK(asked(entry) == std::vector<std::string>{"has_overseas_study"});
  CHECK(entry.faults().empty());
  CHECK(entry.give(deciding, "是").empty());
  CHECK(asked(entry).size() == 7);
  CHECK(entry.required(at(entry, "country")));
  REQUIRE(entry.faults().size() == 4);
  CHECK(entry.faults().front().field == "start_date");
}

TEST_CASE("what a hidden field held is not stored") {
  Filling f;
  Entry entry = Entry::adding(f.desk, "overseas_study", f.wang.number);
  entry.give(at(entry, "institution"), "某大学");
  entry.give(at(entry, "has_overseas_study"), "否");
  const auto done = entry.store("");
  const auto row = journal::find_record(f.desk, entry.set(), "r.teacher = ?", f.wang.row);
  REQUIRE(row);
  CHECK(done.id == "overseas_study#1");
  CHECK(row->values[at(entry, "institution")].is_null());
}

TEST_CASE("only codes that fit the row are offered, and a fault is told at its field") {
  Filling f;
  Entry entry = Entry::adding(f.desk, "study_experience", f.wang.number);
  CHECK(entry.give(at(entry, "degree_level"), "4").empty());
  for (const auto* choice : entry.choices(at(entry, "degree"), "").entries)
    CHECK(choice->code.starts_with('4'));
  CHECK(entry.give(at(entry, "entry_month"), "1998.9").empty());
  const Findings wrong = entry.give(at(entry, "graduation_month"), "1998-09");
  REQUIRE(wrong.size() == 1);
  CHECK(wrong.front().code == &codes::rule_after);
  CHECK(entry.value(at(entry, "graduation_month")).is_null());
  CHECK(entry.give(at(entry, "graduation_month"), "千禧年").front().code == &codes::value_month);
}

TEST_CASE("a draft is sealed for the one who typed it, and goes with the storing") {
  Filling f;
  {
    Entry entry = Entry::adding(f.desk, "contact", f.wang.number);
    CHECK_FALSE(entry.draft());
    CHECK(entry.give(at(entry, "mobile"), "13987650123").empty());
    entry.keep(at(entry, "email"));
  }
  REQUIRE(f.drafts().size() == 1);
  const std::string bytes = read_file(f.drafts().front());
  CHECK(bytes.find("13987650123") == std::string::npos);
  CHECK(bytes.find("mobile") == std::string::npos);
  CHECK(f.drafts().front().find("contact") == std::string::npos);

  f.sit("manager");
  CHECK_FALSE(Entry::adding(f.desk, "contact", f.wang.number).draft());
  f.sit(f.li.number);
  CHECK_FALSE(Entry::adding(f.desk, "contact", f.li.number).draft());

  f.sit(f.wang.number);
  Entry entry = Entry::adding(f.desk, "contact", f.wang.number);
  const auto draft = entry.draft();
  REQUIRE(draft);
  CHECK(draft->at == "email");
  CHECK(entry.take(*draft));
  CHECK(entry.value(at(entry, "mobile")) == Value{"13987650123"});
  entry.store("");
  CHECK(f.drafts().empty());
}

TEST_CASE("a draft that was altered, or in the place of another, is none") {
  Filling f;
  Entry entry = Entry::adding(f.desk, "contact", f.wang.number);
  entry.give(at(entry, "mobile"), "13987650123");
  entry.keep({});
  const std::string file = f.drafts().front();
  std::string bytes = read_file(file);
  Entry other = Entry::adding(f.desk, "talent_project", f.wang.number);
  other.keep({});
  for (const std::string& draft : f.drafts()) write_file(draft, bytes);
  CHECK(entry.draft());
  CHECK_FALSE(other.draft());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_file(file, bytes);
  CHECK_FALSE(entry.draft());
}

TEST_CASE("a rehearsal keeps no draft") {
  Filling f;
  f.desk.dry_run = true;
  Entry entry = Entry::adding(f.desk, "contact", f.wang.number);
  entry.give(at(entry, "mobile"), "13987650123");
  entry.keep({});
  CHECK(f.drafts().empty());
}

TEST_CASE("a row that somebody else has changed meanwhile is not written over") {
  Filling f;
  const auto id =
      dossier::add(f.desk, "contact", f.wang.number, {{"mobile", "13987650123"}}, "").id;
  Entry entry = Entry::editing(f.desk, id);
  CHECK_FALSE(entry.changed());
  entry.give(at(entry, "mobile"), "13876549021");
  CHECK(entry.changed());
  f.sit("manager");
  dossier::edit(f.desk, id, {{"telephone", "0731-86420975"}}, "来电更正");
  f.sit(f.wang.number);
  CHECK(code_of([&] { entry.store(""); }) == &codes::record_changed_meanwhile);
  Entry again = Entry::editing(f.desk, id);
  again.give(at(again, "mobile"), "13876549021");
  again.store("");
  CHECK_FALSE(Entry::editing(f.desk, id).changed());
}

TEST_CASE("what would be refused whatever is typed is refused before a form opens") {
  Filling f;
  CHECK(code_of([&] { Entry::adding(f.desk, "basic_pay", f.wang.number); }) ==
        &codes::denied_source);
  CHECK(code_of([&] { Entry::adding(f.desk, "basic_information", f.wang.number); }) ==
        &codes::record_exists);
  CHECK(code_of([&] { Entry::adding(f.desk, "contact", f.li.number); }) ==
        &codes::teacher_not_found);
  dossier::declare_none(f.desk, "overseas_study", f.wang.number, "");
  CHECK(code_of([&] { Entry::adding(f.desk, "overseas_study", f.wang.number); }) ==
        &codes::record_none_conflict);
}
