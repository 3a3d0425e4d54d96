// The order of the checks is the order of this file.
#include "exchange/read.h"

#include "base/error.h"
#include "base/text.h"
#include "exchange/credits_in.h"
#include "exchange/parts.h"
#include "exchange/receipt.h"
#include "exchange/report_in.h"
#include "exchange/rotation_in.h"
#include "exchange/transfer_in.h"
#include "keys/box.h"
#include "keys/stream.h"

namespace tmis::exchange {

void Opened::refuse(const Code& code, Args more) const {
  Place place;
  place.file = file.name;
  Args args{arg("file", file.name), arg("from", shown(file.manifest.from_org)),
            arg("n", file.manifest.n)};
  for (auto& one : more) args.push_back(std::move(one));
  throw Error{code, std::move(args)}.at(place);
}

void Opened::open_key(const Secret& seed) {
  const auto sealed = file.manifest.seal.find(file.manifest.to_key);
  auto opened = sealed == file.manifest.seal.end()
                    ? std::nullopt
                    : keys::BoxPair::of_organisation(seed).open(sealed->second);
  if (!opened || opened->size() != keys::kStreamKeySize) refuse(codes::package_damaged);
  key = std::move(*opened);
}

journal::Act Opened::act(journal::EventArgs more) const {
  journal::EventArgs args{{"package", Value{file.manifest.id}},
                          {"package_hash", Value{hash}},
                          {"from", Value{file.manifest.from_org}},
                          {std::string{kSigner}, Value{file.manifest.from_key}}};
  if (begins) args.emplace_back("began", Value{file.manifest.n});
  for (auto& one : more) args.push_back(std::move(one));
  return {.args = std::move(args), .reason = reason};
}

PackageRow Opened::row() const {
  const Manifest& m = file.manifest;
  return {0,   m.id, "in",       m.kind,      to, from.org, m.from_file,
          m.n, hash, m.head_seq, m.head_hash, {}, {},       "read"};
}

const Secret* seed_of(Desk& desk, std::int64_t org, const std::string& key_id) {
  const Secret& now = desk.organisation_key(org);
  if (keys::hex(keys::KeyPair::of_organisation(now).id()) == key_id) return &now;
  return desk.keyring().earlier(desk.db, org, key_id);
}

void reject(Findings findings) {
  const std::size_t n = findings.size();
  throw Error{codes::record_rejected, {arg("n", n)}}.with(std::move(findings));
}

namespace {

/// Whether a later key of the signer has spoken on this channel: what it signed before that isn't
/// on its way any more.
bool superseded(Desk& desk, const Trusted& signer, const Manifest& m) {
  const auto* to = desk.organisations().find(std::string_view{m.to_org});
  const auto last = to == nullptr ? std::nullopt : last_read(desk.db, m.from_file, to->row);
  const auto by = last ? trusted_key(desk, signer_of(desk.db, *last)) : std::nullopt;
  return by && by->org == signer.org && by->state != "revoked" && by->row > signer.row;
}

/// 4: the key is one that is trusted, or was until it was renewed, and it is that organisation's,
/// of that file.
void check_signer(Desk& desk, Opened& p) {
  const Manifest& m = p.file.manifest;
  const auto signer = trusted_key(desk, m.from_key);
  if (!signer || signer->state == "revoked" || signer->key.code != m.from_org ||
      signer->key.file != m.from_file ||
      (signer->state == "renewed" && superseded(desk, *signer, m)))
    p.refuse(codes::package_untrusted);
  p.from = *signer;
}

/// 5: the organisation's own line comes first. The officer's key is known by the proofs inside.
void check_signature(const Opened& p) {
  const PackageSignature& own = p.file.signatures.front();
  if (own.key != p.file.manifest.from_key ||
      !keys::verify(p.from.key.sign, signed_bytes(p.file.text), own.sig))
    p.refuse(codes::package_forged);
}

/// 6. Only an organisation whose key is held can tell whether the package is for it.
void check_address(Desk& desk, Opened& p) {
  const auto* to = desk.organisations().find(std::string_view{p.file.manifest.to_org});
  if (to == nullptr || trusted_org(desk, to->row)) p.refuse(codes::package_misaddressed);
  p.to = to->row;
}

/// The seed that the package is sealed for.
const Secret& receiver_key(Desk& desk, const Opened& p) {
  if (const Secret* seed = seed_of(desk, p.to, p.file.manifest.to_key)) return *seed;
  p.refuse(codes::package_misaddressed);
}

/// 7 to 10. True when it was read before.
bool check_order(Desk& desk, Opened& p, bool from_here) {
  const Manifest& m = p.file.manifest;
  if (const auto same = package_by_id(desk.db, m.id)) {
    if (same->hash == p.hash) return true;
    p.refuse(codes::package_fork);
  }
  if (read_as(desk.db, m.from_file, p.to, m.n)) p.refuse(codes::package_fork);
  const auto last = last_read(desk.db, m.from_file, p.to);
  const std::int64_t seen = last ? last->n : 0;
  p.begins = from_here && !last && m.n > 1;
  if (p.begins) return false;
  if (m.n <= seen) p.refuse(codes::package_stale, {arg("last", seen)});
  if (m.n > seen + 1 || m.prev != hash_before_next(last))
    p.refuse(codes::package_gap, {arg("last", seen)});
  return false;
}

/// Who may read it: of the organisation it is for, and a report only from below.
Permit permit_for(Desk& desk, const Opened& p) {
  access::Subject subject;
  const bool report = p.file.manifest.kind == kReport;
  subject.org = report ? p.from.org : p.to;
  Permit permit = desk.permit("package read", subject);
  if (report && permit.limited(access::Limit::no_reports)) {
    throw Error{codes::denied_relation,
                {arg("command", "package read"), arg("org", permit.org_code()),
                 arg("role", permit.role())}};
  }
  return permit;
}

}  // namespace

PackageRead read_package(Desk& desk, const ReadRequest& request) {
  if (request.from_here && request.reason.empty())
    throw Error{codes::usage_missing, {arg("what", "--reason"), arg("command", "package read")}};
  if (!desk.dry_run) finish_parts(desk);
  Opened p{open_package(request.path), {}, {}, 0, {}, false, request.reason, request.set_aside};
  const Manifest& m = p.file.manifest;
  p.hash = p.file.hash();
  check_signer(desk, p);
  check_signature(p);
  check_address(desk, p);
  const Permit permit = permit_for(desk, p);
  receiver_key(desk, p);
  PackageRead out;
  out.id = m.id;
  out.kind = m.kind;
  out.from = m.from_org;
  out.n = m.n;
  if (check_order(desk, p, request.from_here)) {
    out.already_read = true;
    return out;
  }
  p.open_key(receiver_key(desk, p));
  try {
    (m.kind == kReceipt                         ? read_receipt
     : m.kind == kTransfer                      ? read_transfer
     : m.kind == kRotation                      ? read_rotation
     : m.kind == kCredits || m.kind == kResults ? read_credits
                                                : read_report)(desk, p, permit, out);
  } catch (Error& error) {
    // Below, nobody knows the file's name.
    if (&error.code() == &codes::package_damaged && error.place().file.empty())
      p.refuse(codes::package_damaged);
    throw;
  }
  return out;
}

}  // namespace tmis::exchange
