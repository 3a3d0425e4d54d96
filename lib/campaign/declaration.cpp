// A row a declaration; taking it back withdraws the row, its versions stay in history.
#include "campaign/declaration.h"

#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "campaign/lock.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::campaign {
namespace {

const Step& declarable(const Campaign& campaign, const std::string& id) {
  std::vector<std::string> all, declared;
  for (const Step& step : campaign.steps) {
    all.push_back(step.id);
    if (step.declared) declared.push_back(step.id);
  }
  const Step* step = campaign.step(id);
  if (step == nullptr) {
    throw Error{codes::usage_value,
                {arg("value", id), arg("option", "STEP"), arg("expected", joined(all, ", "))}};
  }
  if (!step->declared) {
    throw Error{codes::campaign_not_declared,
                {arg("step", id), arg("declared", joined(declared, ", "))}};
  }
  return *step;
}

std::int64_t row_of(store::Database& db, std::int64_t org, const std::string& campaign,
                    const std::string& step) {
  auto find = db.statement("SELECT row FROM step_done WHERE org = ? AND campaign = ? AND step = ?");
  find.with(org, std::string_view{campaign}, std::string_view{step});
  return find.step() ? find.integer(0) : 0;
}

}  // namespace

Declared declare_done(Desk& desk, const Declaration& what) {
  const Permit permit = desk.permit("campaign done", people::subject_of(desk, what.org_code));
  const std::int64_t org = permit.about();
  const auto campaign = campaign_of(desk, org);
  if (!campaign) throw Error{codes::campaign_missing};
  const Step& step = declarable(*campaign, what.step);
  Declared done{campaign->id};
  journal::EventArgs args{{"campaign", Value{campaign->id}}, {"step", Value{step.id}}};
  if (what.undo) args.emplace_back("undo", Value{std::int64_t{1}});
  journal::Transaction tx{desk, permit, {.args = std::move(args)}};
  const std::int64_t row = row_of(tx.db(), org, campaign->id, step.id);
  done.unchanged = (row == 0) == what.undo;
  if (done.unchanged) return done;
  const auto& table = store::program_table("step_done");
  if (what.undo) {
    tx.withdraw(table, row);
  } else {
    tx.insert(table, Values{Value{org}, Value{campaign->id}, Value{step.id}});
  }
  done.event = tx.commit().seq;
  return done;
}

}  // namespace tmis::campaign
