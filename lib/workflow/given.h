// Words and days as options of the command line give them, checked before anything is written.
#pragma once

#include <string>

#include "schema/code_table.h"

namespace tmis::workflow {

/// The code that `word` (a code or its label) means in a table. Throws usage.value, saying what
/// `option` may be.
std::string code_meant(const schema::CodeTable& table, const std::string& word, const char* option);
/// Throws usage.value for what is neither empty nor YYYY-MM-DD.
std::string day_given(const std::string& day, const char* option);
/// Throws usage.value for what is neither empty nor YYYY-MM.
std::string month_given(const std::string& month, const char* option);

}  // namespace tmis::workflow
