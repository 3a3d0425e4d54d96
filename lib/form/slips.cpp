// A reason is in free words; where it names a field, the slip shows that field, else what tells the
// row from others.
#include "form/slips.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "form/paper_sheet.h"
#include "form/slips_pdf.h"
#include "journal/field_rows.h"
#include "journal/transaction.h"
#include "people/officer_list.h"
#include "people/organisation.h"
#include "people/person.h"
#include "schema/display.h"
#include "sheet/table.h"
#include "workflow/audit.h"

namespace tmis::form {
namespace {

using schema::Field;
using schema::FieldSet;

constexpr std::int32_t kTermDays = 7;   // as for the deadline of a returned item
constexpr std::size_t kMostFields = 6;  // of a row on a slip
constexpr std::size_t kFieldCharacters = 60;

/// Whether the row calls for this original.
bool calls(const schema::OriginalRule& rule, const journal::Record& record) {
  if (rule.by_hand && !record.head.business.empty()) return false;
  if (rule.when && !(record.values[rule.when->field] == rule.when->value)) return false;
  return !rule.unless || !(record.values[rule.unless->field] == rule.unless->value);
}

std::string originals_of(const FieldSet& set, const journal::Record& record) {
  std::vector<std::string> out;
  for (const auto& rule : set.originals) {
    if (calls(rule, record)) out.push_back(text("evidence." + rule.kind));
  }
  return joined(out, text("form.slip.and"));
}

std::string what_of(const FieldSet& set, const journal::Record& record, const std::string& reason) {
  std::vector<std::size_t> chosen;
  const auto add_where = [&](auto wanted) {
    for (std::size_t i = 0; i < set.fields.size() && chosen.size() < kMostFields; ++i) {
      const Field& field = set.fields[i];
      if (!field.sensitive && field.stored() &&
          std::find(chosen.begin(), chosen.end(), i) == chosen.end() && wanted(i, field))
        chosen.push_back(i);
    }
  };
  const auto filled = [&](std::size_t i) { return !record.values[i].is_null(); };
  add_where([&](std::size_t, const Field& field) {
    return reason.find(field.label.zh) != std::string::npos ||
           reason.find(field.label.en) != std::string::npos;
  });
  if (!set.one_row() || chosen.empty()) {
    add_where([&](std::size_t i, const Field&) {
      return filled(i) && std::find(set.key.begin(), set.key.end(), i) != set.key.end();
    });
  }
  if (chosen.empty())
    add_where([&](std::size_t i, const Field& field) { return filled(i) && field.required; });
  std::vector<std::string> parts;
  for (const std::size_t i : chosen) {
    const Field& field = set.fields[i];
    const std::string value = filled(i)
                                  ? schema::display(field, record.values[i], schema::Form::label)
                                  : text("form.slip.empty");
    parts.push_back(text("form.slip.field", arg("label", field.label.here()),
                         arg("value", shown(shortened(value, kFieldCharacters)))));
  }
  return joined(parts, text("form.slip.and"));
}

/// Who takes the originals: the officer of the department, where there is one.
class Counters {
 public:
  explicit Counters(Desk& desk, const Permit& permit)
      : fields_(people::officer_fields(desk.catalogue)) {
    for (auto& officer : people::officers(desk, fields_, permit)) {
      const std::string& department = officer.values[role("department")].text;
      by_place_.try_emplace({officer.org, department}, officer.values);
    }
  }

  std::string of(const people::Person& teacher) const {
    const auto found = by_place_.find({teacher.org, teacher.department});
    if (found == by_place_.end()) return text("form.slip.manager");
    const std::string& telephone = found->second[role("telephone")].text;
    const std::string& name = found->second[role("name")].text;
    if (telephone.empty()) return text("form.slip.officer", arg("name", name));
    return text("form.slip.officer-telephone", arg("name", name), arg("telephone", telephone));
  }

 private:
  std::size_t role(std::string_view role) const { return fields_.with_role(role).value(); }

  FieldSet fields_;
  std::map<std::pair<std::int64_t, std::string>, Values> by_place_;
};

sheet::Column slip_column(const std::string& key) {
  sheet::Column out;
  out.id = key;
  out.title = text("form.slip." + key);
  return out;
}

/// One row an item; for who sends the slips by other ways.
void write_slips_workbook(const std::vector<Slip>& all, sheet::Writer& writer) {
  sheet::TableHead head{text("form.slip.title"), {}};
  for (const char* key : {"department", "name", "number", "table", "record", "what", "reason",
                          "bring", "due", "where"})
    head.columns.push_back(slip_column(key));
  writer.begin_table(head);
  for (const Slip& slip : all) {
    for (const SlipItem& item : slip.items) {
      writer.row({{slip.department},
                  {slip.name},
                  {slip.number},
                  {item.table},
                  {item.record},
                  {item.what},
                  {item.reason},
                  {item.bring},
                  {slip.due},
                  {slip.where}});
    }
  }
}

}  // namespace

std::vector<Slip> slips(Desk& desk, const Permit& permit, const SlipOptions& how) {
  const Counters counters{desk, permit};
  std::map<std::int64_t, Slip> by_teacher;
  for (const auto& line :
       workflow::queue(desk, permit, {.state = "returned", .department = how.department})) {
    const auto day = day_from_iso(line.since);
    const std::string term = day ? to_iso(Day{day->number + kTermDays}) : "";
    const std::string due = !how.until.empty() ? how.until : line.until.empty() ? term : line.until;
    auto [at, fresh] = by_teacher.try_emplace(line.teacher.row);
    Slip& slip = at->second;
    if (fresh) {
      slip = {people::organisation(desk, line.teacher.org).name,
              line.teacher.department,
              line.teacher.name,
              line.teacher.number,
              due,
              counters.of(line.teacher),
              {}};
    }
    slip.due = std::min(slip.due, due);
    const FieldSet& set = *line.item.set;
    SlipItem item{set.label.here(), line.item.id(), "", line.item.reason, ""};
    if (const auto record = journal::find_record(desk, set, "r.row = ?", line.item.record)) {
      item.what = what_of(set, *record, line.item.reason);
      item.bring = originals_of(set, *record);
    }
    slip.items.push_back(std::move(item));
  }
  std::vector<Slip> out;
  for (auto& [row, slip] : by_teacher) out.push_back(std::move(slip));
  std::stable_sort(out.begin(), out.end(), [](const Slip& a, const Slip& b) {
    return std::tie(a.organisation, a.department, a.name, a.number) <
           std::tie(b.organisation, b.department, b.name, b.number);
  });
  return out;
}

SlipsDone print_slips(Desk& desk, const SlipOptions& how) {
  const Permit permit = desk.permit("audit slips", people::subject_of(desk, how.org_code));
  const std::string ending = file_ending(how.out);
  if (ending != "pdf" && ending != "xlsx") {
    throw Error{codes::file_ending,
                {arg("file", how.out), arg("ending", ending), arg("endings", ".pdf .xlsx")}};
  }
  const auto all = slips(desk, permit, how);
  SlipsDone done;
  done.slips = static_cast<std::int64_t>(all.size());
  for (const Slip& slip : all) done.items += static_cast<std::int64_t>(slip.items.size());
  if (desk.dry_run || all.empty()) return done;
  const auto record = [&] {
    journal::Transaction tx{desk,
                            permit,
                            {.args = {{"slips", Value{done.slips}},
                                      {"items", Value{done.items}},
                                      {"file", Value{file_name(how.out)}}}}};
    done.event = tx.commit().seq;
  };
  // The file is whole before the event is written, and has its name after it.
  if (ending == "pdf") {
    OutputFile file{how.out};
    done.pages = write_slips_pdf(all, present_foot(desk), file.path());
    record();
    file.commit();
  } else {
    const auto writer = sheet::create(how.out);
    write_slips_workbook(all, *writer);
    writer->close();
    record();
    writer->finish();
  }
  return done;
}

}  // namespace tmis::form
