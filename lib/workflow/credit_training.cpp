// Whoever didn't pass has a row too: with no hours and no credits.
#include "workflow/credit_training.h"

#include "workflow/credit_entries.h"
#include "workflow/effects.h"

namespace tmis::workflow {
namespace {

std::string name_of(Desk& desk, std::int64_t org) {
  const auto* found = desk.organisations().find(org);
  return found == nullptr ? std::string{} : found->name;
}

}  // namespace

Training training_of(Desk& desk, const CreditProject& p) {
  return {p.id(),
          p.name,
          name_of(desk, p.school != 0 ? p.school : p.institution),
          name_of(desk, p.authority),
          p.facts,
          p.start,
          p.end};
}

Training training_of(Desk& desk, const CreditClaim& c) {
  return {c.id(), c.name, c.institution, name_of(desk, c.authority), c.facts, c.start, c.end};
}

std::int64_t write_training(Desk& desk, journal::Transaction& tx, const Permit& permit,
                            std::string_view step, const Training& t, const Enrolment& e,
                            std::int64_t credits) {
  const bool passed = e.result == "pass";
  const Case of{t.case_id,
                e.teacher,
                {{"year", Value{t.end.substr(0, 4)}},
                 {"category", Value{t.facts.category}},
                 {"name", Value{t.name}},
                 {"institution", or_null(t.institution)},
                 {"authority", or_null(t.authority)},
                 {"mode", Value{t.facts.mode}},
                 {"hours", Value{passed ? e.hours.value_or(0) : 0}},
                 {"credits", Value{hundredths(credits)}},
                 {"start", Value{t.start}},
                 {"end", Value{t.end}},
                 {"country", or_null(t.facts.country)}}};
  const std::string effect =
      "credits." + std::string{step} + (t.facts.country.empty() ? "" : ".abroad");
  return write_effect(desk, tx, permit, effect, of);
}

}  // namespace tmis::workflow
