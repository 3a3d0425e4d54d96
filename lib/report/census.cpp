// Facts are read a table at a time, only those that a campaign's rule asks for.
#include "report/census.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "journal/as_of.h"

namespace tmis::report {
namespace {

using campaign::Campaign;
using journal::PastRow;
using schema::FieldSet;
using store::program_table;
using workflow::Standing;

// Facts that are computed; all others are fields of a table, TABLE.FIELD.
constexpr std::string_view kEstablishment = "basic_information.on_establishment";
constexpr std::string_view kContractMonths = "employment.contract_months";
constexpr std::string_view kStatus = "basic_information.personnel_status";
constexpr std::string_view kStatusSince = "basic_information.personnel_status.since";
constexpr std::string_view kPost = "post_appointment.post_category";
constexpr std::string_view kDueMonth = "retirement.due_month";

/// What a dossier must have done for each step that dossiers do.
struct StepRule {
  std::string_view step;
  bool (*done)(const Standing&);
};
constexpr std::array<StepRule, 6> kSteps = {{
    {"accounts", [](const Standing&) { return true; }},
    {"self_entry", [](const Standing& s) { return s.entered; }},
    {"school_tables", [](const Standing& s) { return s.school_part_clean; }},
    {"audit", [](const Standing& s) { return s.audited; }},
    {"originals_signatures",
     [](const Standing& s) {
       return s.originals_seen && s.signatures_good && s.school_part_clean;
     }},
    {"report",
     [](const Standing& s) {
       return s.report.submission != 0 && s.report.state != "returned" &&
              s.report.state != "recalled";
     }},
}};

/// The place of the field that tells which of a teacher's rows is the present one: the last month
/// of the key.
std::optional<std::size_t> time_field(const FieldSet& set) {
  for (auto at = set.key.rbegin(); at != set.key.rend(); ++at) {
    if (set.fields[*at].type == schema::FieldType::year_month) return *at;
  }
  return std::nullopt;
}

}  // namespace

std::optional<bool> step_done(std::string_view step, const Standing& dossier) {
  for (const StepRule& rule : kSteps) {
    if (rule.step == step) return rule.done(dossier);
  }
  return std::nullopt;
}

Census::Census(Desk& desk, const Permit& permit, Day day, Whom whom)
    : desk_(desk), day_(day), at_(journal::last_event_of(desk.db, day)) {
  workflow::ComingStandings coming{
      desk,
      permit,
      {at_, permit.own(), false,
       whom == Whom::serving ? std::optional{day} : std::optional<Day>{}}};
  read_campaigns();
  read_officers();
  read_declarations();
  read_facts();
  standings_ = coming.get();
  collect(permit);
}

void Census::collect(const Permit& permit) {
  std::set<std::int64_t> own;
  for (const Standing& s : standings_.all) {
    own.insert(s.person.org);
    is_collected_.push_back(campaign(s.person.org) != nullptr &&
                            judgement(s).scope != campaign::Judgement::Scope::out);
    if (is_collected_.back()) collected_[s.person.org].push_back(&s);
  }
  for (const auto& org : desk_.organisations().all()) {
    const bool reached = permit.own() ? own.contains(org.row) : permit.reaches(org.row);
    if (reached && org.kind == "school" && campaign(org.row) != nullptr) schools_.push_back(&org);
  }
  std::sort(schools_.begin(), schools_.end(),
            [](const auto* a, const auto* b) { return a->code < b->code; });
}

void Census::read_campaigns() {
  std::map<std::int64_t, std::int64_t> latest;
  journal::each_row(desk_.db, {program_table("campaign"), {"org", "text"}, at_},
                    [&](const PastRow& row) {
                      const std::int64_t org = row.values[0].number;
                      if (latest.contains(org) && latest[org] > row.seq) return;
                      latest[org] = row.seq;
                      campaigns_[org] = campaign::read_campaign(row.values[1].text);
                    });
}

void Census::read_officers() {
  if (campaigns_.empty()) return;
  const std::string today = to_iso(day_);
  journal::each_row(
      desk_.db, {program_table("officer"), {"org", "department", "name", "trained_on"}, at_},
      [&](const PastRow& row) {
        const std::string& trained = row.values[3].text;
        officers_.push_back({row.row, row.values[0].number, row.values[1].text, row.values[2].text,
                             !trained.empty() && trained <= today});
      });
}

void Census::read_declarations() {
  journal::each_row(desk_.db, {program_table("step_done"), {"org", "campaign", "step"}, at_},
                    [&](const PastRow& row) {
                      declared_.emplace(row.values[0].number, row.values[1].text,
                                        row.values[2].text);
                    });
}

std::vector<TrainedOfficer> Census::officers(std::int64_t org) const {
  std::vector<TrainedOfficer> out;
  std::copy_if(officers_.begin(), officers_.end(), std::back_inserter(out),
               [&](const TrainedOfficer& o) { return o.org == org; });
  return out;
}

std::set<std::string> Census::departments(std::int64_t org) const {
  std::set<std::string> out;
  for (const Standing* s : collected_of(org)) {
    if (!s->person.department.empty()) out.insert(s->person.department);
  }
  return out;
}

const std::vector<const Standing*>& Census::collected_of(std::int64_t org) const {
  static const std::vector<const Standing*> kNobody;
  const auto found = collected_.find(org);
  return found == collected_.end() ? kNobody : found->second;
}

bool Census::declared(std::int64_t org, std::string_view step) const {
  const Campaign* here = campaign(org);
  for (auto at = std::optional{org}; at && here != nullptr;) {
    if (declared_.contains({*at, here->id, std::string{step}})) return true;
    const auto* found = desk_.organisations().find(*at);
    at = found == nullptr ? std::nullopt : found->parent;
  }
  return false;
}

const Campaign* Census::campaign(std::int64_t org) const {
  for (auto at = std::optional{org}; at;) {
    if (const auto found = campaigns_.find(*at); found != campaigns_.end()) return &found->second;
    const auto* here = desk_.organisations().find(*at);
    at = here == nullptr ? std::nullopt : here->parent;
  }
  return nullptr;
}

void Census::read_facts() {
  std::set<std::string> wanted{std::string{kPost}};
  for (const auto& [org, campaign] : campaigns_) {
    for (const auto* clauses : {&campaign.include, &campaign.exclude}) {
      for (const auto& clause : *clauses) {
        for (const auto& condition : clause.conditions) wanted.insert(condition.fact);
      }
    }
  }
  const FieldSet& person = desk_.catalogue.person();
  for (const auto& [role, name] : {std::pair{"sex", &sex_}, {"birth_date", &birth_date_}}) {
    const auto field = person.with_role(role);
    if (field) wanted.insert(*name = person.id + "." + person.fields[*field].id);
  }
  for (const FieldSet& set : desk_.catalogue.all()) {
    std::set<std::size_t> fields;
    for (std::size_t i = 0; i < set.fields.size(); ++i) {
      const auto& field = set.fields[i];
      if (field.stored() && !field.sensitive && wanted.contains(set.id + "." + field.id))
        fields.insert(i);
    }
    if (!fields.empty()) read_table_facts(set, fields);
  }
  journal::each_row(desk_.db, {program_table("teacher"), {"contract_months"}, at_},
                    [&](const PastRow& row) {
                      if (!row.values[0].is_null())
                        facts_[std::string{kContractMonths}].put(row.row, row.values[0]);
                    });
  for (auto& [name, fact] : facts_) fact.settle();
  spells_ = people::spells_on(desk_.db, day_, at_);
  read_plans();
}

void Census::read_plans() {
  journal::each_row(desk_.db,
                    {program_table("retirement_plan"), {"teacher", "group_id", "month"}, at_},
                    [&](const PastRow& row) {
                      plans_[row.values[0].number] = {row.values[1].text, row.values[2].text};
                    });
}

const people::Spell& Census::spell(std::int64_t teacher) const {
  static const people::Spell nothing;
  const auto found = spells_.find(teacher);
  return found == spells_.end() ? nothing : found->second;
}

void Census::read_table_facts(const FieldSet& set, const std::set<std::size_t>& fields) {
  std::vector<std::string> columns = {"teacher"};
  std::vector<ByTeacher<Value>*> facts;
  for (const std::size_t field : fields) {
    columns.push_back(set.fields[field].id);
    facts.push_back(&facts_[set.id + "." + set.fields[field].id]);
  }
  const auto time = time_field(set);
  if (time) columns.push_back(set.fields[*time].id);
  std::unordered_map<std::int64_t, std::string> newest;
  journal::each_row(desk_.db, {desk_.table(set), columns, at_}, [&](const PastRow& row) {
    if (time) {
      std::string& known = newest[row.values[0].number];
      if (row.values.back().text < known) return;
      known = row.values.back().text;
    }
    for (std::size_t i = 0; i < facts.size(); ++i)
      facts[i]->put(row.values[0].number, row.values[i + 1]);
  });
}

const Value* Census::stored(std::string_view name, std::int64_t teacher) const {
  const auto table = facts_.find(name);
  const Value* value = table == facts_.end() ? nullptr : table->second.find(teacher);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<Census::Retirement> Census::retirement(const people::Person& who) const {
  const Value* born = stored(birth_date_, who.row);
  const Value* sex = stored(sex_, who.row);
  const auto birth = born == nullptr ? std::nullopt : month_from_iso(born->text.substr(0, 7));
  if (!birth || sex == nullptr || sex->text.empty()) return std::nullopt;
  const Campaign* here = campaign(who.org);
  const auto& rule = here == nullptr ? campaign::retirement_law() : here->retirement;
  const auto plan = plans_.find(who.row);
  const Value* post = stored(kPost, who.row);
  Retirement out{campaign::retirement_group(sex->text, post == nullptr ? "" : post->text)};
  if (plan != plans_.end() && rule.group(plan->second.group) != nullptr)
    out.group = plan->second.group;
  out.original = rule.original_month(out.group, *birth);
  out.due = rule.due_month(out.group, *birth);
  const auto agreed = plan == plans_.end() ? std::nullopt : month_from_iso(plan->second.month);
  out.planned = agreed.has_value();
  if (agreed) out.due = *agreed;
  return out;
}

std::optional<Value> Census::fact(std::string_view name, const people::Person& person) const {
  if (name == kDueMonth) {
    const auto known = retirement(person);
    return known ? std::optional{Value{month_to_iso(known->due)}} : std::nullopt;
  }
  const people::Spell& now = spell(person.row);
  if (name == kStatus || name == kStatusSince) {
    const std::string& word = name == kStatus ? now.status : now.from;
    return word.empty() ? std::nullopt : std::optional{Value{word}};
  }
  if (const Value* value = stored(name, person.row)) return *value;
  // Until the teacher has said so, the list of accounts tells: with a contract's length off the
  // establishment.
  if (name == kEstablishment)
    return Value{std::int64_t{stored(kContractMonths, person.row) == nullptr}};
  return std::nullopt;
}

campaign::Judgement Census::judgement(const Standing& dossier) const {
  const Campaign* here = campaign(dossier.person.org);
  if (here == nullptr) return {campaign::Judgement::Scope::in, nullptr, {}};
  auto judged = here->judge([&](std::string_view name) { return fact(name, dossier.person); });
  const bool left = spell(dossier.person.row).employment() == people::Employment::gone;
  if (left && judged.scope != campaign::Judgement::Scope::out)
    return {campaign::Judgement::Scope::out, nullptr, {}};  // left while it runs
  return judged;
}

}  // namespace tmis::report
