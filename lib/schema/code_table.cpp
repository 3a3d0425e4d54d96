// Labels are compared after trimming, half-width forms and lower case.
#include "schema/code_table.h"

#include "base/text.h"

namespace tmis::schema {
namespace {

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
    by_code_.emplace(entries_[at].code, at);
    for (const std::string& label : {entries_[at].zh, entries_[at].en}) {
      if (!label.empty()) by_label_[folded(label)].push_back(at);
    }
  }
}

const CodeEntry* CodeTable::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &entries_[found->second];
}

CodeTable::Resolved CodeTable::resolve(std::string_view text) const {
  Resolved out;
  if ((out.entry = find(text)) != nullptr) return out;
  const std::string label = folded(text);
  if ((out.entry = find(label)) != nullptr) return out;
  if (const auto found = by_label_.find(label); found != by_label_.end()) {
    if (found->second.size() == 1) {
      out.entry = &entries_[found->second.front()];
    } else {
      for (const std::size_t i : found->second) out.candidates.push_back(entries_[i].code);
    }
    return out;
  }
  std::vector<std::string> labels;
  for (const CodeEntry& e : entries_) labels.push_back(e.zh);
  out.near = nearest(trimmed(text), labels);
  return out;
}

}  // namespace tmis::schema
