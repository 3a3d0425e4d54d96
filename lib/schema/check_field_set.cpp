// `schema check`: a table file against the meta-schema, then what only a look at the whole file can
// tell. How such a file is compiled for rows is left to field_set_reader.
#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "schema/code_table.h"
#include "schema/json_document.h"
#include "schema/json_evaluate.h"
#include "schema/validator.h"

namespace tmis::schema {
namespace {

using nlohmann::json;

class Check {
 public:
  Check(const json& table, const std::string& folder, Findings& findings)
      : table_(table), folder_(folder), findings_(findings) {
    for (const auto& [id, field] : table.at("properties").items()) fields_.push_back(id);
  }

  void run() {
    names(table_.value("x-tmis-key", json::array()), "/x-tmis-key");
    names(table_.value("x-tmis-account-fields", json::array()), "/x-tmis-account-fields");
    names(table_.value("required", json::array()), "/required");
    for (const char* word : {"x-tmis-none-row", "x-tmis-none-certificate-row"}) {
      if (table_.contains(word)) field_value(table_.at(word), pointer_step(word));
    }
    const json rules = table_.value("x-tmis-rules", json::array());
    for (std::size_t i = 0; i < rules.size(); ++i)
      rule(rules[i], "/x-tmis-rules/" + std::to_string(i));
    const json originals = table_.value("x-tmis-originals", json::array());
    for (std::size_t i = 0; i < originals.size(); ++i)
      original(originals[i], "/x-tmis-originals/" + std::to_string(i));
    const json conditions = table_.value("allOf", json::array());
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      condition(conditions[i].at("if"), "/allOf/" + std::to_string(i) + "/if");
      condition(conditions[i].at("then"), "/allOf/" + std::to_string(i) + "/then");
    }
    for (const std::string& id : fields_) field(id);
  }

 private:
  void find(const Code& code, const std::string& at, const std::string& value, Args args = {}) {
    Finding f;
    f.code = &code;
    f.field = at;
    f.value = value;
    f.args = std::move(args);
    f.args.push_back(arg("at", at));
    f.args.push_back(arg("value", value));
    findings_.push_back(std::move(f));
  }

  /// Whether the table has this field; else a finding with the one that may have been meant.
  bool name(const json& id, const std::string& at) {
    const auto& word = id.get_ref<const std::string&>();
    if (table_.at("properties").contains(word)) return true;
    find(codes::schema_no_field, at, word,
         {arg("near", nearest(word, fields_).value_or(fields_.front()))});
    return false;
  }
  void names(const json& ids, const std::string& at) {
    for (std::size_t i = 0; i < ids.size(); ++i) name(ids[i], at + "/" + std::to_string(i));
  }

  const CodeTable* code_table(const std::string& id, const std::string& at) {
    const auto known = tables_.find(id);
    if (known != tables_.end()) return &known->second;
    const std::string path = folder_ + "/codes/" + id + ".tsv";
    if (!file_exists(path)) {
      find(codes::schema_no_codes, at, id);
      return nullptr;
    }
    return &tables_.emplace(id, CodeTable{id, read_file(path)}).first->second;
  }

  /// The value is one that the field can have: of its type, a code of its table.
  void value(const std::string& id, const json& v, const std::string& at) {
    const json& f = table_.at("properties").at(id);
    if (v.is_array()) {
      for (std::size_t i = 0; i < v.size(); ++i) value(id, v[i], at + "/" + std::to_string(i));
      return;
    }
    const bool coded = f.contains("x-tmis-codes");
    const std::string type = f.at("x-tmis-type");
    const bool fits = type == "boolean"   ? v.is_boolean()
                      : type == "integer" ? v.is_number_integer()
                                          : v.is_string();
    if (!fits) return find(codes::schema_value, at, v.dump(), {arg("field", id)});
    if (!coded) return;
    const std::string table_id = f.at("x-tmis-codes");
    if (!file_exists(folder_ + "/codes/" + table_id + ".tsv")) return;  // told at the field
    if (code_table(table_id, at)->find(v.get<std::string>()) == nullptr) {
      find(codes::schema_value, at, v.get<std::string>(), {arg("field", id)});
    }
  }
  void field_value(const json& pair, const std::string& at) {
    if (name(pair.at("field"), at + "/field"))
      value(pair.at("field"), pair.at("value"), at + "/value");
  }

  void rule(const json& r, const std::string& at) {
    const bool own = name(r.at("field"), at + "/field");
    if (r.contains("other")) name(r.at("other"), at + "/other");
    if (r.contains("when")) field_value(r.at("when"), at + "/when");
    if (own && r.contains("codes")) value(r.at("field"), r.at("codes"), at + "/codes");
  }

  void original(const json& o, const std::string& at) {
    for (const char* word : {"when", "unless"}) {
      if (o.contains(word)) field_value(o.at(word), at + "/" + word);
    }
    if (o.contains("number")) name(o.at("number"), at + "/number");
  }

  /// What stands in an `if` or a `then`.
  void condition(const json& c, const std::string& at) {
    if (c.contains("required")) names(c.at("required"), at + "/required");
    if (c.contains("not")) condition(c.at("not"), at + "/not");
    if (c.contains("anyOf")) {
      for (std::size_t i = 0; i < c.at("anyOf").size(); ++i)
        condition(c.at("anyOf")[i], at + "/anyOf/" + std::to_string(i));
    }
    if (!c.contains("properties")) return;
    for (const auto& [id, test] : c.at("properties").items()) {
      const std::string here = at + "/properties" + pointer_step(id);
      if (name(id, here) && test.is_object()) tested(id, test, here);
    }
  }
  void tested(const std::string& id, const json& test, const std::string& at) {
    for (const char* word : {"not", "contains"}) {
      if (test.contains(word)) tested(id, test.at(word), at + "/" + word);
    }
    for (const char* word : {"const", "enum"}) {
      if (test.contains(word)) value(id, test.at(word), at + "/" + word);
    }
  }

  void field(const std::string& id) {
    const json& f = table_.at("properties").at(id);
    const std::string at = "/properties" + pointer_step(id);
    for (const char* word : {"x-tmis-codes", "x-tmis-suggest"}) {
      if (f.contains(word)) code_table(f.at(word), at + "/" + word);
    }
    if (f.contains("not")) value(id, f.at("not").at("enum"), at + "/not/enum");
    if (f.contains("default")) default_value(id, f, at + "/default");
    if (!f.contains("x-tmis-depends-on")) return;
    const json& depends = f.at("x-tmis-depends-on");
    if (!name(depends.at("field"), at + "/x-tmis-depends-on/field")) return;
    for (const auto& [code, prefixes] : depends.at("prefixes").items()) {
      value(depends.at("field"), code, at + "/x-tmis-depends-on/prefixes" + pointer_step(code));
    }
  }

  /// A default must be a value that the field itself would take.
  void default_value(const std::string& id, const json& f, const std::string& at) {
    const json& v = f.at("default");
    const std::size_t before = findings_.size();
    value(id, v, at);
    if (findings_.size() != before) return;
    const auto faults = Validator::compile(f.dump()).validate(v.dump());
    if (!faults.empty()) find(codes::schema_value, at, v.dump(), {arg("field", id)});
  }

  const json& table_;
  const std::string& folder_;
  Findings& findings_;
  std::vector<std::string> fields_;
  std::map<std::string, CodeTable, std::less<>> tables_;
};

}  // namespace

Findings check_field_set(std::string_view schema_text, const std::string& schemas_folder) {
  Findings findings = schema_of(schemas_folder, "field-set.json").check(schema_text);
  // What doesn't have the shape of a table can't be looked at more closely.
  if (!findings.empty()) return findings;
  const json table = read_json(schema_text, Validator::kDepth);
  try {
    Validator::compile(schema_text);
    Check{table, schemas_folder, findings}.run();
  } catch (const Error& e) {  // a pattern that is none
    Finding f;
    f.code = &e.code();
    f.args = e.args();
    findings.push_back(std::move(f));
  }
  return findings;
}

}  // namespace tmis::schema
