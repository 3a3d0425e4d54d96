// A case's `show` is an object for scripts and a short page for people.
#include "cmd/cases.h"

#include "base/message.h"
#include "exchange/parts.h"

namespace tmis::cmd {

Table case_steps(Desk& desk, const workflow::CaseFile& file) {
  const std::string words = "state." + std::string{file.process()} + ".";
  Table table{{{"day"},
               {"state", Kind::text, {}, words},
               {"org"},
               {"by"},
               {"note"},
               {"event", Kind::number}},
              {}};
  for (const auto& step : workflow::steps_of(desk, file)) {
    table.rows.push_back({Value{step.day}, Value{step.state}, Value{step.org}, Value{step.actor},
                          or_null(step.note), Value{step.seq}});
  }
  return table;
}

Table case_findings(const Findings& findings) {
  Table table{{{"table", Kind::set}, code_before_words("code"), {"message"}}, {}};
  for (const Finding& f : findings)
    table.rows.push_back({or_null(f.field), Value{f.code->name}, Value{message(f)}});
  return table;
}

std::string org_code(Desk& desk, std::int64_t org) {
  const auto* found = desk.organisations().find(org);
  return found == nullptr ? std::string{} : found->code;
}

Value turn_org(Desk& desk, const std::optional<workflow::Turn>& turn) {
  return turn ? or_null(org_code(desk, turn->org)) : Value{};
}

Value turn_command(const workflow::CaseFile& file, const std::optional<workflow::Turn>& turn) {
  if (!turn) return {};
  return Value{"tmis " + std::string{file.process()} + " " + std::string{turn->step} + " " +
               file.id};
}

Answer case_step(std::string_view process, const std::string& id, const std::string& state,
                 std::int64_t event, bool unchanged) {
  Answer answer;
  answer.figure("id", id).figure("state", state);
  answer.event(event);
  answer.text = unchanged ? text("unchanged")
                          : text("case.now", arg("id", id),
                                 arg("state", Machine::of(process).state_text(state)));
  return answer;
}

void ready_to_send(Context& ctx, Desk& desk, const Permit& permit, const std::string& out) {
  ctx.want_recent_password(permit);
  if (!desk.dry_run) exchange::finish_parts(desk);
  if (!out.empty()) ctx.want_place(out);
}

Answer case_sent(std::string_view process, const exchange::CaseSent& done) {
  Answer answer;
  answer.figure("id", done.id)
      .figure("state", done.again ? "unchanged" : "sent")
      .figure("to", done.to)
      .figure("package", done.package)
      .figure("file", done.file);
  answer.event(done.event);
  answer.text =
      text(done.again ? "case.sent-again" : "case.sent", arg("id", done.id), arg("to", done.to),
           arg("file", done.file), arg("state", Machine::of(process).state_text(done.state)));
  return answer;
}

void print_case(Context& ctx, const Table& line,
                std::vector<std::pair<std::string, Table>>&& below) {
  Answer answer = ctx.object(line);
  for (auto& [name, table] : below) answer.tables.emplace_back(name, std::move(table));
  ctx.print(answer);
}

}  // namespace tmis::cmd
