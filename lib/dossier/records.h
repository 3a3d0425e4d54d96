// Reading records: one dossier, one table, all versions of a row; and files of them going out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dossier/item.h"
#include "journal/desk.h"
#include "people/person.h"
#include "schema/display.h"
#include "sheet/table.h"

namespace tmis::dossier {

/// A record as it is read: the stored values with the computed ones, whose it is, and where it
/// stands.
struct Reading {
  journal::Record record;
  people::Person person;
  Item item;
};

/// The records of a table in the reach of a permit, by organisation, teacher and row. Viewers and
/// authorities see the audited ones, without sealed fields (the permit's limits).
void each_record(Desk& desk, const schema::FieldSet& set, const Permit& permit,
                 const std::string& department, const std::function<void(Reading&)>& visit);
/// Those of one dossier.
std::vector<Reading> records_of(Desk& desk, const schema::FieldSet& set, const Permit& permit,
                                const people::Person& person);

/// Whether a field shows *** instead of its value: a sensitive one, where the permit says so or the
/// row's key isn't held; and, unless `reveal`, the birth date beside a masked identity number, for
/// together they are the whole number.
bool hidden(const schema::FieldSet& set, const schema::Field& field, const Permit& permit,
            bool closed, bool reveal);
/// The text of a value as lists show it: identity numbers masked unless `reveal`, also where
/// another sensitive text has one in it; the rest plain to those who may see it.
std::string shown_value(const schema::Field& field, const Value& value, schema::Form form,
                        bool reveal);

/// One version of a row, the newest first.
struct Version {
  std::uint32_t version = 0;
  std::int64_t seq = 0;
  std::string at, actor, kind, reason;
  Values values;
  bool closed = false;          // the key isn't held: sensitive fields are null
  std::int64_t erased_by = -1;  // the event; then all values are null
};
std::vector<Version> history(Desk& desk, const RecordId& id);

struct ExportOptions {
  std::string out;             // file, or a folder when there are several sets and no .xlsx
  std::string format = "csv";  // of the files in a folder
  bool masked = false;
  schema::Form form = schema::Form::code;
  std::string org_code;
  std::string teacher = {}, department = {};  // only these
};
struct Exported {
  std::uint64_t rows = 0;
  std::int64_t event = -1;
};
/// Writes tables to a working file (mode 0600) and records that it did. What it writes can be
/// imported again and changes nothing. Throws key.needed when a sensitive value should go out whose
/// key isn't held.
Exported export_records(Desk& desk, const std::vector<const schema::FieldSet*>& sets,
                        const ExportOptions& how);

/// A folder for files going out, made where it isn't there. Throws file.unwritable.
void make_folder(const std::string& path);
/// The file of one's own in it: number and name.
std::string file_of(const std::string& folder, const people::Person& person,
                    std::string_view ending);

/// Columns of a table going out or to be filled in: the teacher first, then the fields.
std::vector<sheet::Column> columns_for(const schema::FieldSet& set, bool for_template);
/// An empty sheet to fill in, with drop-downs and notes; several sets become sheets of one
/// workbook.
void write_template(const std::vector<const schema::FieldSet*>& sets, const std::string& out);

}  // namespace tmis::dossier
