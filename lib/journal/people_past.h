// Who people were when an event was written: keys, accounts, roles and organisations at a seq, read
// from the versions of their rows. What they could do then is left to rights.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/actor.h"
#include "access/organisations.h"
#include "journal/as_of.h"
#include "journal/desk.h"
#include "journal/versions.h"
#include "keys/key_pair.h"

namespace tmis::journal {

class PeoplePast {
 public:
  explicit PeoplePast(Desk& desk);

  /// A key is made by event `made` and signs up to event `closed`, which may be its own.
  struct Key {
    std::int64_t row = 0;
    std::int64_t account = 0;
    keys::PublicKey sign{};
    std::int64_t made = 0;
    std::int64_t closed = kNow;
    bool recovery = false;  // belongs to no account: names a new administrator, nothing else
  };
  /// By id in hex; nullptr when there is none.
  const Key* key(const std::string& id) const;
  const std::map<std::string, Key>& keys() const { return keys_; }

  struct Account {
    std::int64_t row = 0;
    std::string login;
    std::string state;  // of the machine `account`
    std::int64_t org = 0;
    std::optional<std::int64_t> teacher;
    bool named = false;  // a teacher's own account has no name of its own
    bool service = false;
    std::vector<std::string> commands;  // of a service
    std::string valid_until;            // of a service: its last day
    std::string initial;                // check of its initial password
    std::int64_t made = 0;              // event
  };
  /// The account after event `seq`.
  std::optional<Account> account(std::int64_t row, std::int64_t seq);
  /// Its roles after event `seq`; the role teacher is implied as in access/actor.
  std::vector<Grant> grants(const Account& account, std::int64_t seq) const;
  /// The row of grant_role by which an account held a role then.
  std::optional<std::int64_t> grant_row(std::int64_t account, const Grant& grant,
                                        std::int64_t seq) const;
  bool holds(std::int64_t account, std::string_view role, std::int64_t seq) const;

  /// Where a dossier stood after event `seq`; before its first event: where it began. 0: unknown.
  std::int64_t teacher_org(std::int64_t teacher, std::int64_t seq) const;

  /// Row of an organisation by its code, which it keeps for good; 0: unknown.
  std::int64_t org(const std::string& code) const;
  /// The tree after event `seq`. Organisations that come later stand in it as well: no earlier
  /// event can be about them. All count as staffed.
  const access::Organisations& tree(std::int64_t seq);
  /// Which of the trees that is: how many changes it has behind it.
  std::size_t tree_number(std::int64_t seq) const;
  /// Whether somebody held a role at an organisation then.
  bool staffed(std::int64_t org, std::int64_t seq) const;
  /// The same with the organisations that were staffed then; made anew for each question.
  access::Organisations staffed_tree(std::int64_t seq);

 private:
  struct Grants {
    std::int64_t row = 0;
    Grant grant;
    std::int64_t from = 0, until = kNow;  // events: held after `from` up to `until`
  };
  void read_keys();
  void read_grants();
  void read_organisations();
  void read_teachers();
  void add_teacher(std::int64_t row, std::int64_t seq, std::int64_t org);
  std::vector<access::Organisation> organisations(std::int64_t seq) const;

  store::Database& db_;
  std::map<std::string, Key> keys_;
  std::unordered_map<std::int64_t, StoredVersions> accounts_;
  std::unordered_map<std::int64_t, std::vector<Grants>> grants_;
  std::map<std::int64_t, StoredVersions> organisations_;
  std::unordered_map<std::string, std::int64_t> org_by_code_;
  std::vector<std::int64_t> tree_changes_;  // events that changed or removed an organisation
  std::map<std::size_t, access::Organisations> trees_;  // by how many of them came before
  std::vector<std::int64_t> first_org_;                 // by teacher
  std::unordered_map<std::int64_t, std::vector<std::pair<std::int64_t, std::int64_t>>> moves_;
};

}  // namespace tmis::journal
