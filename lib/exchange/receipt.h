// The answer to a package: what became of it and of its dossiers, and the receiver's word for the
// sender's journal of then.
#pragma once

#include <string>

#include "exchange/opened.h"
#include "exchange/read.h"

namespace tmis::exchange {

struct ReceiptDone {
  std::string id;       // of the receipt's own package
  std::string package;  // id of what it is about
  std::string file;
  std::string result;  // received, accepted, returned
  std::int64_t event = -1;
};
/// Writes the receipt of the package in `path` (read before) to `out`: with each dossier's state of
/// now, so that a later one tells what was decided since. Throws package.unread (6), trust.needed
/// (5), denied.*, key.needed, file.*.
ReceiptDone write_receipt(Desk& desk, const std::string& path, const std::string& out);

/// Inside this room: a receipt into the file of the sender. Checks 11 to 13, then stores.
void read_receipt(Desk& desk, const Opened& package, const Permit& permit, PackageRead& out);

}  // namespace tmis::exchange
