// The packages between this file and others, as rows: what was sent, what was read, in which order.
// Building one to send is here too; what stands in it is the caller's, what a crash leaves of it is
// left to parts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/manifest.h"
#include "exchange/package_file.h"
#include "exchange/payload.h"
#include "exchange/trust.h"
#include "journal/transaction.h"

namespace tmis::exchange {

/// What the event of a package that is read calls the id of its signer's key.
inline constexpr std::string_view kSigner = "key";

/// A row of table `package`. `state`: sent, received (its receipt came), read.
struct PackageRow {
  std::int64_t row = 0;
  std::string id, way, kind;
  std::int64_t org = 0, other = 0;
  std::string file;
  std::int64_t n = 0;
  std::string hash;  // of the manifest, hex
  std::int64_t head_seq = 0;
  std::string head_hash;  // hex
  std::optional<std::int64_t> ref, submission;
  std::string state;
};

std::optional<PackageRow> package_by_id(store::Database& db, std::string_view id);
std::optional<PackageRow> package_at(store::Database& db, std::int64_t row);
/// The last one of a channel: from `file` to `org`, or from this file to `other`, whichever of its
/// organisations sent it.
std::optional<PackageRow> last_read(store::Database& db, std::string_view file, std::int64_t org);
std::optional<PackageRow> last_sent(store::Database& db, std::int64_t other);
/// The one with number `n` that was read on a channel.
std::optional<PackageRow> read_as(store::Database& db, std::string_view file, std::int64_t org,
                                  std::int64_t n);
/// Id of the key that signed a package that was read, in hex, as its event says; empty when it
/// doesn't.
std::string signer_of(store::Database& db, const PackageRow& read);

/// `prev` of the package after `last` on its channel.
std::string hash_before_next(const std::optional<PackageRow>& last);
/// Those of organisations in the reach of the permit, the newest last.
std::vector<PackageRow> packages(Desk& desk, const Permit& permit);

std::int64_t insert(journal::Transaction& tx, const PackageRow& row);
void update(journal::Transaction& tx, const PackageRow& row);

/// H over names and texts of the field sets in force, in hex.
std::string schema_hash(Desk& desk);

/// A package on its way out, within the transaction whose event sends it.
class Outgoing {
 public:
  /// To an organisation of another file, whose key is `to`; written to `target` when it is done.
  /// Throws file.exists where another file is writing a package there.
  Outgoing(Desk& desk, journal::Transaction& tx, std::int64_t org, Trusted to, std::string target);

  /// What the caller fills in before `close`: kind, campaign, counts, ref.
  Manifest manifest;
  std::optional<std::int64_t> submission, about;  // rows that the package's row names
  PayloadWriter& payload() { return *payload_; }

  /// Signs it as the organisation and as whoever sits at the desk, writes the part, keeps row and
  /// bytes, and names it in the event. Then the caller commits.
  void close(std::string_view meaning);
  /// After the commit.
  void finish();
  const std::string& id() const { return manifest.id; }

 private:
  void keep_bytes(std::int64_t package);

  Desk& desk_;
  journal::Transaction& tx_;
  std::int64_t org_;
  Trusted to_;
  std::string target_;
  keys::KeyPair pair_;
  Secret key_;
  std::optional<PayloadWriter> payload_;
  std::optional<PackagePart> part_;
};

}  // namespace tmis::exchange
