// What an authority registers beside projects: institutions that may run them, and the plan of a
// year.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "workflow/credit_project.h"

namespace tmis::workflow {

struct NewInstitution {
  std::string code = {};                     // of an organisation of kind institution
  std::vector<std::string> categories = {};  // codes or labels of training_category; none: all
  std::string until = {};                    // last day; empty: no end
  std::string org = {};                      // the authority; one's own when empty
};
/// Registers an institution, or says anew what it may run. Throws org.not-found (6),
/// credits.not-institution, usage.value (2).
CaseDone register_institution(Desk& desk, const NewInstitution& given);

struct InstitutionLine {
  std::int64_t row = 0, authority = 0, institution = 0;
  std::vector<std::string> categories;  // none: all
  std::string until;
};
std::vector<InstitutionLine> institutions(Desk& desk, const Permit& permit);
/// Whether an authority, or one above it, has registered an institution for this category on a day.
bool may_run(Desk& desk, std::int64_t authority, std::int64_t institution,
             const std::string& category, const std::string& day);

struct NewPlan {
  std::string year = {}, org = {};
  std::optional<std::int64_t> places = {}, hours = {};  // what isn't given stays
};
CaseDone set_plan(Desk& desk, const NewPlan& given);

/// A year of an authority: what is planned, what its projects offer, and what is used.
struct YearPlan {
  std::string year;
  const access::Organisation* authority = nullptr;  // nullptr: none above one's organisation
  std::optional<std::int64_t> places, hours;        // planned
  std::int64_t places_offered = 0, hours_offered = 0;
  std::int64_t places_used = 0, hours_used = 0;
  std::vector<ProjectLine> projects;
  bool exceeded() const;
};
YearPlan year_plan(Desk& desk, const Permit& permit, const std::string& year);

}  // namespace tmis::workflow
