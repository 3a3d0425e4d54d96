// An event says which case its package was about; the package's own row doesn't.
#include "exchange/case_news.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange/kept_lines.h"
#include "journal/as_of.h"
#include "journal/cases.h"
#include "schema/json_document.h"

namespace tmis::exchange {
namespace {

/// The last package that told this side of the case since it stands as it does; nothing when none
/// did.
std::optional<PackageRow> told_before(Desk& desk, const News& news) {
  auto rows = desk.db.statement(
      "SELECT row, seq FROM package WHERE way = 'out' AND kind = ? AND other = ? AND seq > ? ORDER "
      "BY n DESC");
  rows.with(news.kind, news.to, news.since);
  journal::Events events{desk.db};
  while (rows.step()) {
    if (journal::argument(events.at(rows.integer(1)), journal::kCaseArgument).text == news.id)
      return package_at(desk.db, rows.integer(0));
  }
  return std::nullopt;
}

}  // namespace

CaseSent send_news(Desk& desk, const News& news, const std::string& out) {
  CaseSent done{news.id, news.state, desk.organisations().find(news.to)->code, {}, out, false, -1};
  const auto key = trusted_org(desk, news.to);
  if (!key) throw Error{codes::trust_needed, {arg("code", done.to)}};
  if (const auto last = told_before(desk, news)) {
    done.package = last->id;
    done.again = true;
    if (desk.dry_run || write_again(desk, last->row, out)) return done;
    done.again = false;
  }
  journal::Transaction tx{desk,
                          news.permit,
                          {.args = {{std::string{journal::kCaseArgument}, Value{done.id}},
                                    {"to", Value{done.to}},
                                    {"state", Value{done.state}}}}};
  Outgoing package{desk, tx, news.permit.org(), *key, out};
  package.manifest.kind = news.kind;
  news.write(package);
  package.close(news.meaning);
  done.package = package.id();
  done.event = tx.commit().seq;
  if (!desk.dry_run) package.finish();
  return done;
}

void read_news(std::string_view line, const std::function<void(const nlohmann::json&)>& take) {
  try {
    take(schema::read_json(line, kLineDepth));
  } catch (const nlohmann::json::exception&) {
    damaged();
  } catch (const Error& error) {
    if (&error.code() == &codes::document_syntax) damaged();
    throw;
  }
}

Leg sender_leg(const Opened& p, const std::vector<std::string>& lines) {
  Leg own = leg_of(lines);
  own.key = p.from.key;
  own.word = p.file;
  if (own.chain.checkpoint.empty()) damaged();
  return own;
}

std::int64_t keep_news(journal::Transaction& tx, const Opened& p,
                       const std::vector<std::string>& lines) {
  std::vector<std::string> kept{to_line(p.file)};
  kept.insert(kept.end(), lines.begin(), lines.end());
  const std::int64_t row = insert(tx, p.row());
  keep_lines(tx, row, std::nullopt, kept);
  return row;
}

}  // namespace tmis::exchange
