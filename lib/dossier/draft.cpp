// The key comes from the account's master key alone: a new password opens the draft still, a new
// key doesn't.
#include "dossier/draft.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "access/session_file.h"
#include "base/error.h"
#include "base/file.h"
#include "keys/hash.h"
#include "keys/key_pair.h"
#include "keys/seal.h"

namespace tmis::dossier {
namespace {

constexpr std::string_view kAdditional = "tmis/draft/1\n";
constexpr const char* kContext = "tmisdrft";

Secret draft_key(Desk& desk) { return keys::derived(desk.master(), 1, kContext); }

std::string name_of(Desk& desk, const std::string& what) {
  const Secret key = keys::derived(desk.master(), 2, kContext);
  return desk.file_id() + "-" + keys::hex(keys::keyed_hash128(key.view(), what));
}

std::string additional(const std::string& name) { return std::string{kAdditional} + name; }

}  // namespace

DraftPlace::DraftPlace(Desk& desk, const std::string& folder, const std::string& what)
    : desk_(desk), folder_(folder), name_(name_of(desk, what)) {}

std::optional<Draft> DraftPlace::kept() const {
  const std::string path = folder_ + "/" + name_;
  if (!file_exists(path)) return std::nullopt;
  try {
    const auto plain = keys::unseal(draft_key(desk_), read_file(path), additional(name_));
    if (!plain) return std::nullopt;
    const auto j = nlohmann::json::parse(plain->view());
    Draft out;
    out.at = j.at("at").get<std::string>();
    out.saved = j.at("saved").get<std::string>();
    out.version = j.at("version").get<std::uint32_t>();
    for (const auto& pair : j.at("values"))
      out.values.emplace_back(pair.at(0).get<std::string>(), pair.at(1).get<std::string>());
    return out;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  } catch (const Error&) {  // it can't be read: as if there were none
    return std::nullopt;
  }
}

void DraftPlace::keep(const Draft& draft) const {
  if (desk_.dry_run) return;
  nlohmann::json j{{"at", draft.at},
                   {"saved", draft.saved},
                   {"version", draft.version},
                   {"values", nlohmann::json::array()}};
  for (const auto& [field, value] : draft.values) j["values"].push_back({field, value});
  access::make_own_folder(folder_);
  std::string plain = j.dump();
  const std::string sealed = keys::seal(draft_key(desk_), plain, additional(name_));
  keys::wipe(plain);
  write_file(folder_ + "/" + name_, sealed);
}

void DraftPlace::forget() const {
  if (desk_.dry_run) return;
  std::error_code failed;  // a draft that stays is offered again, no more
  std::filesystem::remove(folder_ + "/" + name_, failed);
}

}  // namespace tmis::dossier
