// tmis init: a new file with its first organisation and system administrator.
#include "base/file.h"
#include "base/message.h"
#include "cmd/secret_file.h"
#include "cmd/verbs.h"
#include "people/found.h"

namespace tmis::cmd {
namespace {

/// The code for the safe: into a file before the database is made, or on the terminal after it.
class RecoveryCode {
 public:
  RecoveryCode(Context& ctx, const std::string& file) : ctx_(ctx), file_(file) {
    if (file_.empty() && !ctx.console.out_is_terminal()) file_ = ctx.db_path() + ".recovery";
    if (!file_.empty()) ctx.want_place(file_);
  }

  people::KeepCode keep() {
    return [this](const std::string& code) {
      if (ctx_.globals.dry_run) return;
      out_.write(file_, [&] {
        if (file_.empty()) {
          shown_ = code;
        } else {
          write_file(file_, code + "\n");
        }
      });
    };
  }

  void made() {
    out_.made();
    if (ctx_.globals.dry_run) return;
    if (!file_.empty()) return ctx_.console.note(text("init.recovery-file", arg("file", file_)));
    ctx_.console.out(text("init.recovery-code") + "\n\n    " + shown_ + "\n\n");
    keys::wipe(shown_);
  }

 private:
  Context& ctx_;
  std::string file_, shown_;
  SecretFile out_;
};

}  // namespace

void add_init(Verb app) {
  struct Options {
    people::Organisation org;
    std::string admin, recovery;
  };
  auto o = std::make_shared<Options>();
  Verb verb = app.verb("init");
  verb.required("--code", o->org.code);
  verb.required("--name", o->org.name);
  verb.required("--kind", o->org.kind);
  verb.option("--level", o->org.level);
  verb.option("--division", o->org.division);
  verb.required("--admin", o->admin);
  verb.option("--recovery", o->recovery);
  verb.run([o](Context& ctx) {
    if (file_exists(ctx.db_path()))  // before anybody types a password twice
      throw Error{codes::file_exists, {arg("file", ctx.db_path())}};
    const Secret password = ctx.new_password(ctx.globals.password_file, [&] {
      keys::PasswordOwner owner;
      owner.login = o->admin;
      return owner;
    });
    RecoveryCode code{ctx, o->recovery};
    const auto written = people::found_file(
        ctx.db_path(), {ctx.schemas_folder(), o->org, o->admin, ctx.globals.dry_run}, password,
        ctx.clock(), code.keep());
    code.made();
    Answer answer;
    answer.figure("id", o->org.code).figure("state", "active").figure("event", written.seq);
    answer.text = text("init.done", arg("file", ctx.db_path()), arg("name", o->org.name),
                       arg("admin", o->admin));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
