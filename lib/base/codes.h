// Every way a command can end and every fault a row can have, each with a stable name.
// The texts of a code `x.y` are the catalogue entries `x.y` and `x.y.hint`; tests/house finds one
// without. Those of files of rows stand in row_codes.h, of transfers and rotations in case_codes.h.
#pragma once

#include "base/case_codes.h"
#include "base/code.h"
#include "base/row_codes.h"

namespace tmis {

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
inline constexpr Code form_no_library{"form.no-library", Exit::unavailable};
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

// Keys and passwords (keys).
inline constexpr Code key_envelope{"key.envelope", Exit::integrity};
inline constexpr Code key_memory{"key.memory", Exit::unavailable};
inline constexpr Code key_needed{"key.needed", Exit::denied};
inline constexpr Code password_weak{"password.weak", Exit::rejected};
inline constexpr Code password_file_mode{"password.file-mode", Exit::usage};
inline constexpr Code password_file_empty{"password.file-empty", Exit::usage};
inline constexpr Code password_missing{"password.missing", Exit::usage};
inline constexpr Code password_differs{"password.differs", Exit::usage};
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
inline constexpr Code denied_same_person{"denied.same-person", Exit::denied};
inline constexpr Code denied_same_hand{"denied.same-hand", Exit::denied};
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

// Training credits: steps of projects and claims (access/machine), and what stands against them.
inline constexpr Code project_wrong_step{"project.wrong-step", Exit::conflict};
inline constexpr Code project_not_approved{"project.not-approved", Exit::conflict};
inline constexpr Code project_no_results{"project.no-results", Exit::conflict};
inline constexpr Code project_not_closed{"project.not-closed", Exit::conflict};
inline constexpr Code project_closed{"project.closed", Exit::conflict};
inline constexpr Code project_not_national{"project.not-national", Exit::conflict};
inline constexpr Code project_not_distributed{"project.not-distributed", Exit::conflict};
inline constexpr Code credits_wrong_step{"credits.wrong-step", Exit::conflict};
inline constexpr Code claim_no_evidence{"claim.no-evidence", Exit::rejected};
inline constexpr Code project_not_found{"project.not-found", Exit::not_found};
inline constexpr Code project_not_ended{"project.not-ended", Exit::conflict};
inline constexpr Code project_results_missing{"project.results-missing", Exit::rejected};
inline constexpr Code project_full{"project.full", Exit::rejected};
inline constexpr Code project_hours{"project.hours", Exit::rejected};
inline constexpr Code project_not_enrolled{"project.not-enrolled", Exit::rejected};
inline constexpr Code project_code_taken{"project.code-taken", Exit::conflict};
inline constexpr Code project_institution{"project.institution", Exit::conflict};
inline constexpr Code project_days{"project.days", Exit::usage};
inline constexpr Code credits_no_authority{"credits.no-authority", Exit::conflict};
inline constexpr Code credits_here{"credits.here", Exit::conflict};
inline constexpr Code credits_none_there{"credits.none-there", Exit::conflict};
inline constexpr Code credits_unknown_party{"credits.unknown-party", Exit::rejected};
inline constexpr Code credits_other_project{"credits.other-project", Exit::rejected};
inline constexpr Code credits_not_theirs{"credits.not-theirs", Exit::rejected};
inline constexpr Code credits_not_institution{"credits.not-institution", Exit::usage};
inline constexpr Code credits_not_found{"credits.not-found", Exit::not_found};
inline constexpr Code credits_not_in_project{"credits.not-in-project", Exit::not_found};
inline constexpr Code credits_not_all{"credits.not-all", Exit::conflict};
inline constexpr Code plan_exceeded{"plan.exceeded", Exit::findings};

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
inline constexpr Code journal_case{"journal.case", Exit::integrity};
inline constexpr Code journal_same_person{"journal.same-person", Exit::integrity};
inline constexpr Code journal_exclusive{"journal.exclusive", Exit::integrity};
inline constexpr Code journal_same_hand{"journal.same-hand", Exit::integrity};
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
inline constexpr Code dossier_in_transfer{"dossier.in-transfer", Exit::conflict};
inline constexpr Code person_left{"person.left", Exit::conflict};
inline constexpr Code post_missing{"post.missing", Exit::findings};
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

// Training credits: rule sets, confirmed entries, the ledger.
inline constexpr Code credits_no_rule{"credits.no-rule", Exit::conflict};
inline constexpr Code credits_confirmed{"credits.confirmed", Exit::conflict};
inline constexpr Code credits_not_confirmed{"credits.not-confirmed", Exit::not_found};
inline constexpr Code credits_too_large{"credits.too-large", Exit::rejected};
inline constexpr Code credits_rule_invalid{"credits.rule-invalid", Exit::rejected};
inline constexpr Code credits_rule_overlap{"credits.rule-overlap", Exit::conflict};
inline constexpr Code credits_rule_not_found{"credits.rule-not-found", Exit::not_found};
inline constexpr Code credits_rule_lost{"credits.rule-lost", Exit::conflict};
inline constexpr Code credits_example_cycle{"credits.example-cycle", Exit::findings};
inline constexpr Code credits_example_differs{"credits.example-differs", Exit::findings};

// More of the journal.
inline constexpr Code event_not_found{"event.not-found", Exit::not_found};

// What sheets and a roll call find.
inline constexpr Code campaign_not_declared{"campaign.not-declared", Exit::conflict};
inline constexpr Code qualification_not_audited{"qualification.not-audited", Exit::findings};
inline constexpr Code qualification_incomplete{"qualification.incomplete", Exit::findings};
inline constexpr Code qualification_no_mandarin{"qualification.no-mandarin", Exit::findings};
inline constexpr Code qualification_unregistered{"qualification.unregistered", Exit::findings};
inline constexpr Code qualification_expired{"qualification.expired", Exit::findings};
inline constexpr Code qualification_refused{"qualification.refused", Exit::findings};
inline constexpr Code rollcall_heading{"rollcall.heading", Exit::rejected};
inline constexpr Code rollcall_missing{"rollcall.missing", Exit::findings};
inline constexpr Code rollcall_extra{"rollcall.extra", Exit::findings};
inline constexpr Code rollcall_name{"rollcall.name", Exit::findings};
inline constexpr Code rollcall_number{"rollcall.number", Exit::findings};
inline constexpr Code rollcall_elsewhere{"rollcall.elsewhere", Exit::findings};
inline constexpr Code rollcall_department{"rollcall.department", Exit::findings};
inline constexpr Code rollcall_twice{"rollcall.twice", Exit::findings};
inline constexpr Code rollcall_unnumbered{"rollcall.unnumbered", Exit::findings};

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
