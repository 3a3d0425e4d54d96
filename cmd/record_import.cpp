// tmis record import: one table, or a whole dossier of them.
#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/import_answer.h"
#include "cmd/record.h"
#include "dossier/import.h"
#include "dossier/rejects.h"
#include "dossier/workbook.h"
#include "sheet/source.h"

namespace tmis::cmd {
namespace {

struct ImportOptions {
  std::string set;
  sheet::OpenOptions from;
  dossier::ImportOptions how;
  std::string rejects;
  std::string fix_copy;
  std::string blank = "keep";
};

/// A table of a dossier and where it came from.
struct Opened {
  const schema::FieldSet* set;
  sheet::OpenOptions from;
  std::unique_ptr<Source> source;
};

/// Names that stand beside the tables in a folder or workbook and are none; a sheet of our own may
/// have been made in the other language.
bool passed_over(const std::string& name) {
  const auto ours = [&](std::string_view key) {
    return name == text_in(Language::zh, key) || name == text_in(Language::en, key);
  };
  return name.starts_with("accounts.") || name == "accounts" || name == "expect.tsv" ||
         name.starts_with("README") || ours("template.notes-sheet") || ours("reasons.sheet") ||
         name.starts_with('.');
}

void open_one(Context& ctx, Desk& desk, const std::string& name, const std::string& file,
              sheet::OpenOptions from, std::unique_ptr<Source> source, std::vector<Opened>& out) {
  const schema::FieldSet* set = desk.catalogue.named(name);
  if (passed_over(file)) {
    ctx.console.note(text("import.passed-over", arg("name", shown(file))));
  } else if (set == nullptr) {
    Place place;
    place.file = file;
    throw Error{codes::record_no_table, {arg("name", shown(file))}}.at(place);
  } else {
    out.push_back({set, std::move(from), std::move(source)});
  }
}

std::vector<Opened> open_dossier(Context& ctx, Desk& desk, const ImportOptions& o) {
  std::vector<Opened> out;
  if (std::filesystem::is_directory(o.from.path)) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(o.from.path))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      sheet::OpenOptions from = o.from;
      from.path = o.from.path + "/" + name;
      // JSON Lines have no heading: a table without rows is an empty file.
      if (file_ending(name) == "jsonl" && std::filesystem::file_size(from.path) == 0) continue;
      open_one(ctx, desk, name.substr(0, name.find('.')), name, from, nullptr, out);
      if (!out.empty() && !out.back().source) out.back().source = sheet::open(out.back().from);
    }
  } else {
    const sheet::Workbook book{o.from.path};
    for (const auto& tab : book.sheets()) {
      if (tab.hidden) continue;
      sheet::OpenOptions from = o.from;
      from.sheet = tab.name;
      open_one(ctx, desk, tab.name, tab.name, from,
               passed_over(tab.name) ? nullptr : book.open(tab.name), out);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Opened& a, const Opened& b) { return a.set->number < b.set->number; });
  return out;
}

using Books = std::vector<std::unique_ptr<dossier::FilledWorkbook>>;

/// The workbooks to fill in that came back: the one named, or those of a folder. None when it is
/// something else.
Books open_workbooks(Context& ctx, Desk& desk, const std::string& path) {
  std::vector<std::string> paths;
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      const std::string name = entry.path().filename().string();
      // ~$ and .~ are what spreadsheets leave beside an open file.
      if (file_ending(name) == "xlsx" && !name.starts_with("~$") && !name.starts_with("."))
        paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
  } else if (std::filesystem::is_regular_file(path) && sheet::is_workbook(path)) {
    paths.push_back(path);
  }
  Books out;
  for (const std::string& one : paths) {
    auto book = dossier::FilledWorkbook::open(desk, one);
    if (book == nullptr) continue;
    for (const std::string& name : book->passed_over())
      ctx.console.note(text("import.passed-over", arg("name", shown(name))));
    out.push_back(std::move(book));
  }
  return out;
}

std::string rejects_path(const ImportOptions& o, const Opened& part, std::size_t parts) {
  if (parts == 1) return o.rejects;
  std::filesystem::create_directories(o.rejects);
  const std::string ending = file_ending(part.from.path);
  return o.rejects + "/" + part.set->id + "." + (ending.empty() ? "csv" : ending);
}

/// Refuses what would write over the clerk's own file, or can't be written, before anything is
/// read.
void check_outputs(Context& ctx, const ImportOptions& o) {
  if (!o.fix_copy.empty() && file_ending(o.fix_copy) != "xlsx") {
    throw Error{
        codes::usage_value,
        {arg("value", o.fix_copy), arg("option", "--fix-copy"), arg("expected", "FILE.xlsx")}};
  }
  if (!o.rejects.empty() && is_same_file(o.rejects, o.fix_copy))
    throw Error{codes::usage_same_file, {arg("file", o.rejects)}};
  for (const std::string& out : {o.rejects, o.fix_copy}) {
    if (out.empty()) continue;
    if (is_same_file(out, o.from.path)) throw Error{codes::usage_same_file, {arg("file", out)}};
    if (std::filesystem::is_regular_file(out)) ctx.want_place(out);
  }
}

/// Rows deleted in a workbook stay: said on a terminal, and for scripts.
void tell_kept(Context& ctx, const std::vector<dossier::ImportReport>& reports) {
  for (const auto& report : reports) {
    for (const std::string& record : report.kept)
      ctx.console.note(text("import.kept", arg("record", record)));
  }
}

void give_back(const ImportOptions& o, const std::vector<Opened>& opened,
               const std::vector<dossier::ImportReport>& reports) {
  std::vector<dossier::SheetFaults> faults;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto& r = reports[i];
    faults.push_back({r.origin.sheet, &r.findings});
    if (o.rejects.empty() || r.rejected == 0) continue;
    dossier::write_rejects(opened[i].from, *opened[i].set, r.findings, r.rejected_rows,
                           rejects_path(o, opened[i], reports.size()));
  }
  if (!o.fix_copy.empty()) dossier::write_fix_copy(o.from.path, faults, o.fix_copy);
}

Exit run(Context& ctx, ImportOptions& o) {
  Desk& desk = ctx.write();
  check_outputs(ctx, o);
  if (o.blank != "keep" && o.blank != "clear") {
    throw Error{codes::usage_value,
                {arg("value", o.blank), arg("option", "--blank"), arg("expected", "keep, clear")}};
  }
  o.how.clear_blanks = o.blank == "clear";
  std::vector<Opened> opened;
  Books books;
  if (o.set == "dossier") books = open_workbooks(ctx, desk, o.from.path);
  if (!books.empty()) {
    if (!o.rejects.empty()) {
      throw Error{
          codes::usage_value,
          {arg("value", o.rejects), arg("option", "--rejects"), arg("expected", "--fix-copy")}};
    }
  } else if (o.set == "dossier") {
    opened = open_dossier(ctx, desk, o);
  } else {
    const schema::FieldSet& set = desk.catalogue.at(o.set);
    opened.push_back({&set, o.from, sheet::open(o.from)});
  }
  o.how.progress = ctx.console.progress(text("import.progress"));
  std::vector<dossier::Incoming> parts;
  for (const auto& book : books) {
    for (auto& tab : book->sheets()) parts.push_back({tab.set, tab.source.get(), tab.source.get()});
  }
  if (books.size() > 1 && !o.fix_copy.empty())
    throw Error{codes::usage_fix_copy, {arg("file", o.from.path)}};
  for (const Opened& one : opened) {
    parts.push_back({one.set, one.source.get()});
    if (!o.fix_copy.empty() && one.source->origin().format != Origin::Format::xlsx)
      throw Error{codes::usage_fix_copy, {arg("file", one.from.path)}};
  }
  if (!ctx.globals.dry_run)
    o.how.give_back = [&](const auto& reports) { give_back(o, opened, reports); };
  const auto reports = dossier::import_dossier(desk, parts, o.how);
  ctx.console.end_progress();

  std::vector<Imported> imported;
  for (const auto& r : reports) {
    imported.push_back({r.origin, r.set, r.read, r.accepted, r.updated, r.unchanged, r.rejected,
                        &r.findings, r.unlisted, r.event, r.stored, &r.kept});
  }
  tell_kept(ctx, reports);
  return print_import(ctx, imported, o.how.partial, o.rejects);
}

}  // namespace

void add_record_import(Verb record) {
  auto o = std::make_shared<ImportOptions>();
  Verb verb = record.verb("import");
  verb.required("SET", o->set);
  verb.required("--from", o->from.path);
  verb.flag("--partial", o->how.partial);
  verb.option("--rejects", o->rejects);
  verb.option("--fix-copy", o->fix_copy);
  verb.option("--sheet", o->from.sheet);
  verb.option("--encoding", o->from.encoding);
  verb.option("--blank", o->blank);
  verb.option("--org", o->how.org_code);
  verb.option("--reason", o->how.reason);
  verb.run([o](Context& ctx) { return run(ctx, *o); });
}

}  // namespace tmis::cmd
