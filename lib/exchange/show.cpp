// Nothing here believes what was checked when the package was read: the rows may have been altered
// since.
#include "exchange/show.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "exchange/kept_lines.h"
#include "exchange/leg_steps.h"
#include "exchange/road.h"
#include "journal/as_of.h"
#include "people/person.h"

namespace tmis::exchange {
namespace {

PackageWord kept_word(store::Database& db, const PackageRow& package) {
  const auto kept = kept_of_package(db, package.row);
  return of_package(package.id, [&] {
    if (kept.empty() || kept.front().lines.empty()) damaged();
    return word_of_line(kept.front().lines.front());
  });
}

std::string signer_of(Desk& desk, const PackageWord& word, const std::string& name) {
  if (word.manifest.from_file == desk.file_id()) return "own";
  const auto key = trusted_key(desk, word.manifest.from_key);
  if (!key) return "unknown";
  if (!is_word_of(key->key, word)) {
    throw Error{codes::package_forged,
                {arg("file", name), arg("from", shown(word.manifest.from_org))}};
  }
  return key->state;
}

void add_receipt(Desk& desk, PackageShown& out) {
  auto last =
      desk.db.statement("SELECT row, seq FROM package WHERE ref = ? ORDER BY n DESC LIMIT 1");
  last.with(out.row->row);
  if (!last.step()) return;
  out.receipt = package_at(desk.db, last.integer(0)).value().id;
  out.result = journal::argument(journal::Events{desk.db}.at(last.integer(1)), "result").text;
}

/// The proof of one package, from what is kept of it.
class Telling {
 public:
  Telling(Desk& desk, const PackageRow& package) : desk_(desk), package_(package) {}

  PackageProof run(std::optional<std::int64_t> teacher) {
    try {
      const Code* fault = read_legs();
      if (fault != nullptr) {
        broken("", *fault);
      } else if (package_.kind == kTransfer || package_.kind == kRotation ||
                 package_.kind == kCredits || package_.kind == kResults) {
        const LegProof own{desk_, own_, package_.id};
        for (const Leg& origin : origins_) const LegProof others{desk_, origin, package_.id};
      } else if (package_.kind == kReport) {
        dossiers(teacher);
      }
    } catch (const Error& error) {
      if (error.code().exit != Exit::integrity) throw;
      broken("", error.code());
    }
    return std::move(out_);
  }

 private:
  /// What is wrong with the package itself; nullptr: nothing.
  const Code* read_legs() {
    for (const KeptLines& kept : kept_of_package(desk_.db, package_.row)) {
      if (!out_.legs.empty()) {
        Leg& origin = origins_.emplace_back(leg_of(kept.lines));
        add_leg(origin, trusted_here(origin.key) ? "" : origin.by, false);
        continue;
      }
      own_ = leg_of(kept.lines);
      const auto key = trusted_key(desk_, own_.word.manifest.from_key);
      if (!key) return &codes::package_untrusted;
      own_.key = key->key;
      if (own_.word.hash() != package_.hash || !is_word_of(own_.key, own_.word))
        return &codes::package_forged;
      add_leg(own_, "", key->state == "revoked");
    }
    return out_.legs.empty() ? &codes::package_damaged : nullptr;
  }

  /// Nobody needs to vouch for a key that is believed anyway.
  bool trusted_here(const OrgKey& key) const {
    const auto known = trusted_key(desk_, keys::hex(key.id()));
    return known && known->state != "revoked" && fingerprint(known->key) == fingerprint(key);
  }

  void add_leg(const Leg& leg, const std::string& by, bool revoked) {
    const Manifest& m = leg.word.manifest;
    out_.legs.push_back({m.id, m.from_org, leg.key.name, m.from_file, fingerprint(leg.key), by,
                         revoked, m.n, m.head_seq, m.t, leg.key.genesis});
  }

  void dossiers(std::optional<std::int64_t> teacher) {
    const Road road{desk_, own_, origins_, package_.id};
    const auto all = kept_of_dossiers(desk_.db, package_.row, teacher);
    for (const KeptLines& kept : all) dossier(road, kept);
    // None must be missing: each brought its teacher's row, and the manifest counts these.
    const auto& counts = own_.word.manifest.counts;
    const auto came = counts.find("teacher");
    auto aside = desk_.db.statement("SELECT count(*) FROM set_aside WHERE package = ?");
    aside.with(package_.row);
    const std::int64_t left_out = aside.step() ? aside.integer(0) : 0;
    if (!teacher && (came == counts.end() || came->second != std::ssize(all) + left_out))
      broken("", codes::package_damaged);
  }

  void dossier(const Road& road, const KeptLines& kept) {
    const std::string number = people::person(desk_, *kept.teacher).number;
    try {
      const DossierLines lines = dossier_of(kept.lines);
      road.check(lines, number);
      add_steps(desk_, road.own(), lines.rows, *kept.teacher, out_.steps);
      for (const DossierLeg& leg : lines.road)
        add_steps(desk_, *road.origin(leg.package), leg.rows, *kept.teacher, out_.steps);
      ++out_.dossiers;
    } catch (const Error& error) {
      if (error.code().exit != Exit::integrity) throw;
      broken(number, error.code());
    }
  }

  void broken(const std::string& teacher, const Code& code) {
    const std::string& from = desk_.organisations().find(package_.other)->code;
    const Args args{arg("file", package_.id), arg("n", package_.n), arg("from", from)};
    out_.findings.push_back({teacher, {&code, 0, 0, "", "", args}});
  }

  Desk& desk_;
  const PackageRow& package_;
  Leg own_;
  std::vector<Leg> origins_;
  PackageProof out_;
};

}  // namespace

PackageShown show(Desk& desk, const Permit& permit, const std::string& name) {
  PackageShown out;
  if (is_hex(name, 32) && !file_exists(name)) {
    out.row = package_by_id(desk.db, name);
    if (!out.row || !permit.reaches(out.row->org))
      throw Error{codes::package_not_found, {arg("id", name)}};
    out.word = kept_word(desk.db, *out.row);
  } else {
    const PackageFile file = open_package(name);
    out.word = PackageWord{file};
    out.row = package_by_id(desk.db, out.word.manifest.id);
    if (out.row && !permit.reaches(out.row->org)) out.row.reset();
  }
  if (out.row && out.row->hash != out.word.hash()) {
    throw Error{codes::package_fork,
                {arg("file", name), arg("from", shown(out.word.manifest.from_org)),
                 arg("n", out.word.manifest.n)}};
  }
  out.signer = signer_of(desk, out.word, name);
  if (out.row) add_receipt(desk, out);
  return out;
}

PackageProof prove(Desk& desk, const PackageRow& package, const std::string& teacher) {
  if (package.way != "in") throw Error{codes::package_unread, {arg("file", package.id)}};
  std::optional<std::int64_t> only;
  if (!teacher.empty()) {
    const auto person = people::find_person(desk, teacher);
    if (person) only = person->row;
    if (!person || kept_of_dossiers(desk.db, package.row, only).empty())
      throw people::no_teacher(teacher);
  }
  return Telling{desk, package}.run(only);
}

}  // namespace tmis::exchange
