// What the codes of personnel_status mean to the program: who serves, who is absent, who is gone,
// and which codes only a case of another process sets. Data: schemas/employment.json, built in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tmis::people {

/// States of schemas/states/status.json.
enum class Employment : std::uint8_t { serving, absent, gone };
std::string_view name(Employment state);

/// The group of a code; serving for an empty one: nothing else was ever said.
Employment employment(std::string_view code);
/// The process that alone sets this code: "rotation", "transfer"; empty: whoever may set a status.
std::string_view set_by(std::string_view code);
/// Whether an absence of this kind goes without a planned end.
bool open_ended(std::string_view code);
/// Whether `code` may follow `present`, though who has that is gone.
bool follows(std::string_view code, std::string_view present);
/// Whether a school may take on somebody who is gone by this code.
bool may_return(std::string_view code);
/// The code of those who went to another school, in the list of the one that let go.
std::string_view transferred_status();
/// The usual code of those who serve.
std::string_view usual_status();

/// Where the causes of a group are listed (a code table; empty: there are none), and the one that a
/// code has by itself (empty: it must be said).
std::string_view cause_table(Employment state);
std::string_view usual_cause(std::string_view code);

}  // namespace tmis::people
