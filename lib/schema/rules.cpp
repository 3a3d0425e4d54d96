// The order of the checks is that of the form: field by field, then the rules between them.
#include "schema/rules.h"

#include <re2/re2.h>
#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "schema/display.h"
#include "schema/normalise.h"

namespace tmis::schema {
namespace {

namespace c = tmis::codes;

/// Whether one of the codes that `list` joins by `;` is as `wanted` says.
template <class Wanted>
bool any_code(std::string_view list, Wanted wanted) {
  while (true) {
    const auto end = list.find(';');
    if (wanted(list.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
}

/// What a field's pattern asks for, in words: the text `describe.form.FIELD` where there is one.
std::string form_of(const Field& field) {
  const std::string key = "describe.form." + field.id;
  return text(has_text(key) ? key : "describe.form.unknown");
}

class Check {
 public:
  Check(const FieldSet& set, const Values& row, Day today, const std::vector<bool>& unreadable,
        std::vector<RuleFault>& out)
      : set_(set),
        row_(row),
        today_(today),
        unreadable_(unreadable),
        any_unreadable_(std::find(unreadable.begin(), unreadable.end(), true) != unreadable.end()),
        out_(out),
        first_(out.size()) {}

  void run() {
    // Each condition is asked once; the fields know which of them concern them.
    holds_.reserve(set_.conditionals.size());
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
    if (!any_unreadable_) return true;
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
    const Field& f = set_.fields[i];
    const auto in_force = [&](std::size_t n) { return holds_[n] != 0; };
    if (row_[i].is_null()) {
      if (f.required || std::any_of(f.required_when.begin(), f.required_when.end(), in_force))
        report(i, c::value_required);
      return;
    }
    const auto emptied = std::find_if(f.empty_when.begin(), f.empty_when.end(), in_force);
    if (emptied == f.empty_when.end()) return check_value(i);
    report(i, c::value_must_be_empty, {arg("because", because(set_.conditionals[*emptied].when))});
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
    if ((f.minimum && v.number < *f.minimum) || (f.maximum && v.number > *f.maximum))
      return report(i, c::value_range, limits(f));
    for (const std::string& code : f.not_allowed) {
      if (any_code(v.text, [&](std::string_view chosen) { return chosen == code; }))
        return report(i, c::value_not_allowed);
    }
    if (f.pattern && !re2::RE2::PartialMatch(v.text, *f.pattern))
      return report(i, c::value_pattern, {arg("form", form_of(f))});
    for (const std::size_t n : f.shaped_when) {
      if (holds_[n] != 0 && !check_shapes(i, set_.conditionals[n])) return;
    }
    if (f.depends_on && !bad(f.depends_on->field)) check_depends_on(i, *f.depends_on);
  }

  bool check_shapes(std::size_t i, const Conditional& conditional) {
    for (const auto& shape : conditional.shapes) {
      if (shape.field != i) continue;
      if (!re2::RE2::PartialMatch(row_[i].text, *shape.pattern)) {
        return report(i, shape.gb11643 ? c::value_identity : c::value_pattern,
                      {arg("form", form_of(set_.fields[i]))}),
               false;
      }
      if (shape.gb11643 && !is_identity_18(row_[i].text))
        return report(i, c::value_identity_checksum), false;
    }
    return true;
  }

  void check_depends_on(std::size_t i, const Field::DependsOn& d) {
    const std::string_view deciding{row_[d.field].text};
    if (deciding.empty()) return;
    // A code that isn't listed asks for nothing; when none is, anything goes.
    const auto listed = [&](auto&& pleases) {
      return any_code(deciding, [&](std::string_view other) {
        const auto found = d.prefixes.find(other);
        return found != d.prefixes.end() &&
               std::any_of(found->second.begin(), found->second.end(), pleases);
      });
    };
    if (!listed([](const std::string&) { return true; })) return;
    const bool wrong = any_code(row_[i].text, [&](std::string_view code) {
      return !listed([&](const std::string& head) { return code.starts_with(head); });
    });
    if (!wrong) return;
    std::vector<std::string> heads;
    listed([&](const std::string& head) { return heads.push_back(head), false; });
    report(i, c::rule_prefix, {arg("other", label(d.field)), arg("heads", joined(heads, ", "))});
  }

  void check_fixed(const Conditional& conditional) {
    for (const auto& [field, value] : conditional.fixed) {
      if (!sound(field) || row_[field] == value) continue;
      report(field, c::rule_implies,
             {arg("because", because(conditional.when)),
              arg("must", display(set_.fields[field], value, Form::label))});
    }
  }

  void check_rule(const Rule& rule) {
    const Value& v = row_[rule.field];
    if (v.is_null()) return;
    if (rule.when && (bad(rule.when->field) || !(row_[rule.when->field] == rule.when->value)))
      return;
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
    const std::string_view chosen{row_[rule.field].text};
    if (chosen.find(';') == std::string_view::npos) return;
    any_code(chosen, [&](std::string_view code) {
      const bool alone = std::find(rule.codes.begin(), rule.codes.end(), code) != rule.codes.end();
      if (alone) report(rule.field, c::rule_exclusive, {arg("code", code)});
      return alone;
    });
  }

  void check_future(const Rule& rule) {
    const std::string now = to_iso(today_);
    const std::string_view v{row_[rule.field].text};
    const std::string_view limit = std::string_view{now}.substr(0, v.size());
    const bool past_year = rule.kind == RuleKind::before_current_year;
    if (past_year ? v >= limit : v > limit)
      report(rule.field, past_year ? c::rule_past_year : c::rule_future, {arg("limit", limit)});
  }

  void check_pair(const Rule& rule, const Value& v, const Value& w) {
    const auto tell = [&](const Code& code) {
      report(rule.field, code, {arg("other", label(*rule.other)), arg("heads", w.text)});
    };
    switch (rule.kind) {
      case RuleKind::code_prefix:
        if (!v.text.starts_with(w.text)) tell(c::rule_prefix);
        break;
      case RuleKind::not_equal:
        if (v == w) tell(c::rule_equal);
        break;
      case RuleKind::birth_date_in_id:
        if (!is_in_number(v.text, w.text)) tell(c::rule_birth_date);
        break;
      case RuleKind::after:
        if (compare(v, w, true) <= 0) tell(c::rule_after);
        break;
      case RuleKind::not_before:
        if (compare(v, w, false) < 0) tell(c::rule_not_before);
        break;
      case RuleKind::not_after:
        if (compare(v, w, false) > 0) tell(c::rule_not_after);
        break;
      default:
        break;
    }
  }

  /// A month and a day compare over what both have, unless one must lie after the other.
  static int compare(const Value& v, const Value& w, bool whole) {
    if (v.kind == Value::Kind::integer)
      return v.number < w.number ? -1 : v.number > w.number ? 1 : 0;
    const std::size_t n = whole ? std::string::npos : std::min(v.text.size(), w.text.size());
    return std::string_view{v.text}.substr(0, n).compare(std::string_view{w.text}.substr(0, n));
  }

  /// Whether the day is the one in characters 7 to 14 of the number; yes for what has none there.
  static bool is_in_number(std::string_view day, std::string_view number) {
    if (number.size() != 18 || day.size() != 10) return true;
    return number.substr(6, 4) == day.substr(0, 4) && number.substr(10, 2) == day.substr(5, 2) &&
           number.substr(12, 2) == day.substr(8, 2);
  }

  const FieldSet& set_;
  const Values& row_;
  Day today_;
  const std::vector<bool>& unreadable_;
  bool any_unreadable_;
  std::vector<RuleFault>& out_;
  std::size_t first_;
  std::vector<char> holds_;  // by conditional
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

std::vector<Demand> demands(const FieldSet& set, const Values& row) {
  std::vector<Demand> out(set.fields.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i].required = set.fields[i].required;
  for (const Conditional& conditional : set.conditionals) {
    if (!conditional.when.holds(row, set.fields)) continue;
    for (const std::size_t field : conditional.required) out[field].required = true;
    for (const std::size_t field : conditional.empty) out[field].empty = true;
    for (const auto& [field, value] : conditional.fixed) out[field].only = &value;
  }
  return out;
}

}  // namespace tmis::schema
