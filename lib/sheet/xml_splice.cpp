// What is read waits in `pending_` until the parser has passed it: at most a tag and one piece of
// the part.
#include "sheet/xml_splice.h"

#include "base/text.h"
#include "sheet/place.h"

namespace tmis::sheet {

Splice::Splice(ZipPackage& package, std::size_t part, XmlHandler& handler, Write write)
    : package_(package), part_(part), write_(std::move(write)), reader_(package, part, handler) {
  reader_.on_bytes = [this](std::string_view piece) {
    if (first_ == 0 && pending_.empty() &&
        (piece.starts_with("\xFF\xFE") || piece.starts_with("\xFE\xFF"))) {
      throw fault(codes::xlsx_broken, package_.origin(),
                  {arg("part", shown(package_.name(part_))), arg("line", 1), arg("why", "UTF-16")});
    }
    copy_to(reader_.passed());
    pending_.append(piece);
  };
}

void Splice::run() {
  reader_.run();
  write_(pending_);
  pending_.clear();
}

void Splice::copy_to(std::uint64_t offset) {
  if (offset <= first_) return;
  const auto size =
      std::min<std::size_t>(static_cast<std::size_t>(offset - first_), pending_.size());
  write_(std::string_view{pending_}.substr(0, size));
  pending_.erase(0, size);
  first_ += size;
}

std::string Splice::tag() const {
  return pending_.substr(static_cast<std::size_t>(reader_.offset() - first_), reader_.length());
}

void Splice::insert(std::string_view text) {
  copy_to(reader_.offset());
  write_(text);
}

void Splice::replace(std::string_view text) {
  const std::size_t length = reader_.length();
  insert(text);
  pending_.erase(0, length);
  first_ += length;
}

}  // namespace tmis::sheet
