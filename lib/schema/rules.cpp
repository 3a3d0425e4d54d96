// The order of the checks is that of the form: field by field, then the rules between them.
#include "schema/rules.h"

#include <re2/re2.h>
#include <algorithm>

#include "base/text.h"
#include "schema/normalise.h"

namespace tmis::schema {
namespace {

namespace c = tmis::codes;

class Check {
 public:
  Check(const FieldSet& set, const Values& row, Day today, const std::vector<bool>& unreadable,
        std::vector<RuleFault>& out)
      : set_(set),
        row_(row),
        today_(today),
        unreadable_(unreadable),
        out_(out),
        first_(out.size()) {}

  void run() {
    // Most rows meet each condition once: found here, asked below by field.
    holds_.clear();
    for (const Conditional& conditional : set_.conditionals) {
      holds_.push_back(knows(conditional.when) && conditional.when.holds(row_, set_.fields));
    }
    for (std::size_t i = 0; i < set_.fields.size(); ++i) {
      if (!bad(i)) check_field(i);
    }
    for (std::size_t n = 0; n < set_.conditionals.size(); ++n) {
      if (holds_[n]) check_fixed(set_.conditionals[n]);
    }
    for (const Rule& rule : set_.rules) {
      if (sound(rule.field) && (!rule.other || sound(*rule.other))) check_rule(rule);
    }
  }

 private:
  bool bad(std::size_t field) const { return field < unreadable_.size() && unreadable_[field]; }
  bool knows(const Condition& condition) const {
    for (std::size_t i = 0; i < unreadable_.size(); ++i) {
      if (unreadable_[i] && condition.uses(i)) return false;
    }
    return true;
  }
  bool sound(std::size_t field) const {
    return !bad(field) &&
           std::none_of(out_.begin() + static_cast<std::ptrdiff_t>(first_), out_.end(),
                        [&](const RuleFault& f) { return f.field == field; });
  }
  void report(std::size_t field, const Code& code, Args args = {}) {
    out_.push_back({field, &code, std::move(args)});
  }
  const std::string& label(std::size_t field) const { return set_.fields[field].label.here(); }

  void check_field(std::size_t i) {
    const bool empty = row_[i].is_null();
    bool needed = set_.fields[i].required;
    for (std::size_t n = 0; n < set_.conditionals.size(); ++n) {
      if (!holds_[n]) continue;
      const Conditional& conditional = set_.conditionals[n];
      const auto& wanted = conditional.required;
      const auto& unwanted = conditional.empty;
      needed = needed || std::find(wanted.begin(), wanted.end(), i) != wanted.end();
      if (!empty && std::find(unwanted.begin(), unwanted.end(), i) != unwanted.end()) {
        return report(i, c::value_must_be_empty, {arg("because", because(conditional.when))});
      }
    }
    if (!empty) return check_value(i);
    if (needed) report(i, c::value_required);
  }

  /// The field that decides, for the text: 学位层次.
  std::string because(const Condition& when) const {
    return when.any_of.empty() || when.any_of.front().empty()
               ? ""
               : label(when.any_of.front().front().field);
  }

  void check_value(std::size_t i) {
    const Field& f = set_.fields[i];
    const Value& v = row_[i];
    if (f.max_length > 0 && v.text.size() > f.max_length && code_points(v.text) > f.max_length) {
      return report(i, c::value_too_long,
                    {arg("most", f.max_length), arg("length", code_points(v.text))});
    }
    if ((f.minimum && v.number < *f.minimum) || (f.maximum && v.number > *f.maximum)) {
      std::int64_t scale = 1;
      for (int k = 0; k < f.decimals; ++k) scale *= 10;
      return report(i, c::value_range,
                    {arg("least", f.minimum.value_or(0) / scale),
                     arg("most", f.maximum.value_or(0) / scale)});
    }
    if (!f.not_allowed.empty() &&
        std::find(f.not_allowed.begin(), f.not_allowed.end(), v.text) != f.not_allowed.end()) {
      return report(i, c::value_not_allowed);
    }
    if (f.pattern && !re2::RE2::PartialMatch(v.text, *f.pattern))
      return report(i, c::value_pattern);
    for (std::size_t n = 0; n < set_.conditionals.size(); ++n) {
      if (holds_[n] && !check_shapes(i, set_.conditionals[n])) return;
    }
    if (f.depends_on && !bad(f.depends_on->field)) check_depends_on(i, *f.depends_on);
  }

  bool check_shapes(std::size_t i, const Conditional& conditional) {
    for (const auto& shape : conditional.shapes) {
      if (shape.field != i) continue;
      if (!re2::RE2::PartialMatch(row_[i].text, *shape.pattern))
        return report(i, c::value_identity), false;
      if (shape.gb11643 && !is_identity_18(row_[i].text))
        return report(i, c::value_identity_checksum), false;
    }
    return true;
  }

  void check_depends_on(std::size_t i, const Field::DependsOn& d) {
    if (row_[d.field].is_null()) return;
    std::vector<std::string> heads;
    for (const auto other : split(row_[d.field].text, ';')) {
      if (const auto found = d.prefixes.find(other); found != d.prefixes.end()) {
        heads.insert(heads.end(), found->second.begin(), found->second.end());
      }
    }
    if (heads.empty()) return;
    for (const auto code : split(row_[i].text, ';')) {
      const bool fits = std::any_of(heads.begin(), heads.end(),
                                    [&](const std::string& h) { return code.starts_with(h); });
      if (!fits)
        return report(i, c::rule_prefix,
                      {arg("other", label(d.field)), arg("heads", joined(heads, ", "))});
    }
  }

  void check_fixed(const Conditional& conditional) {
    for (const auto& [field, value] : conditional.fixed) {
      if (sound(field) && !(row_[field] == value)) {
        report(field, c::rule_implies,
               {arg("because", because(conditional.when)), arg("must", value.text)});
      }
    }
  }

  void check_rule(const Rule& rule) {
    const Value& v = row_[rule.field];
    if (v.is_null()) return;
    switch (rule.kind) {
      case RuleKind::exclusive_code:
        return check_exclusive(rule);
      case RuleKind::before_current_year:
      case RuleKind::not_after_current_year:
      case RuleKind::not_in_future:
        return check_future(rule);
      default:
        if (rule.other && !row_[*rule.other].is_null()) check_pair(rule, v, row_[*rule.other]);
    }
  }

  void check_exclusive(const Rule& rule) {
    const auto chosen = split(row_[rule.field].text, ';');
    for (const auto code : chosen) {
      if (chosen.size() > 1 &&
          std::find(rule.codes.begin(), rule.codes.end(), code) != rule.codes.end()) {
        return report(rule.field, c::rule_exclusive, {arg("code", code)});
      }
    }
  }

  void check_future(const Rule& rule) {
    const std::string now = to_iso(today_);
    const std::string& v = row_[rule.field].text;
    const std::string_view limit = std::string_view{now}.substr(0, std::min(v.size(), now.size()));
    if (rule.kind == RuleKind::before_current_year ? v >= limit : v > limit) {
      report(rule.field,
             rule.kind == RuleKind::before_current_year ? c::rule_past_year : c::rule_future,
             {arg("limit", limit)});
    }
  }

  void check_pair(const Rule& rule, const Value& v, const Value& w) {
    const Args args{arg("other", label(*rule.other))};
    if (rule.kind == RuleKind::code_prefix) {
      if (!v.text.starts_with(w.text))
        report(rule.field, c::rule_prefix, {args[0], arg("heads", w.text)});
    } else if (rule.kind == RuleKind::not_equal) {
      if (v == w) report(rule.field, c::rule_equal, args);
    } else if (rule.kind == RuleKind::birth_date_in_id) {
      check_birth_date(rule, v, w);
    } else {
      const int order = compare(v, w, rule.kind == RuleKind::after);
      if (rule.kind == RuleKind::after && order <= 0) report(rule.field, c::rule_after, args);
      if (rule.kind == RuleKind::not_before && order < 0)
        report(rule.field, c::rule_not_before, args);
      if (rule.kind == RuleKind::not_after && order > 0)
        report(rule.field, c::rule_not_after, args);
    }
  }

  /// A month and a day compare over what both have, unless one must lie after the other.
  static int compare(const Value& v, const Value& w, bool whole) {
    if (v.kind == Value::Kind::integer)
      return v.number < w.number ? -1 : v.number > w.number ? 1 : 0;
    const std::size_t n = whole ? std::string::npos : std::min(v.text.size(), w.text.size());
    return std::string_view{v.text}.substr(0, n).compare(std::string_view{w.text}.substr(0, n));
  }

  void check_birth_date(const Rule& rule, const Value& born, const Value& number) {
    if (!is_identity_18(number.text) || born.text.size() != 10) return;
    const std::string digits =
        born.text.substr(0, 4) + born.text.substr(5, 2) + born.text.substr(8, 2);
    if (number.text.compare(6, 8, digits) != 0)
      report(rule.field, c::rule_birth_date, {arg("other", label(*rule.other))});
  }

  const FieldSet& set_;
  const Values& row_;
  Day today_;
  const std::vector<bool>& unreadable_;
  std::vector<RuleFault>& out_;
  std::size_t first_;
  std::vector<bool> holds_;
};

}  // namespace

std::string RuleFault::id(const FieldSet& set) const {
  std::string_view name = code->name;
  return std::string{name.substr(name.find('.') + 1)} + ":" + set.fields[field].id;
}

void check_row(const FieldSet& set, const Values& row, Day today,
               const std::vector<bool>& unreadable, std::vector<RuleFault>& out) {
  Check{set, row, today, unreadable, out}.run();
}

}  // namespace tmis::schema
