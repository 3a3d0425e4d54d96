// Everything that the handler touches is fixed memory and atomics; it calls unlink, write and
// _exit.
#include "base/interrupt.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <climits>
#include <csignal>
#include <cstring>
#include <new>

#include "base/codes.h"

namespace tmis {
namespace {

constexpr int kSlots = 64;  // a dossier's folder of rejects has 28
struct Slot {
  std::atomic<bool> taken{false}, ready{false};
  std::array<char, PATH_MAX> path{};
};
std::array<Slot, kSlots> slots;
using Words = std::array<char, 1024>;
Words at_signal{}, at_no_memory{};
std::atomic<int> held{0};
std::atomic<int> returns_past{0};  // how many of these only `answered` lets go
std::atomic<int> pending{0};
std::atomic<void (*)()> undo_first{nullptr};

void keep(Words& words, std::string_view message) {
  words.fill(0);
  message.copy(words.data(), words.size() - 1);
}

[[noreturn]] void leave(const Words& words, int exit) {
  for (Slot& slot : slots) {
    if (slot.ready) ::unlink(slot.path.data());
  }
  if (const auto undo = undo_first.load()) undo();
  const ssize_t ignored = ::write(STDERR_FILENO, words.data(), std::strlen(words.data()));
  static_cast<void>(ignored);
  ::_exit(exit);
}

[[noreturn]] void leave(int signal) { leave(at_signal, 128 + signal); }

extern "C" void on_signal(int signal) {
  if (held > 0) {
    pending = signal;
  } else {
    leave(signal);
  }
}

}  // namespace

void catch_interrupts(const std::string& message) {
  keep(at_signal, message);
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

void catch_no_memory(std::string_view message) {
  keep(at_no_memory, message);
  std::set_new_handler([] {
    if (held > 0) throw std::bad_alloc{};
    no_memory();
  });
}

void no_memory() { leave(at_no_memory, static_cast<int>(Exit::unavailable)); }

Unfinished::Unfinished(const std::string& path) : slot_(-1) {
  if (path.size() >= PATH_MAX) return;
  for (int i = 0; i < kSlots && slot_ < 0; ++i) {
    if (!slots[static_cast<std::size_t>(i)].taken.exchange(true)) slot_ = i;
  }
  if (slot_ < 0) return;
  Slot& slot = slots[static_cast<std::size_t>(slot_)];
  std::memcpy(slot.path.data(), path.c_str(), path.size() + 1);
  slot.ready = true;
}

Unfinished::~Unfinished() {
  if (slot_ < 0) return;
  Slot& slot = slots[static_cast<std::size_t>(slot_)];
  slot.ready = false;
  slot.taken = false;
}

Uninterrupted::Uninterrupted() { ++held; }

Uninterrupted::~Uninterrupted() {
  if (--held == 0 && pending != 0) leave(pending);
}

void past_return() {
  ++held;
  ++returns_past;
}

void answered() {
  const int past = returns_past.exchange(0);
  if ((held -= past) == 0 && pending != 0) leave(pending);
}

void at_interrupt(void (*undo)()) { undo_first = undo; }

}  // namespace tmis
