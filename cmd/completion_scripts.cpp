// Each script walks the typed words down the tree (`at` is "tmis record import"), stepping over
// options and their values, then offers what may stand there.
#include "cmd/completion_scripts.h"

#include <algorithm>

#include "base/text.h"

namespace tmis::cmd {
namespace {

/// The ids of the field sets in force, asked when the key is pressed.
constexpr const char* kSets = "tmis schema list 2>/dev/null | tail -n +2 | cut -f2";

std::string path(const CompletedCommand& c) {
  return "tmis" + (c.words.empty() ? "" : " " + joined(c.words, " "));
}

/// `text` for a POSIX shell, in single quotes.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? "'\\''" : std::string(1, c));
  return out + "'";
}

/// The same for fish, where a backslash escapes inside single quotes too.
std::string fish_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' || c == '\\' ? "\\" : "").push_back(c);
  return out + "'";
}

/// All options that take a value, once each.
std::vector<std::string> valued_options(const std::vector<CompletedCommand>& commands) {
  std::vector<std::string> out;
  for (const auto& c : commands) {
    for (const auto& o : c.options) {
      if (o.value.kind != Takes::Kind::nothing) out.push_back(o.name);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> paths(const std::vector<CompletedCommand>& commands) {
  std::vector<std::string> out;
  for (const auto& c : commands) {
    if (!c.words.empty()) out.push_back(quoted(path(c)));
  }
  return out;
}

std::string option_names(const CompletedCommand& c) {
  std::vector<std::string> out;
  for (const auto& o : c.options) out.push_back(o.name);
  return joined(out, " ");
}

/// The assignments that both bash and zsh make for what an option or a word takes.
std::string offer(const Takes& takes) {
  switch (takes.kind) {
    case Takes::Kind::files:
      return "kind=files";
    case Takes::Kind::sets:
      return "kind=words words=$(" + std::string{kSets} + ")";
    case Takes::Kind::choices:
      return "kind=words words=" + quoted(joined(takes.choices, " "));
    default:
      return "kind=nothing";
  }
}

/// Finds `at` among the `count` words before the cursor; bash and zsh agree on all but the array's
/// name and base.
std::string walk(const std::vector<CompletedCommand>& commands, const std::string& words,
                 const std::string& first, const std::string& last) {
  std::string out =
      "  for ((i = " + first + "; i < " + last + "; i++)); do\n    case ${" + words + "[i]} in\n";
  out += "      " + joined(valued_options(commands), "|") + ") ((i++)) ;;\n      -*) ;;\n";
  out += "      *) case \"$at ${" + words + "[i]}\" in\n           " +
         joined(paths(commands), "|\\\n           ") + ")\n";
  return out + "             at=\"$at ${" + words +
         "[i]}\" ;;\n         esac ;;\n    esac\n  done\n";
}

/// What stands after an option: by command first, then the global ones.
std::string values(const std::vector<CompletedCommand>& commands) {
  std::string out = "  case \"$at:$prev\" in\n";
  for (auto c = commands.rbegin(); c != commands.rend();
       ++c) {  // the program's own options stand last
    for (const auto& o : c->options) {
      if (o.value.kind == Takes::Kind::nothing) continue;
      const std::string pattern =
          c->words.empty() ? "*:" + o.name : quoted(path(*c) + ":" + o.name);
      out += "    " + pattern + ") " + offer(o.value) + " ;;\n";
    }
  }
  return out + "  esac\n";
}

}  // namespace

std::string bash_script(const std::vector<CompletedCommand>& commands) {
  std::string out =
      "# Completion of tmis for bash; printed by `tmis completion bash`.\n_tmis() {\n";
  out +=
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} at=tmis kind='' "
      "words='' options='' i\n";
  out += walk(commands, "COMP_WORDS", "1", "COMP_CWORD") + values(commands);
  out += "  if [[ -z $kind ]]; then\n    case $at in\n";
  for (const auto& c : commands) {
    out += "      " + quoted(path(c)) + ") options=" + quoted(option_names(c));
    if (c.positional.kind != Takes::Kind::nothing) out += " " + offer(c.positional);
    if (!c.verbs.empty()) out += " kind=words words=" + quoted(joined(c.verbs, " "));
    out += " ;;\n";
  }
  out += "    esac\n    [[ $cur == -* ]] && kind=words words=\"$options " +
         option_names(commands.front()) + "\"\n  fi\n";
  out += "  COMPREPLY=()\n  if [[ $kind == files ]]; then\n    compopt -o filenames 2>/dev/null\n";
  out +=
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n  elif [[ $kind == words ]]; then\n";
  return out +
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n  fi\n}\ncomplete -F "
         "_tmis tmis\n";
}

std::string zsh_script(const std::vector<CompletedCommand>& commands) {
  std::string out =
      "#compdef tmis\n# Completion of tmis for zsh; printed by `tmis completion zsh`.\n_tmis() {\n";
  out +=
      "  local cur=${words[CURRENT]} prev=${words[CURRENT-1]} at=tmis kind='' options='' i\n  "
      "local -a typed verbs\n";
  out += "  typed=(\"${words[@]}\")\n  local words=''\n";  // `words` is zsh's own array: kept
                                                           // before it is used anew
  out += walk(commands, "typed", "2", "CURRENT") + values(commands);
  out += "  if [[ -z $kind ]]; then\n    case $at in\n";
  for (const auto& c : commands) {
    out += "      " + quoted(path(c)) + ") options=" + quoted(option_names(c));
    if (c.positional.kind != Takes::Kind::nothing) out += " " + offer(c.positional);
    if (!c.verbs.empty()) {
      out += " kind=verbs verbs=(";
      for (const auto& below : commands) {
        const bool mine = below.words.size() == c.words.size() + 1 &&
                          std::equal(c.words.begin(), c.words.end(), below.words.begin());
        if (mine) out += "\n        " + quoted(below.words.back() + ":" + below.summary);
      }
      out += ")";
    }
    out += " ;;\n";
  }
  out += "    esac\n    [[ $cur == -* ]] && kind=words words=\"$options " +
         option_names(commands.front()) + "\"\n  fi\n";
  out += "  case $kind in\n    files) _files ;;\n    verbs) _describe command verbs ;;\n";
  return out +
         "    words) compadd -- ${=words} ;;\n  esac\n}\n"
         // Loaded as a file of completions it is the function itself, sourced it must say so.
         "if [[ ${funcstack[1]} == _tmis ]]; then _tmis \"$@\"; else compdef _tmis tmis; fi\n";
}

std::string fish_script(const std::vector<CompletedCommand>& commands) {
  std::string out =
      "# Completion of tmis for fish; printed by `tmis completion fish`.\nfunction __tmis_at\n";
  out +=
      "  set -l at tmis\n  set -l skip 0\n  for word in (commandline -opc)[2..-1]\n    if test "
      "$skip = 1\n";
  out += "      set skip 0\n      continue\n    end\n    switch $word\n      case " +
         joined(valued_options(commands), " ");
  out +=
      "\n        set skip 1\n      case '-*'\n      case '*'\n        switch \"$at $word\"\n       "
      "   case ";
  out += joined(paths(commands), " ") +
         "\n            set at \"$at $word\"\n        end\n    end\n  end\n";
  out += "  test $at = $argv[1]\nend\ncomplete -c tmis -f\n";
  const auto taken = [](const Takes& takes, bool option) -> std::string {
    switch (takes.kind) {
      case Takes::Kind::files:
        return option ? " -r -F" : " -F";
      case Takes::Kind::choices:
        return std::string{option ? " -x" : ""} + " -a " + fish_quoted(joined(takes.choices, " "));
      case Takes::Kind::sets:
        return std::string{option ? " -x" : ""} + " -a " +
               fish_quoted("(" + std::string{kSets} + ")");
      case Takes::Kind::words:
        return option ? " -x" : "";
      default:
        return "";
    }
  };
  for (const auto& c : commands) {
    const std::string line =
        "complete -c tmis" +
        (c.words.empty() ? std::string{} : " -n " + fish_quoted("__tmis_at '" + path(c) + "'"));
    for (const auto& o : c.options)
      out += line + " -l " + o.name.substr(2) + taken(o.value, true) + "\n";
    if (const std::string words = taken(c.positional, false); !words.empty())
      out += line + words + "\n";
    if (c.words.empty()) continue;
    const std::vector<std::string> above{c.words.begin(), c.words.end() - 1};
    const std::string where = above.empty() ? "tmis" : "tmis " + joined(above, " ");
    out +=
        "complete -c tmis -n " + fish_quoted("__tmis_at '" + where + "'") + " -a " + c.words.back();
    out += (c.summary.empty() ? "" : " -d " + fish_quoted(c.summary)) + "\n";
  }
  return out;
}

}  // namespace tmis::cmd
