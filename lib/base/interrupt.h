// What happens when the user presses Ctrl-C, the machine shuts down, or there is no memory left.
// The program ends at once: SQLite's next opener finds the file as it was before the command.
#pragma once

#include <string>
#include <string_view>

namespace tmis {

/// From now on SIGINT ends the program with 130 and SIGTERM with 143, after removing the files that
/// are not finished and saying `message` on standard error.
void catch_interrupts(const std::string& message);

/// From now on a `new` that gets no memory ends the program with 7 in the same way, at once: on the
/// way out of an exception destructors would ask for more (nlohmann's does), and catches would take
/// it for a fault of the data. Steps that belong together are left by std::bad_alloc instead.
/// `message` is cut at 1023 bytes; it may be said anew once there is a catalogue.
void catch_no_memory(std::string_view message);
/// The same end, for a std::bad_alloc that nobody has caught.
[[noreturn]] void no_memory();

/// A file that is gone when the program is interrupted, from here to the end of its scope.
class Unfinished {
 public:
  explicit Unfinished(const std::string& path);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished();

 private:
  int slot_;
};

/// Steps that belong together: an interrupt waits for the end of the scope.
class Uninterrupted {
 public:
  Uninterrupted();
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;
  ~Uninterrupted();
};

/// From here on the command comes to its own end whatever is pressed: what it did is done, and its
/// answer must say so.
void past_return();

/// In a conversation: what was done has been told. From here on an interrupt ends the program
/// again, one that came meanwhile at once.
void answered();

/// Called when the program is interrupted, nullptr: nothing; must be safe in a signal handler.
void at_interrupt(void (*undo)());

}  // namespace tmis
