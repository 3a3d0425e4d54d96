// Values for people: labels for codes, decimals with their point, the rule of a field in words.
#pragma once

#include <string>

#include "base/value.h"
#include "schema/field_set.h"

namespace tmis::schema {

/// `code` is the form of files that are imported again: codes, 1/0. `label` is for people.
enum class Form { code, label };

/// Empty for null. Sensitive values are the caller's affair.
std::string display(const Field& field, const Value& value, Form form);

/// The label of a code in the language of the texts; the code itself where the table has none.
std::string code_label(const CodeTable& table, std::string_view code);

/// The rule of a field in words, for notes in templates and `schema show`: required or when,
/// length, form of dates, range, code table.
std::string describe(const FieldSet& set, const Field& field);

}  // namespace tmis::schema
