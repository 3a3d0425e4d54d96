// What the lines of a report may be, whoever sealed them.
#include "exchange/report_lines.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/error.h"
#include "keys/stream.h"

using namespace tmis;
using namespace tmis::exchange;

namespace {

struct Sealed {
  Secret key = keys::random_secret(keys::kStreamKeySize);
  PayloadFigures figures;
  std::string bytes;

  explicit Sealed(const std::vector<std::string>& lines) {
    PayloadWriter out{std::filesystem::temp_directory_path().string(), key};
    for (const std::string& line : lines) out.line(line);
    figures = out.finish();
    out.each_piece([&](std::string_view piece) { bytes.append(piece); });
  }
};

/// Whether a report of these lines can be read.
bool reads(const std::vector<std::string>& lines) {
  const Sealed sealed{lines};
  try {
    const ReportReader report{sealed.bytes, sealed.figures, sealed.key};
    report.each_dossier([](DossierLines&) {});
    return true;
  } catch (const Error& error) {
    CHECK(&error.code() == &codes::package_damaged);
    return false;
  }
}

/// An object with this key, and arrays `depth` deep beside what is wanted in it.
std::string deep(const std::string& key, const std::string& wanted, std::size_t depth) {
  return "{\"" + key + "\":{" + wanted + ",\"x\":" + std::string(depth, '[') +
         std::string(depth, ']') + "}}";
}

const std::string kDossier =
    R"("number":"T1","teacher":1,"org":"A","department":"","keys":[],"content":")" +
    std::string(64, '0') + "\"";
const std::string kSubmission = R"("id":"S1")";
const std::string kHead = R"({"checkpoint":"text"})";

}  // namespace

TEST_CASE("a line may be sixteen levels deep, and no deeper") {
  CHECK(reads({deep("submission", kSubmission, 14), deep("dossier", kDossier, 14), kHead}));
  CHECK_FALSE(reads({deep("submission", kSubmission, 15), kHead}));
  CHECK_FALSE(reads({deep("submission", kSubmission, 1), deep("dossier", kDossier, 15), kHead}));
  CHECK_FALSE(reads({deep("submission", kSubmission, 1), deep("event", kSubmission, 15), kHead}));
  const std::string row(100'000, '[');
  CHECK_FALSE(reads({deep("submission", kSubmission, 1), deep("dossier", kDossier, 1),
                     "{\"row\":" + row, kHead}));
}

TEST_CASE("a line with a member twice is none") {
  CHECK_FALSE(reads({R"({"submission":{"id":"S1","id":"S2"}})", kHead}));
}

TEST_CASE("a dossier has a road of eight legs at most, and legs stand behind a dossier only") {
  std::vector<std::string> lines{deep("submission", kSubmission, 1), deep("dossier", kDossier, 1)};
  for (std::size_t i = 0; i < kMostLegs; ++i) lines.push_back(leg_line(std::to_string(i)));
  lines.push_back(kHead);
  CHECK(reads(lines));
  lines.insert(lines.begin() + 2, leg_line("one more"));
  CHECK_FALSE(reads(lines));
  CHECK_FALSE(reads({deep("submission", kSubmission, 1), leg_line("none"), kHead}));
}

TEST_CASE("what was packed to be kept comes back, and cut it doesn't") {
  const std::vector<std::string> lines{"one", "", std::string(200'000, 'x')};
  CHECK(unpacked(packed(lines)) == lines);
  CHECK(unpacked(packed({})).empty());
  const std::string bytes = packed(lines);
  for (const std::size_t left : {std::size_t{0}, std::size_t{3}, bytes.size() - 1})
    CHECK_THROWS_AS(unpacked(std::string_view{bytes}.substr(0, left)), Error);
  CHECK_THROWS_AS(unpacked(bytes + bytes), Error);
}
