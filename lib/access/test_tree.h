// A small country for the tests of this room.
#pragma once

#include "access/actor.h"
#include "access/matrix.h"
#include "access/organisations.h"

namespace tmis::access {

// Rows of the organisations below.
inline constexpr std::int64_t kNation = 1;
inline constexpr std::int64_t kCity = 2;
inline constexpr std::int64_t kCounty = 3;
inline constexpr std::int64_t kSchool = 4;
inline constexpr std::int64_t kBranch = 5;  // below the school
inline constexpr std::int64_t kOtherSchool = 6;
inline constexpr std::int64_t kInstitution = 7;
inline constexpr std::int64_t kInstitute = 8;  // below the institution
inline constexpr std::int64_t kFarCounty = 9;
inline constexpr std::int64_t kFarSchool = 10;

inline Organisations test_tree() {
  return Organisations{{
      {kNation, "N", "Nation", "authority", "national", std::nullopt},
      {kCity, "C", "City", "authority", "city", kNation},
      {kCounty, "CO", "County", "authority", "county", kCity},
      {kSchool, "S1", "School", "school", "", kCounty},
      {kBranch, "S1B", "Branch", "school", "", kSchool},
      {kOtherSchool, "S2", "Other School", "school", "", kCounty},
      {kInstitution, "I1", "Institution", "institution", "", kCounty},
      {kInstitute, "I1B", "Institute", "institution", "", kInstitution},
      {kFarCounty, "FC", "Far County", "authority", "county", kCity},
      {kFarSchool, "FS", "Far School", "school", "", kFarCounty},
  }};
}

/// An account with one role, whose own dossier is number 100 and stands where the role is.
inline Actor test_actor(std::string role, std::int64_t org) {
  Actor actor;
  actor.account = 1;
  actor.login = role;
  actor.teacher = 100;
  actor.teacher_org = org;
  actor.grants = {{std::move(role), org}};
  return actor;
}

inline Subject of_teacher(std::int64_t teacher, std::int64_t org) {
  Subject s;
  s.teacher = teacher;
  s.teacher_org = org;
  return s;
}

inline Subject of_org(std::int64_t org) {
  Subject s;
  s.org = org;
  return s;
}

}  // namespace tmis::access
