// Every way a command can end and every fault a row can have, each with a stable name.
// The texts of a code `x.y` are the catalogue entries `x.y` and `x.y.hint`; tests/house finds one
// without.
#pragma once

namespace tmis {

/// Exit codes of the program (`tmis help exit-codes`). Scripts test for them.
enum class Exit {
  ok = 0,
  findings = 1,
  usage = 2,
  rejected = 3,
  denied = 4,
  conflict = 5,
  not_found = 6,
  unavailable = 7,
  integrity = 8,
  internal = 9,
  interrupted = 130,
};

/// A stable, never translated name of a fault, and how a command ends that stops with it.
struct Code {
  const char* name;
  Exit exit;
};

namespace codes {

// What any command can meet.
inline constexpr Code internal{"internal", Exit::internal};
inline constexpr Code interrupted{"interrupted", Exit::interrupted};
inline constexpr Code memory_exhausted{"memory.exhausted", Exit::unavailable};
inline constexpr Code usage{"usage", Exit::usage};
inline constexpr Code usage_unknown{"usage.unknown", Exit::usage};
inline constexpr Code usage_missing{"usage.missing", Exit::usage};
inline constexpr Code usage_value{"usage.value", Exit::usage};
inline constexpr Code usage_not_text{"usage.not-text", Exit::usage};
inline constexpr Code usage_same_file{"usage.same-file", Exit::usage};
inline constexpr Code usage_fix_copy{"usage.fix-copy", Exit::usage};
inline constexpr Code config_invalid{"config.invalid", Exit::usage};

// Files of the user's.
inline constexpr Code file_missing{"file.missing", Exit::not_found};
inline constexpr Code file_unreadable{"file.unreadable", Exit::unavailable};
inline constexpr Code file_unwritable{"file.unwritable", Exit::unavailable};
inline constexpr Code file_exists{"file.exists", Exit::conflict};
inline constexpr Code file_not_regular{"file.not-regular", Exit::usage};
inline constexpr Code form_unknown{"form.unknown", Exit::usage};
inline constexpr Code form_nobody{"form.nobody", Exit::not_found};
inline constexpr Code form_no_font{"form.no-font", Exit::unavailable};
inline constexpr Code file_too_large{"file.too-large", Exit::rejected};
inline constexpr Code file_ending{"file.ending", Exit::usage};

// The database file.
inline constexpr Code db_missing{"db.missing", Exit::not_found};
inline constexpr Code db_foreign{"db.foreign", Exit::unavailable};
inline constexpr Code db_newer{"db.newer", Exit::conflict};
inline constexpr Code db_unsafe{"db.unsafe", Exit::unavailable};
inline constexpr Code db_network{"db.network", Exit::unavailable};
inline constexpr Code db_unreadable{"db.unreadable", Exit::unavailable};
inline constexpr Code db_read_only{"db.read-only", Exit::unavailable};
inline constexpr Code db_busy{"db.busy", Exit::unavailable};
inline constexpr Code db_full{"db.full", Exit::unavailable};
inline constexpr Code db_damaged{"db.damaged", Exit::integrity};

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

// Keys and passwords (keys).
inline constexpr Code key_envelope{"key.envelope", Exit::integrity};
inline constexpr Code key_memory{"key.memory", Exit::unavailable};
inline constexpr Code key_needed{"key.needed", Exit::denied};
inline constexpr Code password_weak{"password.weak", Exit::rejected};
inline constexpr Code password_file_mode{"password.file-mode", Exit::usage};
inline constexpr Code password_file_empty{"password.file-empty", Exit::usage};
inline constexpr Code password_missing{"password.missing", Exit::usage};
inline constexpr Code password_again{"password.again", Exit::denied};

// Who asks, and may they (access).
inline constexpr Code login_required{"login.required", Exit::denied};
inline constexpr Code login_refused{"login.refused", Exit::denied};
inline constexpr Code login_initial{"login.initial", Exit::denied};
inline constexpr Code login_expired{"login.expired", Exit::denied};
inline constexpr Code login_disabled{"login.disabled", Exit::denied};
inline constexpr Code login_wait{"login.wait", Exit::denied};
inline constexpr Code recovery_code{"recovery.code", Exit::denied};
inline constexpr Code service_expired{"service.expired", Exit::denied};
inline constexpr Code service_no_reset{"service.no-reset", Exit::conflict};
inline constexpr Code service_none{"service.none", Exit::not_found};
inline constexpr Code service_role{"service.role", Exit::conflict};
inline constexpr Code role_not_held{"role.not-held", Exit::not_found};
inline constexpr Code role_last{"role.last", Exit::conflict};
inline constexpr Code session_unsafe{"session.unsafe", Exit::denied};
inline constexpr Code session_no_leader{"session.no-leader", Exit::unavailable};
inline constexpr Code session_unwritable{"session.unwritable", Exit::unavailable};
inline constexpr Code denied_role{"denied.role", Exit::denied};
inline constexpr Code denied_relation{"denied.relation", Exit::denied};
inline constexpr Code denied_own_dossier{"denied.own-dossier", Exit::denied};
inline constexpr Code denied_source{"denied.source", Exit::denied};
inline constexpr Code denied_service{"denied.service", Exit::denied};
inline constexpr Code role_exclusive{"role.exclusive", Exit::conflict};
inline constexpr Code org_ambiguous{"org.ambiguous", Exit::usage};

// What the state doesn't allow (access/machine).
inline constexpr Code account_wrong_step{"account.wrong-step", Exit::conflict};
inline constexpr Code person_differs{"person.differs", Exit::rejected};
inline constexpr Code record_not_found{"record.not-found", Exit::not_found};
inline constexpr Code record_submitted{"record.submitted", Exit::conflict};
inline constexpr Code record_audited{"record.audited", Exit::conflict};
inline constexpr Code record_not_corrected{"record.not-corrected", Exit::conflict};
inline constexpr Code record_wrong_step{"record.wrong-step", Exit::conflict};
inline constexpr Code audit_not_submitted{"audit.not-submitted", Exit::conflict};
inline constexpr Code audit_not_audited{"audit.not-audited", Exit::conflict};
inline constexpr Code audit_already_done{"audit.already-done", Exit::conflict};
inline constexpr Code sign_not_audited{"sign.not-audited", Exit::conflict};
inline constexpr Code sign_already_done{"sign.already-done", Exit::conflict};
inline constexpr Code sign_wrong_step{"sign.wrong-step", Exit::conflict};
inline constexpr Code lock_not_locked{"lock.not-locked", Exit::conflict};
inline constexpr Code lock_wrong_step{"lock.wrong-step", Exit::conflict};
inline constexpr Code submission_not_found{"submission.not-found", Exit::not_found};
inline constexpr Code submission_received{"submission.received", Exit::conflict};
inline constexpr Code submission_decided{"submission.decided", Exit::conflict};
inline constexpr Code submission_wrong_step{"submission.wrong-step", Exit::conflict};
inline constexpr Code claim_not_found{"claim.not-found", Exit::not_found};
inline constexpr Code claim_already_open{"claim.already-open", Exit::conflict};
inline constexpr Code claim_wrong_step{"claim.wrong-step", Exit::conflict};
inline constexpr Code change_not_found{"change.not-found", Exit::not_found};
inline constexpr Code change_already_open{"change.already-open", Exit::conflict};
inline constexpr Code change_wrong_step{"change.wrong-step", Exit::conflict};

// Between files.
inline constexpr Code package_malformed{"package.malformed", Exit::integrity};
inline constexpr Code package_newer{"package.newer", Exit::conflict};
inline constexpr Code package_untrusted{"package.untrusted", Exit::integrity};
inline constexpr Code package_forged{"package.forged", Exit::integrity};
inline constexpr Code package_misaddressed{"package.misaddressed", Exit::conflict};
inline constexpr Code package_fork{"package.fork", Exit::integrity};
inline constexpr Code package_stale{"package.stale", Exit::conflict};
inline constexpr Code package_gap{"package.gap", Exit::conflict};
inline constexpr Code package_damaged{"package.damaged", Exit::integrity};
inline constexpr Code package_schema{"package.schema", Exit::rejected};
inline constexpr Code package_dossier{"package.dossier", Exit::rejected};
inline constexpr Code package_identity{"package.identity", Exit::rejected};
inline constexpr Code package_elsewhere{"package.elsewhere", Exit::rejected};
inline constexpr Code package_submission{"package.submission", Exit::rejected};
inline constexpr Code package_too_large{"package.too-large", Exit::rejected};
inline constexpr Code package_wants_file{"package.wants-file", Exit::usage};
inline constexpr Code package_not_found{"package.not-found", Exit::not_found};
inline constexpr Code package_unread{"package.unread", Exit::not_found};
inline constexpr Code package_no_receipt{"package.no-receipt", Exit::conflict};
inline constexpr Code package_head{"package.head", Exit::integrity};
inline constexpr Code trust_malformed{"trust.malformed", Exit::rejected};
inline constexpr Code trust_fingerprint{"trust.fingerprint", Exit::integrity};
inline constexpr Code trust_other_org{"trust.other-org", Exit::rejected};
inline constexpr Code trust_own{"trust.own", Exit::conflict};
inline constexpr Code trust_none{"trust.none", Exit::not_found};
inline constexpr Code trust_needed{"trust.needed", Exit::conflict};

// Organisations and people.
inline constexpr Code org_code{"org.code", Exit::usage};
inline constexpr Code org_exists{"org.exists", Exit::conflict};
inline constexpr Code org_level{"org.level", Exit::usage};
inline constexpr Code org_division{"org.division", Exit::usage};
inline constexpr Code org_not_found{"org.not-found", Exit::not_found};
inline constexpr Code account_not_found{"account.not-found", Exit::not_found};
inline constexpr Code account_exists{"account.exists", Exit::conflict};
inline constexpr Code account_login{"account.login", Exit::usage};
inline constexpr Code teacher_not_found{"teacher.not-found", Exit::not_found};
inline constexpr Code teacher_ambiguous{"teacher.ambiguous", Exit::usage};

// The journal.
inline constexpr Code journal_damaged{"journal.damaged", Exit::integrity};
inline constexpr Code journal_schema{"journal.schema", Exit::integrity};
inline constexpr Code journal_integrity{"journal.integrity", Exit::integrity};
inline constexpr Code checkpoint_malformed{"checkpoint.malformed", Exit::rejected};
inline constexpr Code checkpoint_other_file{"checkpoint.other-file", Exit::integrity};
inline constexpr Code checkpoint_ahead{"checkpoint.ahead", Exit::integrity};
inline constexpr Code checkpoint_differs{"checkpoint.differs", Exit::integrity};
inline constexpr Code checkpoint_forged{"checkpoint.forged", Exit::integrity};
inline constexpr Code journal_gap{"journal.gap", Exit::integrity};
inline constexpr Code journal_hash{"journal.hash", Exit::integrity};
inline constexpr Code journal_body{"journal.body", Exit::integrity};
inline constexpr Code journal_chain{"journal.chain", Exit::integrity};
inline constexpr Code journal_signature{"journal.signature", Exit::integrity};
inline constexpr Code journal_items{"journal.items", Exit::integrity};
inline constexpr Code journal_rows{"journal.rows", Exit::integrity};
inline constexpr Code journal_row{"journal.row", Exit::integrity};
inline constexpr Code journal_version{"journal.version", Exit::integrity};
inline constexpr Code journal_erased{"journal.erased", Exit::integrity};
inline constexpr Code journal_derived{"journal.derived", Exit::integrity};
inline constexpr Code journal_key{"journal.key", Exit::integrity};
inline constexpr Code journal_actor{"journal.actor", Exit::integrity};
inline constexpr Code journal_account{"journal.account", Exit::integrity};
inline constexpr Code journal_role{"journal.role", Exit::integrity};
inline constexpr Code journal_permission{"journal.permission", Exit::integrity};
inline constexpr Code journal_meaning{"journal.meaning", Exit::integrity};
inline constexpr Code journal_org_key{"journal.org-key", Exit::integrity};
inline constexpr Code journal_reach{"journal.reach", Exit::integrity};
inline constexpr Code journal_reason{"journal.reason", Exit::integrity};
inline constexpr Code journal_own_dossier{"journal.own-dossier", Exit::integrity};
inline constexpr Code journal_exclusive{"journal.exclusive", Exit::integrity};
inline constexpr Code journal_recovery{"journal.recovery", Exit::integrity};
inline constexpr Code journal_disputed{"journal.disputed", Exit::findings};
inline constexpr Code journal_clock{"journal.clock", Exit::ok};
inline constexpr Code journal_since{"journal.since", Exit::usage};
inline constexpr Code journal_older{"journal.older", Exit::findings};

inline constexpr Code clock_behind{"clock.behind", Exit::ok};

// Proofs of single records.
inline constexpr Code proof_malformed{"proof.malformed", Exit::integrity};
inline constexpr Code proof_event{"proof.event", Exit::integrity};
inline constexpr Code proof_row{"proof.row", Exit::integrity};
inline constexpr Code proof_signer{"proof.signer", Exit::integrity};
inline constexpr Code proof_right{"proof.right", Exit::integrity};
inline constexpr Code proof_content{"proof.content", Exit::integrity};
inline constexpr Code proof_record{"proof.record", Exit::integrity};
inline constexpr Code proof_erased{"proof.erased", Exit::conflict};

// Campaign and locks.
inline constexpr Code campaign_invalid{"campaign.invalid", Exit::rejected};
inline constexpr Code campaign_missing{"campaign.missing", Exit::not_found};
inline constexpr Code lock_self_entry{"lock.self-entry", Exit::conflict};
inline constexpr Code lock_other_order{"lock.other-order", Exit::conflict};
inline constexpr Code lock_not_found{"lock.not-found", Exit::not_found};

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

// Records.
inline constexpr Code record_rejected{"record.rejected", Exit::rejected};
inline constexpr Code record_duplicate{"record.duplicate", Exit::rejected};
inline constexpr Code record_none_conflict{"record.none-conflict", Exit::rejected};
inline constexpr Code record_by_business{"record.by-business", Exit::rejected};
inline constexpr Code record_incomplete{"record.incomplete", Exit::rejected};
inline constexpr Code record_missing_table{"record.missing-table", Exit::rejected};
inline constexpr Code record_unfinished{"record.unfinished", Exit::rejected};
inline constexpr Code record_exists{"record.exists", Exit::conflict};
inline constexpr Code record_changed_meanwhile{"record.changed-meanwhile", Exit::conflict};
inline constexpr Code record_stale{"record.stale", Exit::rejected};
inline constexpr Code record_stale_row{"record.stale-row", Exit::rejected};
inline constexpr Code workbook_mark{"workbook.mark", Exit::rejected};
inline constexpr Code workbook_mark_twice{"workbook.mark-twice", Exit::rejected};
inline constexpr Code workbook_other_file{"workbook.other-file", Exit::rejected};
inline constexpr Code workbook_other_teacher{"workbook.other-teacher", Exit::rejected};
inline constexpr Code workbook_malformed{"workbook.malformed", Exit::rejected};
inline constexpr Code record_too_many{"record.too-many", Exit::rejected};
inline constexpr Code record_in_use{"record.in-use", Exit::conflict};
inline constexpr Code record_not_scrubbed{"record.not-scrubbed", Exit::ok};
inline constexpr Code record_no_none{"record.no-none", Exit::usage};
inline constexpr Code record_key_data{"record.key-data", Exit::conflict};
inline constexpr Code record_reason{"record.reason", Exit::usage};
inline constexpr Code record_no_table{"record.no-table", Exit::rejected};
inline constexpr Code teacher_unknown{"teacher.unknown", Exit::rejected};
inline constexpr Code teacher_other_name{"teacher.other-name", Exit::rejected};
inline constexpr Code person_claimed_elsewhere{"person.claimed-elsewhere", Exit::rejected};
inline constexpr Code scope_out{"scope.out", Exit::rejected};

// Reports over many dossiers.
inline constexpr Code report_no_dimension{"report.no-dimension", Exit::usage};
inline constexpr Code report_sealed_field{"report.sealed-field", Exit::denied};
inline constexpr Code report_too_few{"report.too-few", Exit::denied};

// Workflow: audit, originals, signatures, reports upward, undo.
inline constexpr Code audit_nothing{"audit.nothing", Exit::not_found};
inline constexpr Code audit_reasons{"audit.reasons", Exit::rejected};
inline constexpr Code evidence_number{"evidence.number", Exit::usage};
inline constexpr Code evidence_unknown{"evidence.unknown", Exit::not_found};
inline constexpr Code evidence_ambiguous{"evidence.ambiguous", Exit::usage};
inline constexpr Code evidence_not_submitted{"evidence.not-submitted", Exit::conflict};
inline constexpr Code form_code{"form.code", Exit::usage};
inline constexpr Code form_no_print{"form.no-print", Exit::not_found};
inline constexpr Code sign_stale_print{"sign.stale-print", Exit::conflict};
inline constexpr Code sign_other_print{"sign.other-print", Exit::conflict};
inline constexpr Code sign_no_set{"sign.no-set", Exit::usage};
inline constexpr Code dossier_closed{"dossier.closed", Exit::conflict};
inline constexpr Code status_by_rotation{"status.by-rotation", Exit::conflict};
inline constexpr Code status_by_transfer{"status.by-transfer", Exit::conflict};
inline constexpr Code status_out_of_order{"status.out-of-order", Exit::conflict};
inline constexpr Code status_final{"status.final", Exit::conflict};
inline constexpr Code status_days{"status.days", Exit::usage};
inline constexpr Code status_no_birth{"status.no-birth", Exit::conflict};
inline constexpr Code status_plan_range{"status.plan-range", Exit::conflict};
inline constexpr Code submission_incomplete{"submission.incomplete", Exit::conflict};
inline constexpr Code submission_unaudited{"submission.unaudited", Exit::conflict};
inline constexpr Code submission_not_accepted{"submission.not-accepted", Exit::conflict};
inline constexpr Code submission_original{"submission.original", Exit::conflict};
inline constexpr Code submission_signature{"submission.signature", Exit::conflict};
inline constexpr Code submission_no_authority{"submission.no-authority", Exit::conflict};
inline constexpr Code submission_not_my_authority{"submission.not-my-authority", Exit::conflict};
inline constexpr Code submission_base{"submission.base", Exit::conflict};
inline constexpr Code person_claim_open{"person.claim-open", Exit::conflict};
inline constexpr Code person_possible_duplicate{"person.possible-duplicate", Exit::findings};
inline constexpr Code person_not_alike{"person.not-alike", Exit::conflict};
inline constexpr Code claim_own{"claim.own", Exit::conflict};
inline constexpr Code claim_no_authority{"claim.no-authority", Exit::conflict};
inline constexpr Code change_field{"change.field", Exit::usage};
inline constexpr Code change_original{"change.original", Exit::conflict};
inline constexpr Code archive_not_signed{"archive.not-signed", Exit::conflict};
inline constexpr Code undo_not_found{"undo.not-found", Exit::not_found};
inline constexpr Code undo_not_possible{"undo.not-possible", Exit::conflict};
inline constexpr Code undo_already{"undo.already", Exit::conflict};
inline constexpr Code undo_changed{"undo.changed", Exit::conflict};
inline constexpr Code undo_changed_row{"undo.changed-row", Exit::conflict};

// More of the journal.
inline constexpr Code event_not_found{"event.not-found", Exit::not_found};

// Migration.
inline constexpr Code schema_incompatible{"schema.incompatible", Exit::conflict};
inline constexpr Code db_other_file{"db.other-file", Exit::conflict};
inline constexpr Code db_backup_damaged{"db.backup-damaged", Exit::integrity};
inline constexpr Code db_nothing_to_salvage{"db.nothing-to-salvage", Exit::integrity};
inline constexpr Code db_salvage_owner{"db.salvage-owner", Exit::denied};
inline constexpr Code db_behind{"db.behind", Exit::conflict};

// What `db check` advises.
inline constexpr Code db_readable{"db.readable", Exit::findings};
inline constexpr Code db_one_administrator{"db.one-administrator", Exit::findings};
inline constexpr Code db_few_holders{"db.few-holders", Exit::findings};
inline constexpr Code db_recovery_beside{"db.recovery-beside", Exit::findings};

}  // namespace codes
}  // namespace tmis
