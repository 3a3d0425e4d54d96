// A code table: what a code means, and which code a clerk's words mean.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tmis::schema {

struct CodeEntry {
  std::string code, zh, en;
};

/// Hash of texts that looks views up without making a string.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};
using TextMap = std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>>;

/// One file of schemas/codes/: code, Chinese, English, separated by tabs; the first line names the
/// standard.
class CodeTable {
 public:
  /// Throws schema.invalid where a code stands twice.
  CodeTable(std::string id, std::string_view tsv);

  const std::string& id() const { return id_; }
  const std::string& source() const { return source_; }  // the comment of the first line
  const std::vector<CodeEntry>& entries() const { return entries_; }

  /// Nullptr when there is no such code. Nothing is allocated.
  const CodeEntry* find(std::string_view code) const;

  /// The entry that a code or a label means (Chinese or English, any case, any width; a Chinese one
  /// also without its last character, as offices write 男 for 男性); nullptr when none or several.
  /// Nothing is allocated for a code, nor for a label as the table writes it.
  const CodeEntry* meant(std::string_view text) const;

  /// The same, and what to say when it means none or several.
  struct Resolved {
    const CodeEntry* entry = nullptr;     // nullptr: unknown or ambiguous
    std::vector<std::string> candidates;  // codes that share the label
    std::optional<std::string> near;      // what may have been meant: a label, or a code
  };
  Resolved resolve(std::string_view text) const;

 private:
  void add_label(const std::string& label, std::size_t entry);
  void add_short_label(std::size_t entry);
  const std::size_t* label(std::string_view text) const;
  std::optional<std::string> suggestion(std::string_view text) const;

  std::string id_;
  std::string source_;
  std::vector<CodeEntry> entries_;
  TextMap by_code_;
  TextMap by_label_;  // as written and folded; kShared + n: the codes of shared_[n]
  std::vector<std::vector<std::size_t>> shared_;
  TextMap by_short_label_;  // without the last character: 男 for 男性, 汉 for 汉族
};

}  // namespace tmis::schema
