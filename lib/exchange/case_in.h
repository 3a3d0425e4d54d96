// Inside this room: check 13 for a case of several sides, whatever it is, and its row into this
// file. What a transfer or a rotation asks or does besides, they say themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/case_told.h"
#include "exchange/opened.h"
#include "exchange/read.h"
#include "journal/transaction.h"
#include "workflow/case_file.h"

namespace tmis::exchange {

class CaseIn {
 public:
  CaseIn(Desk& desk, const Opened& p, const CaseTold& told) : desk_(desk), p_(p), told_(told) {}
  CaseIn(const CaseIn&) = delete;
  CaseIn& operator=(const CaseIn&) = delete;
  virtual ~CaseIn() = default;

  /// `own` is kept as what the package rests on, `origins` as what packages before it do. Throws
  /// record.rejected with all that doesn't fit.
  void run(const Permit& permit, const std::vector<std::string>& own,
           const std::vector<Leg>& origins, PackageRead& out);

 protected:
  void find(const Code& code, Args args);
  bool is_ours(std::int64_t org) const;
  /// The organisation in this column, by row here; 0: none.
  std::int64_t org(std::string_view column) const;
  std::string before() const { return known_ ? known_->text("state") : "none"; }
  /// A school of this file has the authority above it, not any that a package names.
  bool fits(std::string_view school, std::string_view authority) const;

  /// The organisation that keeps the person's dossier, by row here.
  virtual std::int64_t home() const = 0;
  /// What else must fit, once all sides are known.
  virtual void look_closer() = 0;
  /// Whether sides with files of their own may have taken a step of which the machine doesn't ask
  /// for whom it was taken.
  virtual bool is_theirs(std::string_view step) const = 0;
  /// Before anything is stored of a case that moves.
  virtual void look_inside() {}
  /// What follows from where the case stands now; returns the rows of a dossier that changed.
  virtual std::int64_t follow(journal::Transaction& tx, const Permit& permit) = 0;

  Desk& desk_;
  const Opened& p_;
  const CaseTold& told_;
  std::optional<workflow::CaseFile> known_;  // as it stood here before
  std::optional<std::int64_t> teacher_;      // row here

 private:
  void look();
  bool is_known_case() const;
  void find_person();
  bool leads(const std::string& from, const std::string& to, bool theirs) const;
  bool gone_on() const;
  bool may_follow();
  void store(journal::Transaction& tx);

  std::vector<std::int64_t> orgs_;  // parties, by row here; 0: none
  Findings findings_;
};

}  // namespace tmis::exchange
