// Who gets which key: of an organisation its administrators and managers, of a dossier the
// organisation and the teacher. Keys travel sealed to box keys; how they are kept is
// journal/keyring's affair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "journal/desk.h"
#include "keys/box.h"

namespace tmis::people {

/// New organisations' keys, in the transaction that makes them.
struct OrganisationKey {
  Secret seed;
  keys::PublicKey box{};

  static OrganisationKey make();
};

/// Keeps the key of a new organisation: sealed to the recovery key and to whoever founds it, with
/// the index key under it. The founder's part is taken away when the organisation's own
/// administrator or manager logs in first (`take_over`).
void keep_organisation_key(Desk& desk, std::int64_t org, const OrganisationKey& key);

/// Seals the key of an organisation to the recovery key.
void give_to_recovery(Desk& desk, std::int64_t org, const Secret& seed);

/// Gives the key of an organisation to an account, as its box key. False when whoever sits at the
/// desk doesn't hold it.
bool give_organisation_key(Desk& desk, std::int64_t org, std::int64_t account,
                           const keys::PublicKey& box);
/// All keys that an account with these roles is to have: of its organisations and of its own
/// dossier. False when one of them isn't held by whoever sits at the desk.
bool give_keys(Desk& desk, std::int64_t account, const keys::PublicKey& box);
/// Takes away what an account was given; with `org` only the key of that organisation.
void take_keys(Desk& desk, std::int64_t account);
void take_organisation_key(Desk& desk, std::int64_t org, std::int64_t account);
/// Seals everything that the account at the desk can open to its new box key.
void reseal_keys(Desk& desk, std::int64_t account, const keys::PublicKey& box);
/// Takes the keys of the account's organisations away from those who hold no role there.
void take_over(Desk& desk, std::int64_t account);

/// Keys of new dossiers of one organisation.
class DossierKeys {
 public:
  /// Throws key.needed when whoever sits at the desk doesn't hold the organisation's key.
  DossierKeys(Desk& desk, std::int64_t org);
  /// Makes the key of a new dossier; returns what the teacher's row keeps of it.
  std::string make(std::int64_t teacher);
  /// Seals it to the teacher's own account.
  void give(std::int64_t teacher, std::int64_t account, const keys::BoxPair& box);

 private:
  Desk& desk_;
  std::int64_t org_;
  const Secret& org_key_;
};

/// Dossier keys on their way to another organisation of the file: one fresh key, sealed to the
/// receiver, over all of them.
class BatchKey {
 public:
  /// `id` names what is sent: nothing else has it.
  BatchKey(Desk& desk, std::string_view id, std::int64_t to_org);
  /// Lets the receiver open this dossier, whatever key its rows lie under. Throws key.needed when
  /// the sender can't.
  void add(std::int64_t teacher);

 private:
  Desk& desk_;
  std::string name_;
  Secret key_;
};
/// A dossier that came by the batch `id` from one organisation of the file to another: its keys
/// from now on lie under the receiver's and no longer under the giver's, and it gets a new one for
/// all that is written later, given to the teacher as well. Returns what the teacher's row keeps of
/// it: number and check. `given`: false when the teacher's account has no key of its own yet.
/// Throws key.needed.
struct NewDossierKey {
  std::uint32_t number = 0;
  std::string check;
  bool given = true;
};
NewDossierKey take_dossier(Desk& desk, std::string_view id, std::int64_t teacher,
                           std::int64_t from_org, std::int64_t to_org);

/// Key `number` of a dossier, made and laid under the key of `org`. Throws key.needed.
NewDossierKey new_dossier_key(Desk& desk, std::int64_t teacher, std::uint32_t number,
                              std::int64_t org);

/// The receiver opens the dossier by this batch no more: it was returned.
void take_from_batch(Desk& desk, std::string_view id, std::int64_t teacher);

}  // namespace tmis::people
