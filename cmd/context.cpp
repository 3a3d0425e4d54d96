// Who asks, on which file, and how the answer goes out.
#include "cmd/context.h"

#include <algorithm>
#include <cstdlib>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/answer_json.h"
#include "cmd/configuration.h"
#include "keys/password.h"
#include "people/credentials.h"
#include "people/person.h"
#include "schema/display.h"

namespace tmis::cmd {
namespace {

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string configuration_path() {
  const std::string base = from_environment("XDG_CONFIG_HOME");
  return (base.empty() ? from_environment("HOME") + "/.config" : base) + "/tmis/config.json";
}

void fill(std::string& option, const std::string& value) {
  if (option.empty()) option = value;
}

/// What came into the file had passed all checks: if it doesn't now, the file isn't what it was.
schema::Catalogue kept_sets(const std::string& file,
                            std::vector<std::pair<std::string, std::string>> texts) {
  try {
    return schema::Catalogue::from_texts(std::move(texts));
  } catch (const Error& e) {
    throw Error{codes::db_damaged, {arg("file", file), arg("why", message(e))}};
  }
}

}  // namespace

Context::Context() = default;

void Context::settle() {
  fill(globals.db, from_environment("TMIS_DB"));
  fill(globals.user, from_environment("TMIS_USER"));
  fill(globals.password_file, from_environment("TMIS_PASSWORD_FILE"));
  if (const std::string path = configuration_path(); file_exists(path)) {
    const auto defaults = read_configuration(read_file(path));
    if (!defaults) throw Error{codes::config_invalid, {arg("file", path)}};
    fill(globals.db, defaults->db);
    fill(globals.user, defaults->user);
    if (from_environment("TMIS_LANG").empty()) fill(globals.lang, defaults->lang);
  }
  if (!globals.lang.empty() && globals.lang != "zh" && globals.lang != "en") {
    throw Error{codes::usage_value,
                {arg("value", globals.lang), arg("option", "--lang"), arg("expected", "zh, en")}};
  }
  open_texts(choose_language(globals.lang), locale_folder());
  if (globals.no_color) console.no_colour();
  if (globals.quiet) console.be_quiet();
}

std::string Context::db_path() const { return globals.db.empty() ? "tmis.db" : globals.db; }

std::string Context::schemas_folder() const {
  return globals.schemas.empty() ? data_folder() + "/schemas" : globals.schemas;
}

Desk& Context::open(store::Database::Mode mode) {
  desk_.reset();  // one look at the file's bytes, before anything is held on it (Database::beside)
  store::Database db{db_path(), mode};
  if (mode == store::Database::Mode::read_only) db.begin_reading();
  std::vector<std::pair<std::string, std::string>> texts;
  {
    auto rows = db.statement("SELECT name, text FROM field_set_text ORDER BY row");
    while (rows.step()) texts.emplace_back(rows.text(0), rows.text(1));
  }
  auto sets = kept_sets(db.path(), std::move(texts));
  desk_ = std::make_unique<Desk>(std::move(db), std::move(sets), clock_);
  desk_->dry_run = globals.dry_run;
  heads_.emplace(access::state_folder() + "/heads", *desk_);
  if (const auto older = heads_->against(*desk_)) {
    Args args = older->args;
    args.push_back(arg("seq", older->seq));
    warn(*older->code, args);
  }
  return *desk_;
}

void Context::remember_head() {
  if (desk_ && heads_) heads_->remember(*desk_);
}

void Context::warn(const Code& code, const Args& args) {
  const Finding finding{&code, 0, 0, {}, {}, args};
  console.error(text("warning", arg("what", message(finding))));
  console.error("hint: " + hint(finding));
}

access::Sessions Context::sessions() const {
  return {keys::to_array<16>(from_hex(desk_->file_id()).value_or("")),
          access::Surroundings::here()};
}

Desk& Context::desk(store::Database::Mode mode, Login login) {
  Desk& desk = open(mode);
  if (!globals.user.empty()) {
    people::log_in(desk, globals.user, password(globals.user), login == Login::first_too);
    return desk;
  }
  access::Sessions kept = sessions();
  auto session = kept.find(from_environment("TMIS_SESSION"));
  if (!session) throw Error{codes::login_required};
  people::sit_down(desk, session->account, std::move(session->master));
  kept.touch();
  return desk;
}

void Context::warn_of_clock(Desk& desk) {
  constexpr std::int64_t kTolerated = 5 * 60'000;
  const std::string last = journal::last_time(desk.db);
  const auto then = instant_from_iso(last);
  const Instant now = clock_.now();
  if (then && now.milliseconds < then->milliseconds - kTolerated) {
    warn(codes::clock_behind, {arg("now", to_iso(now)), arg("last", last)});
  }
}

Desk& Context::write() {
  Desk& at = desk(store::Database::Mode::read_write);
  const std::string& name = at.actor.name;
  const bool named = !name.empty() && name != at.actor.login;
  console.note(
      text("acting-as", arg("login", at.actor.login), arg("name", named ? " " + shown(name) : "")));
  warn_of_clock(at);
  return at;
}

void Context::want_recent_password(const Permit& permit) {
  if (!globals.user.empty() || permit.password_minutes() == 0) return;
  access::Sessions kept = sessions();
  const auto session = kept.find(from_environment("TMIS_SESSION"));
  if (session && session->password_age < permit.password_minutes() * std::int64_t{60'000}) return;
  if (!console.asks()) {
    throw Error{codes::password_again, {arg("minutes", permit.password_minutes())}};
  }
  people::log_in(*desk_, desk_->actor.login, password(desk_->actor.login));
  kept.password_given();
}

Secret Context::password(std::string_view login) {
  if (!globals.password_file.empty()) return keys::read_password_file(globals.password_file);
  if (!console.asks()) {
    throw Error{codes::password_missing};
  }
  std::string typed =
      console.ask(text("ask.password", arg("login", people::as_called(login))), true);
  Secret secret{typed};
  keys::wipe(typed);
  return secret;
}

Secret Context::new_password(const std::string& file,
                             const std::function<keys::PasswordOwner()>& owner) {
  if (!file.empty()) return keys::read_password_file(file);
  if (!console.asks()) {
    throw Error{codes::password_missing};
  }
  const auto typed = [&](std::string_view question) {
    std::string line = console.ask(text(question), true);
    Secret secret{line};
    keys::wipe(line);
    return secret;
  };
  const keys::PasswordOwner guessed = owner();
  for (int tries = 3;;) {
    try {
      Secret password = typed("ask.new-password");
      keys::check_password(password, guessed);
      if (!(typed("ask.new-password-again") == password)) throw Error{codes::password_differs};
      return password;
    } catch (const Error& error) {
      if (--tries == 0) throw;
      console.error(message(error) + "\n" + hint(error));
    }
  }
}

bool Context::confirmed(const std::string& question) {
  if (globals.yes || !console.asks()) return true;
  const std::string answer = console.ask(question + text("ask.yes-no"));
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "是";
}

std::string Context::whose(const std::string& given, std::string_view command,
                           std::string_view missing) {
  if (!given.empty()) return given;
  const Actor& actor = desk_->actor;
  const bool only_teacher =
      actor.teacher && std::all_of(actor.grants.begin(), actor.grants.end(),
                                   [](const Grant& grant) { return grant.role == "teacher"; });
  if (only_teacher) return people::person(*desk_, *actor.teacher).number;
  throw Error{codes::usage_missing, {arg("what", missing), arg("command", command)}};
}

void Context::want_place(const std::string& file) {
  if (file_exists(file) && !confirmed(text("ask.overwrite", arg("file", file))))
    throw Error{codes::file_exists, {arg("file", file)}};
}

Day Context::day(const std::string& date) const {
  const auto day = date.empty() ? std::optional{clock_.today()} : day_from_iso(date);
  if (day) return *day;
  throw Error{codes::usage_value,
              {arg("value", date), arg("option", "--date"), arg("expected", "YYYY-MM-DD")}};
}

bool Context::on_terminal() const {
  return console.out_is_terminal() && !globals.json && listing.out.empty();
}

bool Context::for_people() const {
  if (globals.json) return false;
  return listing.out.empty() ? console.out_is_terminal() : file_ending(listing.out) != "json";
}

namespace {

std::string set_names(const schema::Catalogue& catalogue, std::string_view ids) {
  std::vector<std::string> names;
  for (const std::string_view id : split(ids, ' ')) {
    const auto* set = catalogue.named(id);
    if (set == nullptr) return std::string{ids};
    names.push_back(set->label.here());
  }
  return joined(names, text("list.names"));
}

}  // namespace

Table Context::named(Table table) const {
  if (!desk_) return table;
  const auto& catalogue = desk_->catalogue;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    if (column.kind != Kind::set && column.kind != Kind::code) continue;
    for (Values& row : table.rows) {
      if (row[i].is_null()) continue;
      if (column.kind == Kind::code) {
        row[i] = Value{schema::code_label(catalogue.codes(column.words), row[i].text)};
      } else {
        row[i] = Value{set_names(catalogue, row[i].text)};
      }
    }
  }
  return table;
}

Answer Context::object(const Table& row) const {
  return cmd::object(globals.json ? row : named(row));
}

namespace {

template <class Drop>
Table without(Table table, Drop drop) {
  for (std::size_t i = table.columns.size(); i-- > 0;) {
    if (!drop(table.columns[i])) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    table.columns.erase(table.columns.begin() + at);
    for (Values& row : table.rows) row.erase(row.begin() + at);
    if (!table.foot.empty()) table.foot.erase(table.foot.begin() + at);
  }
  return table;
}

Table without_codes(Table table) {
  return without(std::move(table), [](const Column& column) { return column.spelled; });
}

}  // namespace

Table Context::for_reader(Table table) const {
  if (!for_people()) return table;
  const std::string other = language() == Language::zh ? "en" : "zh";
  return without(std::move(table), [&](const Column& column) { return column.key == other; });
}

void Context::write_out(Answer answer) {
  if (!globals.dry_run) {
    want_place(listing.out);
    Table& table = answer.tables.front().second;
    if (for_people()) table = named(std::move(table));
    write_list(answer, list_title, listing.out);
  }
  if (globals.json || globals.quiet) return;
  console.out(text("list.written", arg("rows", answer.tables.front().second.rows.size()),
                   arg("file", listing.out)) +
              "\n" + (globals.dry_run ? text("dry-run") + "\n" : ""));
}

void Context::print(Answer answer) {
  console.end_progress();
  if (desk_ && desk_->db.read_only()) desk_->db.rollback();  // a pager may stay open for long
  if (answer.is_list) {
    shape(answer, listing);
    if (!listing.out.empty()) write_out(answer);
    if (!listing.out.empty() && !globals.json) return;
  }
  if (!answer.only_output.empty()) return console.out(answer.only_output);
  if (globals.json) return console.out(answer_json(answer));
  std::string out;
  for (auto& [name, of] : answer.tables) {
    const Table table = on_terminal() ? without_codes(named(std::move(of))) : std::move(of);
    if (!table.rows.empty() || (answer.is_list && !console.out_is_terminal()))
      out.append(console.table(table));
  }
  if (answer.is_list && answer.total == 0 && answer.text.empty() && console.out_is_terminal())
    out.append(text("list.empty")).append("\n");
  if (!answer.content.empty()) out.append(answer.content).append("\n");
  if (!answer.text.empty() && !globals.quiet) out.append(answer.text).append("\n");
  if (globals.dry_run && !answer.is_list && !globals.quiet)
    out.append(text("dry-run")).append("\n");
  console.out(out);
}

}  // namespace tmis::cmd
