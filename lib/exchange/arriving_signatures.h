// Inside this room: the signatures of a dossier that is taken over from another file. What was
// signed there and moved unchanged is signed here too.
#pragma once

#include <string>
#include <vector>

#include "exchange/road.h"
#include "journal/transaction.h"

namespace tmis::exchange {

class ArrivingSignatures {
 public:
  /// Once the rows of the dossier stand here: `rows` as the package shows them, `teacher` the row
  /// here. Holds what they say now against what is signed.
  ArrivingSignatures(Desk& desk, journal::Transaction& tx, const LegProof& proof,
                     const std::vector<journal::ProofRow>& rows, std::int64_t teacher);

  /// Once the case has written its own rows: a set that these changed is not as it was signed.
  void store(journal::Transaction& tx);

 private:
  struct Arriving {
    Values columns;  // of the other file's row
    bool good = false;
    std::string content;  // here, as it arrived
    std::string signer, day;
  };
  std::string content(const std::string& set_id) const;
  void put(journal::Transaction& tx, Arriving& signature);

  Desk& desk_;
  std::int64_t teacher_;
  std::vector<Arriving> all_;
};

}  // namespace tmis::exchange
