// Catalogue look-up and the placing of arguments. gettext does the first.
#include "base/message.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <cstring>

#include "base/text.h"

/// gettext's counter of changes: raised so that it looks at LANGUAGE again (gettext manual,
/// "gettext grok").
extern "C" int _nl_msg_cat_cntr;

namespace tmis {
namespace {

Language g_language = Language::en;

/// The catalogue's text, or nullptr.
const char* look_up(std::string_view key) {
  const std::string id{key};
  const char* found = dgettext("tmis", id.c_str());
  return found == id.c_str() ? nullptr : found;
}

const std::string* value_of(std::string_view name, const Args& args) {
  for (const Arg& a : args) {
    if (a.name == name) return &a.value;
  }
  return nullptr;
}

/// `name` or `name|one|many`, between the braces.
void place(std::string_view inside, const Args& args, std::string& out) {
  const auto bar = inside.find('|');
  const std::string* value = value_of(inside.substr(0, bar), args);
  if (value == nullptr) {
    out.append("{").append(inside).append("}");
  } else if (bar == std::string_view::npos) {
    out.append(*value);
  } else {
    const auto forms = inside.substr(bar + 1);
    const auto second = forms.find('|');
    out.append(*value == "1" ? forms.substr(0, second) : forms.substr(second + 1));
  }
}

}  // namespace

namespace {

void speak(Language language) {
  setenv("LANGUAGE", language == Language::zh ? "zh" : "en", 1);
  ++_nl_msg_cat_cntr;
}

}  // namespace

void open_texts(Language language, const std::string& locale_folder) {
  g_language = language;
  // gettext translates nothing in the plain C locale; every Debian has C.UTF-8, and LANGUAGE picks.
  setlocale(LC_ALL, "C.UTF-8");
  speak(language);
  bindtextdomain("tmis", locale_folder.c_str());
  bind_textdomain_codeset("tmis", "UTF-8");
}

Language language() { return g_language; }

Language choose_language(std::string_view option) {
  const auto chinese = [](std::string_view s) { return s.starts_with("zh"); };
  if (!option.empty()) return chinese(option) ? Language::zh : Language::en;
  for (const char* name : {"TMIS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return chinese(value) ? Language::zh : Language::en;
  }
  return Language::en;
}

bool has_text(std::string_view key) { return look_up(key) != nullptr; }

std::string text(std::string_view key, const Args& args) {
  const char* pattern = look_up(key);
  if (pattern == nullptr) return std::string{key};
  std::string_view rest{pattern};
  std::string out;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) break;
    out.append(rest.substr(0, open));
    place(rest.substr(open + 1, close - open - 1), args, out);
    rest.remove_prefix(close + 1);
  }
  return out.append(rest);
}

std::string text_in(Language language, std::string_view key) {
  speak(language);
  std::string found = text(key);
  speak(g_language);
  return found;
}

namespace {

/// What an error quotes comes from files and arguments: nothing of it may act on a terminal.
std::string quoting(const std::string& key, const Args& args) {
  Args safe = args;
  for (Arg& a : safe) a.value = shown(a.value);
  return text(key, safe);
}

std::string hint_of(const Code& code, const Args& args) {
  const std::string key = std::string{code.name} + ".hint";
  std::string out = has_text(key) ? quoting(key, args) : std::string{};
  return out.erase(0, out.find_first_not_of(' '));  // what stood in front may be empty
}

}  // namespace

std::string message(const Error& error) { return quoting(error.code().name, error.args()); }
std::string message(const Finding& finding) { return quoting(finding.code->name, finding.args); }

std::string hint(const Error& error) { return hint_of(error.code(), error.args()); }
std::string hint(const Finding& finding) { return hint_of(*finding.code, finding.args); }

void bug(std::string_view what) { throw Error{codes::internal, {arg("what", what)}}; }

}  // namespace tmis
