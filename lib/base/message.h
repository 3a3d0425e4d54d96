// Texts for people, by key, in Chinese or English, from the gettext catalogue.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace tmis {

enum class Language { zh, en };

/// Chooses the language of all texts. `locale_folder` holds LANG/LC_MESSAGES/tmis.mo.
void open_texts(Language language, const std::string& locale_folder);
Language language();

/// From `--lang` (may be empty), TMIS_LANG, then LC_ALL, LC_MESSAGES, LANG; English when none says
/// Chinese.
Language choose_language(std::string_view option);

/// The text of `key`, with `{name}` replaced by the arguments. `{name|one|many}` gives `one` when
/// the argument is 1, else `many`. An unknown key comes back as itself.
std::string text(std::string_view key, const Args& args = {});
template <class... A>
std::string text(std::string_view key, Arg first, A... rest) {
  return text(key, Args{std::move(first), std::move(rest)...});
}

/// The same in a language of one's choice: for names that a file may have from an earlier run.
std::string text_in(Language language, std::string_view key);

/// Whether the catalogue has this key.
bool has_text(std::string_view key);

/// What is wrong, without the place: the text of the error's code.
std::string message(const Error& error);
std::string message(const Finding& finding);
/// What to do: the text of `<code>.hint`, or empty.
std::string hint(const Error& error);
std::string hint(const Finding& finding);

}  // namespace tmis
