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
  CodeTable(std::string id, std::string_view tsv);

  const std::string& id() const { return id_; }
  const std::string& source() const { return source_; }  // the comment of the first line
  const std::vector<CodeEntry>& entries() const { return entries_; }

  /// Nullptr when there is no such code. Nothing is allocated.
  const CodeEntry* find(std::string_view code) const;

  /// What a code or a label (Chinese or English, any case, any width) means.
  struct Resolved {
    const CodeEntry* entry = nullptr;     // nullptr: unknown or ambiguous
    std::vector<std::string> candidates;  // codes that share the label
    std::optional<std::string> near;      // the label that is nearest
  };
  Resolved resolve(std::string_view text) const;

 private:
  std::string id_;
  std::string source_;
  std::vector<CodeEntry> entries_;
  TextMap by_code_;
  std::unordered_map<std::string, std::vector<std::size_t>, TextHash, std::equal_to<>> by_label_;
};

}  // namespace tmis::schema
