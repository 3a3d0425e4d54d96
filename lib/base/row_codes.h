// Faults of files of rows: how a file is written, what its headings say, what cells and rows hold.
// Part of codes.h, which everyone includes.
#pragma once

#include "base/code.h"

namespace tmis::codes {

// Files of rows (sheet).
inline constexpr Code sheet_empty{"sheet.empty", Exit::rejected};
inline constexpr Code sheet_wrong_kind{"sheet.wrong-kind", Exit::rejected};
inline constexpr Code sheet_not_found{"sheet.not-found", Exit::rejected};
inline constexpr Code sheet_none{"sheet.none", Exit::rejected};
inline constexpr Code sheet_no_sheets{"sheet.no-sheets", Exit::rejected};
inline constexpr Code sheet_row_too_long{"sheet.row-too-long", Exit::rejected};
inline constexpr Code sheet_too_wide{"sheet.too-wide", Exit::rejected};
inline constexpr Code sheet_too_many_rows{"sheet.too-many-rows", Exit::usage};
inline constexpr Code sheet_one_table{"sheet.one-table", Exit::usage};
inline constexpr Code cell_too_long{"cell.too-long", Exit::rejected};
inline constexpr Code csv_encoding{"csv.encoding", Exit::rejected};
inline constexpr Code csv_nul{"csv.nul", Exit::rejected};
inline constexpr Code csv_quote{"csv.quote", Exit::rejected};
inline constexpr Code csv_unterminated{"csv.unterminated", Exit::rejected};
inline constexpr Code xlsx_encrypted{"xlsx.encrypted", Exit::rejected};
inline constexpr Code xlsx_old_xls{"xlsx.old-xls", Exit::rejected};
inline constexpr Code xlsx_web_page{"xlsx.web-page", Exit::rejected};
inline constexpr Code xlsx_truncated{"xlsx.truncated", Exit::rejected};
inline constexpr Code xlsx_damaged{"xlsx.damaged", Exit::rejected};
inline constexpr Code xlsx_bomb{"xlsx.bomb", Exit::rejected};
inline constexpr Code xlsx_overlap{"xlsx.overlap", Exit::rejected};
inline constexpr Code xlsx_too_many_parts{"xlsx.too-many-parts", Exit::rejected};
inline constexpr Code xlsx_too_large{"xlsx.too-large", Exit::rejected};
inline constexpr Code xlsx_doctype{"xlsx.doctype", Exit::rejected};
inline constexpr Code xlsx_broken{"xlsx.broken", Exit::rejected};
inline constexpr Code xlsx_order{"xlsx.order", Exit::rejected};
inline constexpr Code xlsx_external{"xlsx.external", Exit::rejected};
inline constexpr Code jsonl_syntax{"jsonl.syntax", Exit::rejected};
inline constexpr Code jsonl_nested{"jsonl.nested", Exit::rejected};
inline constexpr Code jsonl_duplicate{"jsonl.duplicate", Exit::rejected};
inline constexpr Code jsonl_array{"jsonl.array", Exit::rejected};
inline constexpr Code jsonl_encoding{"jsonl.encoding", Exit::rejected};

// Field sets.
inline constexpr Code document_syntax{"document.syntax", Exit::rejected};
inline constexpr Code document_word_unknown{"document.word-unknown", Exit::rejected};
inline constexpr Code document_word_missing{"document.word-missing", Exit::rejected};
inline constexpr Code document_word_out_of_place{"document.word-out-of-place", Exit::rejected};
inline constexpr Code document_value{"document.value", Exit::rejected};
inline constexpr Code schema_unknown_keyword{"schema.unknown-keyword", Exit::rejected};
inline constexpr Code schema_keyword{"schema.keyword", Exit::rejected};
inline constexpr Code schema_no_field{"schema.no-field", Exit::rejected};
inline constexpr Code schema_no_codes{"schema.no-codes", Exit::rejected};
inline constexpr Code schema_value{"schema.value", Exit::rejected};
inline constexpr Code schema_invalid{"schema.invalid", Exit::rejected};
inline constexpr Code schema_not_found{"schema.not-found", Exit::not_found};

// Headings of a file.
inline constexpr Code heading_missing{"heading.missing", Exit::rejected};
inline constexpr Code heading_unknown{"heading.unknown", Exit::rejected};
inline constexpr Code heading_twice{"heading.twice", Exit::rejected};
inline constexpr Code heading_no_teacher{"heading.no-teacher", Exit::rejected};
inline constexpr Code heading_beyond{"heading.beyond", Exit::rejected};

// Cells.
inline constexpr Code value_required{"value.required", Exit::rejected};
inline constexpr Code value_must_be_empty{"value.must-be-empty", Exit::rejected};
inline constexpr Code value_code{"value.code", Exit::rejected};
inline constexpr Code value_code_near{"value.code-near", Exit::rejected};
inline constexpr Code value_code_ambiguous{"value.code-ambiguous", Exit::rejected};
inline constexpr Code value_code_twice{"value.code-twice", Exit::rejected};
inline constexpr Code value_not_allowed{"value.not-allowed", Exit::rejected};
inline constexpr Code value_too_long{"value.too-long", Exit::rejected};
inline constexpr Code value_date{"value.date", Exit::rejected};
inline constexpr Code value_month{"value.month", Exit::rejected};
inline constexpr Code value_year{"value.year", Exit::rejected};
inline constexpr Code value_no_such_day{"value.no-such-day", Exit::rejected};
inline constexpr Code value_number{"value.number", Exit::rejected};
inline constexpr Code value_decimals{"value.decimals", Exit::rejected};
inline constexpr Code value_range{"value.range", Exit::rejected};
inline constexpr Code value_boolean{"value.boolean", Exit::rejected};
inline constexpr Code value_pattern{"value.pattern", Exit::rejected};
inline constexpr Code value_control{"value.control", Exit::rejected};
inline constexpr Code value_spoilt{"value.spoilt", Exit::rejected};
inline constexpr Code value_formula_error{"value.formula-error", Exit::rejected};
inline constexpr Code value_formula_pending{"value.formula-pending", Exit::rejected};
inline constexpr Code value_month_ambiguous{"value.month-ambiguous", Exit::rejected};
inline constexpr Code value_identity{"value.identity", Exit::rejected};
inline constexpr Code value_identity_checksum{"value.identity-checksum", Exit::rejected};
inline constexpr Code value_identity_15{"value.identity-15", Exit::rejected};
inline constexpr Code value_identity_15_wrong{"value.identity-15-wrong", Exit::rejected};
inline constexpr Code value_identity_spoilt{"value.identity-spoilt", Exit::rejected};
inline constexpr Code value_identity_json{"value.identity-json", Exit::rejected};

// Rules between fields.
inline constexpr Code rule_after{"rule.after", Exit::rejected};
inline constexpr Code rule_not_before{"rule.not-before", Exit::rejected};
inline constexpr Code rule_not_after{"rule.not-after", Exit::rejected};
inline constexpr Code rule_equal{"rule.equal", Exit::rejected};
inline constexpr Code rule_exclusive{"rule.exclusive", Exit::rejected};
inline constexpr Code rule_prefix{"rule.prefix", Exit::rejected};
inline constexpr Code rule_past_year{"rule.past-year", Exit::rejected};
inline constexpr Code rule_future{"rule.future", Exit::rejected};
inline constexpr Code rule_implies{"rule.implies", Exit::rejected};
inline constexpr Code rule_birth_date{"rule.birth-date", Exit::rejected};

}  // namespace tmis::codes
