// Answers and errors as JSON documents.
#pragma once

#include <string>

#include "base/error.h"
#include "cmd/answer.h"

namespace tmis::cmd {

std::string answer_json(const Answer& answer);
/// `{"error":{"exit","code","message","hint","details"}}` on one line.
std::string error_json(const Error& error);

}  // namespace tmis::cmd
