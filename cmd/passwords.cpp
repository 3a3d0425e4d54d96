// A file that is half an office's keys: 0600, whole or not at all.
#include "cmd/passwords.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "sheet/table.h"

namespace tmis::cmd {
namespace {

void write_passwords(const std::vector<people::InitialPassword>& all, const std::string& file) {
  const auto writer = sheet::create(file, sheet::Format::csv);
  sheet::TableHead head;
  head.name = "passwords";
  for (const char* title : {"login", "name", "department", "password"}) {
    sheet::Column column;
    column.id = column.title = title;
    head.columns.push_back(std::move(column));
  }
  writer->begin_table(head);
  for (const auto& one : all)
    writer->row({{one.login}, {one.name}, {one.department}, {one.password}});
  writer->finish();
}

}  // namespace

Passwords::Passwords(Context& ctx, const std::string& file, std::string_view command)
    : ctx_(ctx), file_(file) {
  if (file.empty() && !ctx.console.out_is_terminal()) {
    throw Error{codes::usage_missing, {arg("what", "--passwords FILE"), arg("command", command)}};
  }
  if (!file.empty() && file_exists(file)) throw Error{codes::file_exists, {arg("file", file)}};
}

people::HandOver Passwords::keep() {
  return [this](const std::vector<people::InitialPassword>& all) {
    if (ctx_.globals.dry_run || all.empty()) return;
    shown_ = all;
    if (!file_.empty()) out_.write(file_, [&] { write_passwords(all, file_); });
  };
}

void Passwords::made() {
  out_.made();
  if (!file_.empty()) return;
  for (const auto& one : shown_)
    ctx_.console.out(one.login + "  " + shown(one.name) + "  " + one.password + "\n");
}

}  // namespace tmis::cmd
