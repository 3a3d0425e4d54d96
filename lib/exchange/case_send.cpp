// The case goes as the rows that this file has of it, with who signed them.
#include "exchange/case_send.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange/case_news.h"
#include "exchange/channel.h"
#include "exchange/parts.h"
#include "exchange/report_writer.h"
#include "people/organisation.h"

namespace tmis::exchange {
namespace {

void write_case(Desk& desk, Outgoing& package, const CaseNews& news) {
  PayloadWriter& out = package.payload();
  out.line(nlohmann::json{{"case", news.file.id}}.dump());
  if (news.beside) news.beside(out);
  ReportWriter writer{desk, out, package.manifest};
  writer.history(*news.file.table, news.file.is.row);
  for (const access::Party& party : news.file.is.parties)
    writer.history(store::program_table("organisation"), party.org);
  for (const std::int64_t origin : news.origins) writer.came_by(origin);
  writer.chain(package.manifest.from_org);
}

}  // namespace

std::int64_t party_named(Desk& desk, const workflow::CaseFile& file, const std::string& to) {
  if (to.empty()) return 0;
  const std::int64_t org = people::organisation(desk, to).row;
  const auto& parties = file.is.parties;
  if (std::none_of(parties.begin(), parties.end(), [&](const auto& p) { return p.org == org; })) {
    throw Error{codes::transfer_not_party,
                {arg("code", to), arg("id", file.id), arg("process", file.process())}};
  }
  return org;
}

CaseSent send_case(Desk& desk, const CaseNews& news, const std::string& out) {
  const workflow::CaseFile& file = news.file;
  return send_news(desk,
                   {news.kind, "transfer", file.id, file.text("state"), file.seq, news.permit,
                    news.to, [&](Outgoing& package) { write_case(desk, package, news); }},
                   out);
}

}  // namespace tmis::exchange
