// Characters that nobody sees: they come along when text is copied from chats and web pages.
// Control characters are no such thing; normalise refuses them.
#pragma once

#include <string>
#include <string_view>

namespace tmis::schema {

/// Whether `s` holds a zero-width character or a mark of direction: U+061C, U+200B–U+200F,
/// U+202A–U+202E, U+2060, U+2066–U+2069, U+FEFF.
bool has_unseen(std::string_view s);
/// Takes them out, in place. Joiners too: no name in this data needs one to look as it does.
void remove_unseen(std::string& s);

}  // namespace tmis::schema
