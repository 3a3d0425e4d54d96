// Part names come from the relations, not from custom: writers differ.
#include "sheet/xlsx_workbook.h"

#include <map>

#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/place.h"

namespace tmis::sheet {
namespace {

constexpr std::size_t kMostNames = 10000;  // relations, formats: honest files have a few dozen

[[noreturn]] void broken(const ZipPackage& package, std::string_view part, const char* why) {
  throw fault(codes::xlsx_broken, package.origin(),
              {arg("part", shown(part)), arg("line", "-"), arg("why", why)});
}

/// `target` as seen from the folder of `part`.
std::string resolve(std::string_view part, std::string_view target) {
  std::vector<std::string> path;
  if (!target.starts_with('/')) {
    for (const auto step : split(part, '/')) path.emplace_back(step);
    path.pop_back();
  }
  for (const auto step : split(target, '/')) {
    if (step == "..") {
      if (!path.empty()) path.pop_back();
    } else if (!step.empty() && step != ".") {
      path.emplace_back(step);
    }
  }
  return joined(path, "/");
}

class RelationsHandler : public XmlHandler {
 public:
  RelationsHandler(const ZipPackage& package, std::string_view of) : package_(package), of_(of) {}
  void start(std::string_view name, const Attributes& a) override {
    if (name != "Relationship") return;
    if (found.size() == kMostNames) broken(package_, of_, "relations");
    Relation relation;
    relation.id = a.get("Id");
    const auto type = a.get("Type");
    relation.type = type.substr(type.rfind('/') + 1);
    relation.external = a.get("TargetMode") == "External";
    if (!relation.external) relation.target = resolve(of_, a.get("Target"));
    found.push_back(std::move(relation));
  }
  void end(std::string_view) override {}
  std::vector<Relation> found;

 private:
  const ZipPackage& package_;
  std::string of_;
};

class WorkbookHandler : public XmlHandler {
 public:
  struct Found {
    std::string name, state, relation;
  };
  void start(std::string_view name, const Attributes& a) override {
    if (name == "workbookPr") from_1904 = is_true(a.get("date1904"));
    if (name == "sheet" && sheets.size() <= kParts) {
      sheets.push_back(
          {std::string{a.get("name")}, std::string{a.get("state")}, std::string{a.get("id")}});
    }
  }
  void end(std::string_view) override {}
  std::vector<Found> sheets;
  bool from_1904 = false;
};

/// The kinds of the cell formats (cellXfs), in order.
class StylesHandler : public XmlHandler {
 public:
  void start(std::string_view name, const Attributes& a) override {
    if (name == "cellXfs") in_cells_ = true;
    if (name == "numFmt" && codes_.size() < kMostNames) {
      codes_.emplace(attribute_number<std::uint32_t>(a.get("numFmtId")),
                     format_kind(a.get("formatCode")));
    }
    if (name == "xf" && in_cells_ && kinds.size() < 8 * kMostNames) {
      const auto id = attribute_number<std::uint32_t>(a.get("numFmtId"));
      const auto own = codes_.find(id);
      kinds.push_back(own != codes_.end() ? own->second : builtin_kind(id));
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }
  std::vector<NumberKind> kinds;

 private:
  std::map<std::uint32_t, NumberKind> codes_;
  bool in_cells_ = false;
};

}  // namespace

std::vector<Relation> read_relations(ZipPackage& package, std::string_view name) {
  const auto slash = name.rfind('/');
  const auto cut = slash == std::string_view::npos ? 0 : slash + 1;
  const std::string part =
      std::string{name.substr(0, cut)} + "_rels/" + std::string{name.substr(cut)} + ".rels";
  const auto found = package.find(part);
  if (!found) return {};
  RelationsHandler handler{package, name};
  read_xml(package, *found, handler);
  return std::move(handler.found);
}

XlsxWorkbook::XlsxWorkbook(SharedInput input, const Origin& origin)
    : package_(std::move(input), origin) {
  refuse_other_kinds();
  for (const Relation& relation : read_relations(package_, "")) {
    if (relation.type == "officeDocument" && !relation.external) part_name_ = relation.target;
  }
  read_workbook();
}

void XlsxWorkbook::refuse_other_kinds() {
  static const std::pair<const char*, const char*> kKinds[] = {
      {"word/document.xml", "Word (.docx)"},
      {"ppt/presentation.xml", "PowerPoint (.pptx)"},
      {"xl/workbook.bin", "Excel (.xlsb)"},
      {"content.xml", "OpenDocument (.ods)"},
  };
  for (const auto& [part, kind] : kKinds) {
    if (package_.find(part))
      throw fault(codes::sheet_wrong_kind, package_.origin(), {arg("kind", kind)});
  }
  if (!package_.find("[Content_Types].xml") || !package_.find("_rels/.rels"))
    throw fault(codes::sheet_wrong_kind, package_.origin(), {arg("kind", "ZIP")});
}

void XlsxWorkbook::read_workbook() {
  const auto part = package_.find(part_name_);
  if (part_name_.empty() || !part) broken(package_, "_rels/.rels", "officeDocument");
  WorkbookHandler handler;
  read_xml(package_, *part, handler);
  if (handler.sheets.size() > kParts) broken(package_, part_name_, "sheets");
  from_1904_ = handler.from_1904;
  std::map<std::string, Relation> relations;
  for (Relation& relation : read_relations(package_, part_name_)) {
    if (relation.type == "styles") styles_part_ = package_.find(relation.target);
    if (relation.type == "sharedStrings") strings_part_ = package_.find(relation.target);
    relations.emplace(relation.id, relation);
  }
  for (auto& found : handler.sheets) {
    const auto relation = relations.find(found.relation);
    if (relation == relations.end()) broken(package_, part_name_, "sheet without a part");
    if (relation->second.external) {
      throw fault(codes::xlsx_external, package_.origin(), {arg("sheet", shown(found.name))});
    }
    if (relation->second.type != "worksheet") continue;  // charts, dialogs, macros
    const auto sheet = package_.find(relation->second.target);
    if (!sheet) broken(package_, part_name_, "sheet without a part");
    const bool hidden = found.state == "hidden" || found.state == "veryHidden";
    sheets_.push_back({std::move(found.name), hidden, *sheet});
  }
}

const XlsxWorkbook::Sheet& XlsxWorkbook::find(const std::string& name) const {
  std::vector<std::string> names;
  for (const Sheet& sheet : sheets_) {
    if (name.empty() ? !sheet.hidden : sheet.name == name) return sheet;
    names.push_back(sheet.name);
  }
  if (name.empty()) throw fault(codes::sheet_none, package_.origin());
  const auto near = nearest(name, names);
  throw fault(codes::sheet_not_found, package_.origin(),
              {arg("sheet", shown(name)), arg("sheets", shown(joined(names, ", "))),
               arg("nearest", shown(near            ? *near
                                    : names.empty() ? std::string{}
                                                    : names.front()))});
}

void XlsxWorkbook::load() {
  if (loaded_) return;
  if (styles_part_) {
    StylesHandler handler;
    read_xml(package_, *styles_part_, handler);
    kinds_ = std::move(handler.kinds);
  }
  if (strings_part_) strings_.read(package_, *strings_part_);
  loaded_ = true;
}

}  // namespace tmis::sheet
