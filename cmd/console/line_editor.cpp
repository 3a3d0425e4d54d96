// By libedit, which reads UTF-8 where the locale says so; the program's own texts need no locale.
#include "cmd/console/line_editor.h"

#include <histedit.h>

#include <clocale>
#include <cstdio>

#include "base/error.h"

namespace tmis::cmd {

struct LineEditor::Inside {
  EditLine* edit = nullptr;
  std::string prompt, text;
  Typed::Key key = Typed::Key::enter;

  static Inside* of(EditLine* edit) {
    void* data = nullptr;
    ::el_get(edit, EL_CLIENTDATA, &data);
    return static_cast<Inside*>(data);
  }
  static char* prompt_of(EditLine* edit) { return of(edit)->prompt.data(); }
  static unsigned char fill(EditLine* edit, int) {
    const LineInfo* line = ::el_line(edit);
    const std::string& text = of(edit)->text;
    const bool empty = line->buffer == line->lastchar;
    return empty && !text.empty() && ::el_insertstr(edit, text.c_str()) == 0 ? CC_REFRESH : CC_NORM;
  }
  /// A key that ends the line: it was pressed for what it is, not for what stands there.
  static unsigned char up(EditLine* edit, int) { return of(edit)->leave(Typed::Key::up); }
  static unsigned char down(EditLine* edit, int) { return of(edit)->leave(Typed::Key::down); }
  unsigned char leave(Typed::Key by) {
    key = by;
    return CC_NEWLINE;
  }
};

LineEditor::LineEditor() : inside_(std::make_unique<Inside>()) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  EditLine* edit = ::el_init("tmis", stdin, stderr, stderr);
  if (edit == nullptr) bug("el_init");
  inside_->edit = edit;
  ::el_set(edit, EL_CLIENTDATA, inside_.get());
  ::el_set(edit, EL_PROMPT, &Inside::prompt_of);
  ::el_set(edit, EL_EDITOR, "emacs");
  ::el_set(edit, EL_SIGNAL, 1);
  // In wide characters: those of el_set are copied and never freed.
  ::el_wset(edit, EL_ADDFN, L"tmis-up", L"back to the field before", &Inside::up);
  ::el_wset(edit, EL_ADDFN, L"tmis-down", L"on to the next field", &Inside::down);
  ::el_wset(edit, EL_ADDFN, L"tmis-fill", L"what stands there, to change it", &Inside::fill);
  ::el_set(edit, EL_BIND, "^I", "tmis-fill", nullptr);
  for (const char* key : {"\\e[A", "\\eOA", "^P"}) ::el_set(edit, EL_BIND, key, "tmis-up", nullptr);
  for (const char* key : {"\\e[B", "\\eOB", "^N"})
    ::el_set(edit, EL_BIND, key, "tmis-down", nullptr);
}

LineEditor::~LineEditor() { ::el_end(inside_->edit); }

Typed LineEditor::read(const std::string& prompt, const std::string& text) {
  inside_->prompt = prompt;
  inside_->text = text;
  inside_->key = Typed::Key::enter;
  int count = 0;
  const char* line = ::el_gets(inside_->edit, &count);
  if (inside_->key != Typed::Key::enter) {
    std::fputc('\n', stderr);
    return {inside_->key, {}};
  }
  if (line == nullptr || count <= 0) {
    std::fputc('\n', stderr);
    return {Typed::Key::end, {}};
  }
  std::string typed{line, static_cast<std::size_t>(count)};
  while (typed.ends_with('\n') || typed.ends_with('\r')) typed.pop_back();
  return {Typed::Key::enter, std::move(typed)};
}

}  // namespace tmis::cmd
