// Finding a person: by teacher number, staff number, login or identity number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journal/desk.h"

namespace tmis::people {

/// What is known of a person without opening the dossier's tables.
struct Person {
  std::int64_t row = 0;
  std::string number;
  std::int64_t org = 0;
  std::string org_code;
  std::string department;
  std::string name;
};

/// What somebody was called by, as a message may repeat it: masked where it is, or was meant to be,
/// an identity number.
std::string as_called(std::string_view word);
/// teacher.not-found (6) of whoever was called by `word`, to be thrown.
Error no_teacher(std::string_view word);

/// The person whom `word` names, anywhere in the file; nothing when there is none. Throws
/// teacher.ambiguous (2) when a staff number fits several.
std::optional<Person> find_person(Desk& desk, std::string_view word);
/// The same; throws teacher.not-found, also for someone out of sight of `permit`, existing or not.
Person person(Desk& desk, const Permit& permit, std::string_view word);
/// By the full identity number alone: whoever holds the index key finds everyone,
/// a teacher oneself, anybody else nobody.
std::optional<Person> find_by_identity(Desk& desk, std::string_view number);
/// Asks for `command` on the dossier that `word` names. One who may not see it learns nothing: a
/// person out of sight is teacher.not-found, unless the role forbids the command anyway.
struct Admitted {
  Permit permit;
  Person person;
};
Admitted admit(Desk& desk, std::string_view command, std::string_view word,
               access::TableSource source = access::TableSource::any);

/// Those in the reach of a permit, by organisation, department and number.
std::vector<Person> persons(Desk& desk, const Permit& permit, std::string_view department = {});
/// Of them those who have not left by today: of the others nothing is asked, their dossiers are
/// closed.
std::vector<Person> serving_persons(Desk& desk, const Permit& permit);
Person person(Desk& desk, std::int64_t row);

/// The subject of a command about an organisation: `code`, or one's own when it is empty.
access::Subject subject_of(Desk& desk, const std::string& code);

/// The full identity number of a person (empty when none was given), or nothing when the key isn't
/// held; the caller has asked whether it may be seen.
std::optional<std::string> identity_number(Desk& desk, std::int64_t teacher);

}  // namespace tmis::people
