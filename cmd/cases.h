// How the commands of cases (transfer, rotation) answer, in one way.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cmd/context.h"
#include "cmd/verbs.h"
#include "exchange/case_send.h"
#include "workflow/case_file.h"

namespace tmis::cmd {

/// The steps of a case as a table.
Table case_steps(Desk& desk, const workflow::CaseFile& file);
/// Findings of one dossier as a table.
Table case_findings(const Findings& findings);
/// Code of an organisation by row; empty when there is none.
std::string org_code(Desk& desk, std::int64_t org);
/// Whose turn it is, and the command that is to be given; null in a closed case.
Value turn_org(Desk& desk, const std::optional<workflow::Turn>& turn);
Value turn_command(const workflow::CaseFile& file, const std::optional<workflow::Turn>& turn);
/// What a step of a case has done, for people one sentence.
Answer case_step(std::string_view process, const std::string& id, const std::string& state,
                 std::int64_t event, bool unchanged = false);
/// What goes before any package: the password, what an earlier command left half written, a place.
void ready_to_send(Context& ctx, Desk& desk, const Permit& permit, const std::string& out);
/// What sending a case has done.
Answer case_sent(std::string_view process, const exchange::CaseSent& done);
/// `send` of a process: `step` names the case and the side, `send` tells another one.
template <class Step>
void add_case_send(Verb group, const std::string& process,
                   Permit (*permit)(Desk&, const std::string&, const Step&),
                   exchange::CaseSent (*send)(Desk&, const Step&, const std::string&,
                                              const std::string&)) {
  struct Options {
    Step step;
    std::string to, out;
  };
  auto o = std::make_shared<Options>();
  Verb verb = group.verb("send");
  verb.required("ID", o->step.id);
  verb.required("--out", o->out);
  verb.option("--to", o->to);
  verb.option("--as", o->step.as);
  verb.run([o, process, permit, send](Context& ctx) {
    Desk& desk = ctx.write();
    ready_to_send(ctx, desk, permit(desk, process + " send", o->step), o->out);
    ctx.print(case_sent(process, send(desk, o->step, o->to, o->out)));
    return Exit::ok;
  });
}
/// Prints one case: its line as figures, with tables below.
void print_case(Context& ctx, const Table& line,
                std::vector<std::pair<std::string, Table>>&& below);

}  // namespace tmis::cmd
