// Marks cell by cell (sheet_marker), makes the red formats (red_styles), registers the sheet of
// reasons.
#include "sheet/fix_copy.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/place.h"
#include "sheet/recognise.h"
#include "sheet/sheet_marker.h"
#include "sheet/xlsx_file.h"
#include "sheet/xlsx_workbook.h"
#include "sheet/xml.h"
#include "sheet/xml_edit.h"
#include "sheet/xml_splice.h"
#include "sheet/zip_copy.h"

namespace tmis::sheet {
namespace {

constexpr std::size_t kSmallPart = 32u << 20;  // parts that are held in memory
constexpr std::size_t kMostLinks = 65530;
constexpr const char* kMainPart = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

/// Puts text before the end of the element `list` and remembers the tags `item` on the way.
class Appender : public XmlHandler {
 public:
  Appender(ZipPackage& package, std::size_t part, const char* list, const char* item)
      : list_(list),
        item_(item),
        splice_(package, part, *this, [this, &package](std::string_view s) {
          if (out_.size() + s.size() > kSmallPart)
            throw fault(codes::xlsx_bomb, package.origin(), {arg("part", "-")});
          out_ += s;
        }) {}

  using Make = std::function<std::string(const Appender&)>;
  /// The part's new text.
  std::string run(Make make) {
    make_ = std::move(make);
    splice_.run();
    return std::move(out_);
  }
  /// Gives the sheet `from` of the workbook another name on the way.
  void rename(std::string from, std::string to) {
    from_ = std::move(from);
    to_ = std::move(to);
  }
  struct Item {
    std::string tag, id, type, target, sheet_id, id_name;
  };
  const std::vector<Item>& items() const { return items_; }
  const std::string& root() const { return root_; }
  /// Prefix of the list's name with its colon.
  const std::string& prefix() const { return prefix_; }

  void start(std::string_view name, const Attributes& a) override {
    if (root_.empty()) root_ = splice_.tag();
    if (name == list_) {
      const std::string full = Tag{splice_.tag()}.name();
      prefix_ = full.substr(0, full.size() - name.size());
    }
    if (name != item_) return;
    if (!to_.empty() && a.get("name") == from_) {
      Tag tag{splice_.tag()};
      tag.set("name", xml_escaped(to_));
      splice_.replace(tag.text());
      return;
    }
    items_.push_back({splice_.tag(), std::string{a.get("Id")}, std::string{a.get("Type")},
                      std::string{a.get("Target")}, std::string{a.get("sheetId")},
                      std::string{a.raw_name("id")}});
  }
  void end(std::string_view name) override {
    if (name == list_) splice_.insert(make_(*this));
  }

 private:
  std::string_view list_, item_;
  std::string out_;
  std::string root_, prefix_;
  std::string from_, to_;
  std::vector<Item> items_;
  Make make_;
  Splice splice_;
};

class FixCopy {
 public:
  FixCopy(const std::string& path, const std::string& out, const ReasonSheet& words)
      : out_(out),
        words_(words),
        known_({words, reason_sheet(Language::zh), reason_sheet(Language::en)}),
        workbook_(open_workbook(path)),
        package_(workbook_->package()) {}

  void run(const std::vector<Mark>& marks) {
    mark(marks);
    const std::string part = reason_part();
    write_reasons(part, marks);
    copy_zip(package_, std::move(parts_), out_);
  }

 private:
  static std::shared_ptr<XlsxWorkbook> open_workbook(const std::string& path);
  void mark(const std::vector<Mark>& marks);
  std::string reason_part();
  bool is_ours(const std::string& sheet) const;
  const XlsxWorkbook::Sheet* earlier_reasons() const;
  std::string free_name() const;
  void rename_sheet(const std::string& from, const std::string& to);
  std::string add_sheet(const std::string& name);
  void append(const std::string& part, const char* list, const char* item,
              const Appender::Make& make, const std::pair<std::string, std::string>& rename = {});
  void write_reasons(const std::string& part, const std::vector<Mark>& marks);
  void write_row(Scratch& to, std::size_t row, std::initializer_list<std::string_view> cells) const;
  Scratch& begin_part(const std::string& name) {
    return parts_.insert_or_assign(name, Scratch{out_}).first->second;
  }
  void put(const std::string& name, std::string_view text) { begin_part(name).write(text); }

  std::string out_;
  ReasonSheet words_;
  std::vector<ReasonSheet> known_;  // of earlier rounds
  std::shared_ptr<XlsxWorkbook> workbook_;
  ZipPackage& package_;
  NewParts parts_;
  bool strict_ = false;  // the other set of namespaces, ISO/IEC 29500 Strict
};

std::shared_ptr<XlsxWorkbook> FixCopy::open_workbook(const std::string& path) {
  auto input = std::make_shared<Input>(path);
  Origin origin;
  origin.path = path;
  origin.name = file_name(path);
  if (recognise(input->view(), origin) != Content::workbook)
    throw fault(codes::sheet_wrong_kind, origin, {arg("kind", "CSV / JSON")});
  return std::make_shared<XlsxWorkbook>(std::move(input), origin);
}

void FixCopy::mark(const std::vector<Mark>& marks) {
  std::map<std::string, MarkedCells> by_sheet;
  for (const Mark& m : marks) {
    if (m.row == 0 || m.row > kRows || m.column > kColumns) continue;
    by_sheet[m.sheet][m.row].insert(std::max(m.column, 1u));
  }
  if (!workbook_->styles_part()) {
    throw fault(codes::xlsx_broken, package_.origin(),
                {arg("part", "styles.xml"), arg("line", "-"), arg("why", "cellXfs")});
  }
  const std::size_t styles_part = *workbook_->styles_part();
  const std::string styles_name = package_.name(styles_part);
  RedStyles styles{package_.origin(), styles_name, package_.read(styles_part, kSmallPart)};
  for (auto& [name, cells] : by_sheet) {
    const std::size_t part = workbook_->find(name).part;
    Scratch& to = begin_part(package_.name(part));
    mark_sheet(package_, part, std::move(cells), styles,
               [&to](std::string_view s) { to.write(s); });
  }
  put(styles_name, styles.result());
}

/// Whether the sheet has the headings of a sheet of reasons.
bool FixCopy::is_ours(const std::string& sheet) const {
  Line line;
  if (!open_xlsx(workbook_, sheet)->next(line) || line.used != 3) return false;
  return std::any_of(known_.begin(), known_.end(), [&](const ReasonSheet& words) {
    return line.cells[0].text == words.sheet && line.cells[1].text == words.cell &&
           line.cells[2].text == words.reason;
  });
}

const XlsxWorkbook::Sheet* FixCopy::earlier_reasons() const {
  for (const XlsxWorkbook::Sheet& sheet : workbook_->sheets()) {
    const bool named = std::any_of(known_.begin(), known_.end(), [&](const ReasonSheet& words) {
      return sheet.name.starts_with(sheet_name(words.name));
    });
    if (named && is_ours(sheet.name)) return &sheet;
  }
  return nullptr;
}

std::string FixCopy::free_name() const {
  const auto& sheets = workbook_->sheets();
  std::string name = sheet_name(words_.name);
  const auto taken = [&](const XlsxWorkbook::Sheet& s) { return s.name == name; };
  for (int n = 2; std::any_of(sheets.begin(), sheets.end(), taken); ++n)
    name = sheet_name(std::string{words_.name}.append(" ").append(std::to_string(n)));
  return name;
}

/// Name of the part for the reasons: that of an earlier round, or a new one, registered.
std::string FixCopy::reason_part() {
  if (workbook_->sheets().empty()) throw fault(codes::sheet_none, package_.origin());
  const XlsxWorkbook::Sheet* earlier = earlier_reasons();
  if (earlier == nullptr) return add_sheet(free_name());
  if (!earlier->name.starts_with(sheet_name(words_.name))) rename_sheet(earlier->name, free_name());
  return package_.name(earlier->part);
}

void FixCopy::rename_sheet(const std::string& from, const std::string& to) {
  append(workbook_->part_name(), "sheets", "sheet", [](const Appender&) { return std::string{}; },
         {from, to});
}

void FixCopy::append(const std::string& part, const char* list, const char* item,
                     const Appender::Make& make,
                     const std::pair<std::string, std::string>& rename) {
  const auto found = package_.find(part);
  if (!found) {
    throw fault(codes::xlsx_broken, package_.origin(),
                {arg("part", part), arg("line", "-"), arg("why", "-")});
  }
  Appender appender{package_, *found, list, item};
  appender.rename(rename.first, rename.second);
  std::string text = appender.run(make);
  strict_ =
      strict_ || appender.root().find("purl.oclc.org/ooxml/spreadsheetml") != std::string::npos;
  put(package_.name(*found), text);
}

/// Registers a new sheet beside the first one: content type, relation, place among the tabs.
std::string FixCopy::add_sheet(const std::string& name) {
  const std::string first = package_.name(workbook_->sheets().front().part);
  const std::string folder = first.substr(0, first.rfind('/') + 1);
  std::string file = "reasons.xml";
  for (int n = 2; package_.find(folder + file); ++n) file = "reasons" + std::to_string(n) + ".xml";
  append("[Content_Types].xml", "Types", "", [&](const Appender& a) {
    return "<" + a.prefix() + "Override PartName=\"/" + xml_escaped(folder + file) +
           "\" ContentType=\"" + kMainPart + "worksheet+xml\"/>";
  });
  const std::string& book = workbook_->part_name();
  const auto slash = book.rfind('/') + 1;
  std::string id;
  append(book.substr(0, slash) + "_rels/" + book.substr(slash) + ".rels", "Relationships",
         "Relationship", [&](const Appender& a) {
           const auto used = [&](const std::string& s) {
             return std::any_of(a.items().begin(), a.items().end(),
                                [&](const auto& item) { return item.id == s; });
           };
           for (int n = 1; id.empty() || used(id); ++n) id = "rIdReasons" + std::to_string(n);
           const auto like = std::find_if(a.items().begin(), a.items().end(), [](const auto& item) {
             return item.type.ends_with("/worksheet");
           });
           return "<" + a.prefix() + "Relationship Id=\"" + id + "\" Type=\"" +
                  xml_escaped(like->type) + "\" Target=\"/" + xml_escaped(folder + file) + "\"/>";
         });
  append(book, "sheets", "sheet", [&](const Appender& a) {
    std::uint64_t last = 0;
    for (const auto& item : a.items()) {
      last = std::max(last, attribute_number<std::uint64_t>(item.sheet_id));
    }
    // A copy of the last one: its tag may declare the prefix of the id itself.
    Tag tag{a.items().back().tag};
    tag.set("name", xml_escaped(name));
    tag.set("sheetId", std::to_string(last + 1));
    tag.set(a.items().back().id_name, id);
    tag.remove("state");
    return tag.is_empty() ? tag.text() : tag.text() + "</" + tag.name() + ">";
  });
  return folder + file;
}

void FixCopy::write_row(Scratch& to, std::size_t row,
                        std::initializer_list<std::string_view> cells) const {
  std::string out = "<row r=\"" + std::to_string(row) + "\">";
  std::uint32_t column = 0;
  for (const std::string_view text : cells) {
    out.append("<c r=\"").append(column_name(++column)).append(std::to_string(row));
    out.append("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    out.append(xml_escaped(escaped(text))).append("</t></is></c>");
  }
  to.write(out.append("</row>"));
}

void FixCopy::write_reasons(const std::string& part, const std::vector<Mark>& marks) {
  Scratch& to = begin_part(part);
  const char* space = strict_ ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
                              : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  to.write(
      std::string{"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
                  "xmlns=\""} +
      space +
      "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
      "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
      "<col min=\"1\" max=\"1\" width=\"24\" customWidth=\"1\"/><col min=\"2\" max=\"2\" "
      "width=\"10\" customWidth=\"1\"/><col min=\"3\" max=\"3\" width=\"90\" customWidth=\"1\"/>"
      "</cols><sheetData>");
  write_row(to, 1, {words_.sheet, words_.cell, words_.reason});
  std::string links;
  for (std::size_t i = 0; i < marks.size() && i + 2 <= kRows; ++i) {
    const Mark& m = marks[i];
    const std::string cell = column_name(std::max(m.column, 1u)) + std::to_string(m.row);
    write_row(to, i + 2, {m.sheet, cell, m.reason});
    if (i >= kMostLinks) continue;
    std::string quoted;
    for (const char c : m.sheet) quoted.append(c == '\'' ? 2 : 1, c);
    links += "<hyperlink ref=\"B" + std::to_string(i + 2) + "\" location=\"'" +
             xml_escaped(quoted) + "'!" + cell + "\"/>";
  }
  to.write("</sheetData>");
  if (!links.empty()) to.write("<hyperlinks>" + links + "</hyperlinks>");
  to.write("</worksheet>\n");
}

}  // namespace

ReasonSheet reason_sheet(Language language) {
  return {text_in(language, "reasons.sheet"), text_in(language, "reasons.sheet-name"),
          text_in(language, "reasons.cell"), text_in(language, "reasons.column")};
}

void fix_copy(const std::string& path, const std::string& out, const std::vector<Mark>& marks,
              const ReasonSheet& words) {
  FixCopy{path, out, words}.run(marks);
}

}  // namespace tmis::sheet
