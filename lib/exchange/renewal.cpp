// What lies under the key is moved by people/key_renewal; here is what the event says of it.
#include "exchange/renewal.h"

#include "journal/transaction.h"
#include "people/key_renewal.h"
#include "people/organisation.h"

namespace tmis::exchange {

KeyRenewed renew(Desk& desk, std::int64_t org, const std::string& reason) {
  access::Subject subject;
  subject.org = org;
  const Permit permit = desk.permit(journal::kRenewCommand, subject);
  journal::Transaction tx{desk, permit, {.reason = reason, .kind = std::string{journal::kRotate}}};
  KeyRenewed out{own_key(desk, org), {}, 0, {}, -1};
  const people::RenewedKey moved = people::renew_key(desk, tx, org);
  journal::Renewal renewal{tx.seq(), out.file.key, out.file.key, {}};
  renewal.to.sign = moved.after.sign_key();
  renewal.to.box = moved.after.box_key();
  renewal.sig = journal::Renewal::sign(moved.before, renewal.to);
  tx.act().args = journal::to_args(renewal);
  out.old_key = keys::hex(renewal.from.id());
  out.file.key = renewal.to;
  out.file.renewals.push_back(renewal);
  out.wrapped = moved.wrapped;
  out.left_out = moved.left_out;
  out.event = tx.commit().seq;
  if (!desk.dry_run) desk.keyring().forget(org);
  return out;
}

}  // namespace tmis::exchange
