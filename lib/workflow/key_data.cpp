// A row a proposal, its values sealed under the dossier's key as one JSON object. What an
// acceptance writes into the dossier stands in key_data_apply.cpp.
#include "workflow/key_data.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "journal/field_rows.h"
#include "keys/seal.h"
#include "keys/secret.h"
#include "schema/display.h"
#include "schema/row_reader.h"
#include "workflow/key_data_rows.h"
#include "workflow/originals.h"

namespace tmis::workflow {

using schema::FieldSet;

const store::TableDef& proposal_table() { return store::program_table("key_data_proposal"); }

journal::SealPlace proposal_place(Desk& desk, std::int64_t row, std::int64_t version) {
  return {desk.file_key(), proposal_table().number, row, static_cast<std::uint32_t>(version)};
}

std::string sealed_values(Desk& desk, std::int64_t teacher, std::int64_t row, std::int64_t version,
                          const std::string& plain) {
  std::string blob;
  journal::append_blob(desk.dossier_key(teacher), proposal_place(desk, row, version),
                       keys::random_bytes(keys::kNonceSize), plain, blob);
  return blob;
}

Values proposal_columns(const ProposalRow& p) {
  return {Value{p.teacher},
          Value{p.state},
          Value::blob(p.sealed),
          Value{p.seal_version},
          p.id_index.empty() ? Value{} : Value::blob(p.id_index),
          Value{p.reason},
          or_null(p.submission)};
}

std::vector<ProposalRow> proposal_rows(Desk& desk, std::string_view where, std::int64_t value) {
  std::vector<ProposalRow> out;
  auto rows = desk.db.statement(
      "SELECT row, teacher, state, sealed, seal_version, id_index, reason, submission, seq FROM "
      "key_data_proposal WHERE " +
      std::string{where} + " ORDER BY row");
  rows.with(value);
  while (rows.step()) {
    ProposalRow p{rows.integer(0),
                  rows.integer(1),
                  std::string{rows.text(2)},
                  std::string{rows.blob(3)},
                  rows.integer(4),
                  std::string{rows.blob(5)},
                  std::string{rows.text(6)},
                  {},
                  rows.integer(8)};
    if (!rows.is_null(7)) p.submission = rows.integer(7);
    out.push_back(std::move(p));
  }
  return out;
}

std::optional<std::vector<std::pair<std::size_t, Value>>> proposed_values(Desk& desk,
                                                                          const ProposalRow& p) {
  const auto key = desk.keyring().dossier(desk.db, p.teacher, journal::key_number(p.sealed));
  if (key.empty()) return std::nullopt;
  std::string plain;
  journal::open_blob(key, proposal_place(desk, p.row, p.seal_version), p.sealed, plain);
  const auto json = nlohmann::json::parse(plain, nullptr, false);
  keys::wipe(plain);
  if (!json.is_object()) throw Error{codes::journal_damaged, {arg("what", proposal_table().name)}};
  const FieldSet& set = desk.catalogue.person();
  std::vector<std::pair<std::size_t, Value>> out;
  for (const auto& [id, value] : json.items()) {
    const auto field = set.field_index(id);
    if (!field || !value.is_string())
      throw Error{codes::journal_damaged, {arg("what", proposal_table().name)}};
    out.emplace_back(*field, Value{value.get<std::string>()});
  }
  return out;
}

namespace {

constexpr std::string_view kPropose = "record propose";

std::string id_of(std::int64_t row) { return proposal_table().name + "#" + std::to_string(row); }

journal::Record person_row(Desk& desk, std::int64_t teacher) {
  const FieldSet& set = desk.catalogue.person();
  auto record = journal::find_record(desk, set, "r.teacher = ?", teacher);
  if (!record) throw Error{codes::record_not_found, {arg("id", set.id)}};
  if (record->closed) throw Error{codes::key_needed, {arg("what", set.label.here())}};
  return std::move(*record);
}

/// The fields that were given another value.
std::vector<std::size_t> changed_fields(const FieldSet& set, const journal::Record& before,
                                        const Values& after) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (!set.fields[i].stored() || before.values[i] == after[i]) continue;
    const auto& key_data = set.account_fields;
    if (std::find(key_data.begin(), key_data.end(), i) == key_data.end()) {
      std::vector<std::string> ids;
      for (const std::size_t field : key_data) ids.push_back(set.fields[field].id);
      throw Error{codes::change_field,
                  {arg("label", set.fields[i].label.here()), arg("fields", joined(ids, ", "))}};
    }
    if (after[i].is_null())
      throw Error{
          codes::usage_value,
          {arg("value", ""), arg("option", "--set"), arg("expected", set.fields[i].id + "=VALUE")}};
    out.push_back(i);
  }
  return out;
}

/// The document on which the change rests: seen, and where it bears the number, with the new one.
void want_original(Desk& desk, std::int64_t teacher, const FieldSet& set,
                   const std::string& new_number) {
  for (const auto& rule : set.originals) {
    if (!original_seen(desk, teacher, rule.kind, new_number))
      throw Error{codes::change_original, {arg("kind", text("evidence." + rule.kind))}};
  }
}

/// The index of a new identity number that nobody has.
std::string free_index(Desk& desk, const FieldSet& set, std::size_t field,
                       const std::string& number) {
  std::string index = journal::identity_index(desk.index_key(), number);
  auto find = desk.db.statement("SELECT 1 FROM teacher WHERE id_index = ?");
  find.bind_blob(1, index);
  if (find.step()) {
    throw Error{codes::person_claimed_elsewhere,
                {arg("label", set.fields[field].label.here()),
                 arg("value", schema::masked_identity(number))}};
  }
  return index;
}

std::optional<ProposalRow> last_proposal(Desk& desk, std::int64_t teacher) {
  auto all = proposal_rows(desk, "teacher = ?", teacher);
  return all.empty() ? std::nullopt : std::optional{std::move(all.back())};
}

ProposalRow proposal_named(Desk& desk, const std::string& id) {
  const std::string prefix = proposal_table().name + "#";
  std::int64_t row = 0;
  if (id.starts_with(prefix))
    std::from_chars(id.data() + prefix.size(), id.data() + id.size(), row);
  auto found = id_of(row) == id ? proposal_rows(desk, "row = ?", row) : std::vector<ProposalRow>{};
  if (found.empty()) {
    desk.permit(kPropose);  // who may not at all is told that, not which ids exist
    throw Error{codes::change_not_found, {arg("id", id)}};
  }
  return std::move(found.front());
}

}  // namespace

Permit propose_permit(Desk& desk, const std::string& teacher) {
  return people::admit(desk, kPropose, teacher).permit;
}

ProposeDone propose(Desk& desk, const ProposeRequest& request) {
  const auto [permit, person] = people::admit(desk, kPropose, request.teacher);
  if (permit.lacks_reason(request.reason)) throw Error{codes::record_reason};
  const FieldSet& set = desk.catalogue.person();
  journal::Transaction tx{
      desk, permit, {.args = {{"teacher", Value{person.number}}}, .reason = request.reason}};
  const journal::Record before = person_row(desk, person.row);
  const Values after = dossier::laid_over(desk, set, before, request.values);
  const auto fields = changed_fields(set, before, after);
  if (fields.empty()) return {set.id + "#" + std::to_string(before.row), "unchanged", -1, true};
  const auto last = last_proposal(desk, person.row);
  ProposalRow made;
  made.state = Machine::of("change").step(last ? last->state : "none", "propose").state;
  made.teacher = person.row;
  made.row = tx.next_record(proposal_table());
  made.reason = request.reason;
  made.seal_version = 1;
  nlohmann::json values = nlohmann::json::object();
  std::string number;
  for (const std::size_t field : fields) {
    values[set.fields[field].id] = after[field].text;
    if (field != set.with_role("identity_number")) continue;
    number = after[field].text;
    made.id_index = free_index(desk, set, field, number);
  }
  want_original(desk, person.row, set, number);
  std::string plain = values.dump();
  made.sealed = sealed_values(desk, person.row, made.row, made.seal_version, plain);
  keys::wipe(plain);
  tx.insert(proposal_table(), proposal_columns(made));
  return {id_of(made.row), made.state, tx.commit().seq, false};
}

Permit withdraw_proposal_permit(Desk& desk, const std::string& id) {
  const ProposalRow found = proposal_named(desk, id);
  try {
    return propose_permit(desk, people::person(desk, found.teacher).number);
  } catch (const Error& error) {
    if (&error.code() != &codes::teacher_not_found) throw;
    throw Error{codes::change_not_found, {arg("id", id)}};
  }
}

ProposeDone withdraw_proposal(Desk& desk, const std::string& id, const std::string& reason) {
  const Permit permit = withdraw_proposal_permit(desk, id);
  journal::Transaction tx{desk, permit, {.args = {{"record", Value{id}}}, .reason = reason}};
  ProposalRow now = proposal_named(desk, id);
  const auto outcome = Machine::of("change").step(now.state, "withdraw");
  ProposeDone done{id, std::string{outcome.state}, -1, outcome.unchanged};
  if (outcome.unchanged) return done;
  now.state = outcome.state;
  tx.update(proposal_table(), now.row, proposal_columns(now));
  done.event = tx.commit().seq;
  return done;
}

std::vector<ProposedField> proposals(Desk& desk, const Permit& permit,
                                     std::optional<std::int64_t> teacher, bool all) {
  const FieldSet& set = desk.catalogue.person();
  journal::Events events{desk.db};
  std::vector<ProposedField> out;
  for (const ProposalRow& p :
       teacher ? proposal_rows(desk, "teacher = ?", *teacher) : proposal_rows(desk, "row > ?", 0)) {
    const bool under_way = p.state == "proposed" || p.state == "sent";
    if (!under_way && !all) continue;
    const people::Person person = people::person(desk, p.teacher);
    if (permit.refusal(p.teacher, person.org) != nullptr) continue;
    if (permit.limited(access::Limit::reported) && !p.submission) continue;
    const auto record = journal::find_record(desk, set, "r.teacher = ?", p.teacher);
    const auto shown = [&](std::size_t field, const Value& value) {
      if (!set.fields[field].sensitive)
        return schema::display(set.fields[field], value, schema::Form::label);
      return record && !record->closed ? schema::masked_identity(value.text) : std::string{"***"};
    };
    ProposedField line{p.row, person, "", "", "", "***", p.state, p.reason, "", "", ""};
    line.day = events.day(p.seq);
    line.by = events.at(p.seq).actor;
    if (p.submission) {
      auto id = desk.db.statement("SELECT id FROM submission WHERE row = ?");
      id.with(*p.submission);
      if (id.step()) line.submission = id.text(0);
    }
    const auto values = proposed_values(desk, p);
    if (!values) out.push_back(line);
    for (const auto& [field, value] :
         values.value_or(std::vector<std::pair<std::size_t, Value>>{})) {
      line.field = set.fields[field].id;
      line.label = set.fields[field].label.here();
      line.before = record && under_way ? shown(field, record->values[field]) : "";
      line.after = shown(field, value);
      out.push_back(line);
    }
  }
  return out;
}

}  // namespace tmis::workflow
