// Labels are compared after trimming, half-width forms and lower case. Suggestions are made only
// for what is refused.
#include "schema/code_table.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace tmis::schema {
namespace {

/// Of an index in by_label_: not an entry, but a list of those that share the label.
constexpr std::size_t kShared = ~(~std::size_t{0} >> 1);

constexpr std::size_t kSeveral = ~std::size_t{0};  // of by_short_label_

std::string folded(std::string_view label) {
  std::string out{trimmed(label)};
  to_half_width(out);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

CodeTable::CodeTable(std::string id, std::string_view tsv) : id_(std::move(id)) {
  for (std::string_view line : split(tsv, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with('#')) {
      if (source_.empty()) source_ = trimmed(line.substr(1));
      continue;
    }
    if (line.empty()) continue;
    const auto parts = split(line, '\t');
    const std::size_t at = entries_.size();
    entries_.push_back({std::string{parts[0]}, std::string{parts.size() > 1 ? parts[1] : ""},
                        std::string{parts.size() > 2 ? parts[2] : ""}});
    if (!by_code_.emplace(entries_[at].code, at).second) {
      throw Error{tmis::codes::schema_invalid,
                  {arg("file", "codes/" + id_ + ".tsv"), arg("word", entries_[at].code)}};
    }
    for (const std::string& label : {entries_[at].zh, entries_[at].en}) {
      if (label.empty()) continue;
      add_label(label, at);
      if (std::string fold = folded(label); fold != label) add_label(fold, at);
    }
    add_short_label(at);
  }
}

void CodeTable::add_label(const std::string& label, std::size_t entry) {
  const auto [at, fresh] = by_label_.emplace(label, entry);
  if (fresh || at->second == entry) return;
  if (at->second < kShared) {
    shared_.push_back({at->second});
    at->second = kShared + shared_.size() - 1;
  }
  auto& entries = shared_[at->second - kShared];
  if (entries.back() != entry) entries.push_back(entry);
}

/// Offices write 男, 汉, 北京: the label without its last character.
void CodeTable::add_short_label(std::size_t at) {
  std::string label = folded(entries_[at].zh);
  if (is_ascii(label) || code_points(label) < 2) return;
  do label.pop_back();
  while (bad_utf8(label));
  const auto [found, fresh] = by_short_label_.emplace(label, at);
  if (!fresh) found->second = kSeveral;
}

const CodeEntry* CodeTable::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &entries_[found->second];
}

const std::size_t* CodeTable::label(std::string_view text) const {
  const auto found = by_label_.find(text);
  return found == by_label_.end() ? nullptr : &found->second;
}

const CodeEntry* CodeTable::meant(std::string_view text) const {
  const auto one = [&](const std::size_t* at) {
    return at == nullptr || *at >= kShared ? nullptr : &entries_[*at];
  };
  if (const CodeEntry* entry = find(text)) return entry;
  if (const std::size_t* at = label(text)) return one(at);
  const std::string fold = folded(text);
  if (const CodeEntry* entry = find(fold)) return entry;
  if (const std::size_t* at = label(fold)) return one(at);
  const auto found = by_short_label_.find(fold);
  return found == by_short_label_.end() ? nullptr : one(&found->second);
}

CodeTable::Resolved CodeTable::resolve(std::string_view text) const {
  Resolved out;
  if ((out.entry = meant(text)) != nullptr) return out;
  const std::size_t* at = label(text);
  if (at == nullptr) at = label(folded(text));
  if (at == nullptr) {
    out.near = suggestion(text);
  } else {  // one label, several codes
    for (const std::size_t i : shared_[*at - kShared]) out.candidates.push_back(entries_[i].code);
  }
  return out;
}

std::optional<std::string> CodeTable::suggestion(std::string_view text) const {
  constexpr std::size_t kLongest = 200;  // bytes; what is longer is no misspelt label
  const std::string word = text.size() > kLongest ? "" : folded(text);
  if (word.empty()) return std::nullopt;
  // A spreadsheet drops the zeros in front: 1 for 01.
  if (is_digits(word)) {
    for (std::string code = "0" + word; code.size() <= 3; code.insert(0, "0")) {
      if (find(code) != nullptr) return code;
    }
    return std::nullopt;
  }
  std::vector<std::string> labels;
  for (const CodeEntry& e : entries_) labels.push_back(is_ascii(word) ? folded(e.en) : e.zh);
  if (auto near = nearest(word, labels)) return near;
  // 本科毕业 for 大学本科毕业: the shortest label that has all of it.
  const std::string* best = nullptr;
  for (const std::string& label : labels) {
    const bool holds = label.find(word) != std::string::npos;
    if (holds && (best == nullptr || label.size() < best->size())) best = &label;
  }
  return best == nullptr || code_points(word) < 2 ? std::nullopt : std::optional{*best};
}

}  // namespace tmis::schema
