// Addresses of schemas, resolved as RFC 3986 says.
#include "schema/json_uri.h"

#include "base/text.h"

namespace tmis::schema {
namespace {

constexpr auto kNone = std::string_view::npos;

struct Parts {
  std::string_view scheme, authority, path, query;  // with their marks: "https:", "//host", "?q"
};

Parts parts(std::string_view s) {
  Parts p;
  const auto colon = s.find(':');
  if (colon != kNone && colon > 0 && s.find_first_of("/?") >= colon) {
    p.scheme = s.substr(0, colon + 1);
    s.remove_prefix(colon + 1);
  }
  if (s.substr(0, 2) == "//") {
    const auto end = s.find_first_of("/?", 2);
    p.authority = s.substr(0, end);
    s.remove_prefix(p.authority.size());
  }
  const auto question = s.find('?');
  p.path = s.substr(0, question);
  if (question != kNone) p.query = s.substr(question);
  return p;
}

/// "/a/./b/../c" is "/a/c".
std::string without_dots(std::string_view path) {
  std::vector<std::string> kept;
  const auto segments = split(path, '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool last = i + 1 == segments.size();
    if (segments[i] == "." || segments[i] == "..") {
      if (segments[i] == ".." && kept.size() > 1) kept.pop_back();
      if (last) kept.emplace_back();
    } else {
      kept.emplace_back(segments[i]);
    }
  }
  return joined(kept, "/");
}

std::string merged(const Parts& base, std::string_view path) {
  if (!base.authority.empty() && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  return std::string(base.path.substr(0, slash == kNone ? 0 : slash + 1)).append(path);
}

}  // namespace

std::string resolve(std::string_view base, std::string_view reference) {
  const auto hash = reference.find('#');
  const std::string_view fragment = hash == kNone ? std::string_view{} : reference.substr(hash);
  const Parts r = parts(reference.substr(0, hash));
  const Parts b = parts(base.substr(0, base.find('#')));
  std::string out;
  if (!r.scheme.empty()) {
    out.append(r.scheme)
        .append(r.authority)
        .append(r.authority.empty() ? std::string(r.path) : without_dots(r.path))
        .append(r.query);
  } else if (!r.authority.empty()) {
    out.append(b.scheme).append(r.authority).append(without_dots(r.path)).append(r.query);
  } else {
    out.append(b.scheme).append(b.authority);
    if (r.path.empty()) {
      out.append(b.path).append(r.query.empty() ? b.query : r.query);
    } else {
      out.append(without_dots(r.path[0] == '/' ? std::string(r.path) : merged(b, r.path)))
          .append(r.query);
    }
  }
  return out.append(fragment);
}

Address split_fragment(std::string_view address) {
  const auto hash = address.find('#');
  Address a{std::string(address.substr(0, hash)), {}};
  if (hash == kNone) return a;
  for (std::size_t i = hash + 1; i < address.size(); ++i) {
    const auto byte = address[i] == '%' ? from_hex(address.substr(i + 1, 2)) : std::nullopt;
    a.fragment.append(byte && !byte->empty() ? *byte : std::string(1, address[i]));
    if (byte && !byte->empty()) i += 2;
  }
  return a;
}

}  // namespace tmis::schema
