// A random walk over a country of five levels: steps of business and campaign by right and wrong
// hands, each compared with a model. business_walk STEPS SEED...: a walk for each seed. What fails
// is made shorter by leaving steps out and printed with the command that repeats it:
// business_walk --steps N,N,... STEPS SEED. The file of the last walk stays where TMIS_WALK_KEEP
// says.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <optional>
#include <random>

#include "base/error.h"
#include "base/text.h"
#include "keys/secret.h"
#include "walk.h"

namespace {

using namespace tmis;
using namespace tmis::walk;

constexpr std::size_t kCheckEvery = 500;
constexpr std::uint32_t kTeachers = 2000, kHot = 40;
constexpr std::uint32_t kDayEvery = 25;  // steps, on the average

/// The steps of a seed. Most are about few teachers, so that cases meet.
std::vector<Step> steps_of(std::uint32_t seed, std::size_t many) {
  std::mt19937 engine{seed};
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  std::uint32_t total = 0;
  for (const auto& verb : Walk::verbs()) total += verb.weight;
  std::vector<Step> out;
  for (std::size_t i = 0; i < many; ++i) {
    Step s;
    std::uint32_t luck = random() % total;
    while (luck >= Walk::verbs()[s.verb].weight) luck -= Walk::verbs()[s.verb++].weight;
    s.teacher = random() % 8 == 0 ? random() % kTeachers : random() % kHot * (kTeachers / kHot);
    s.actor = random();
    s.choice = random();
    s.detail = random();
    s.next_day = random() % kDayEvery == 0;
    out.push_back(s);
  }
  return out;
}

struct Tried {
  std::optional<std::string> failure;
  std::size_t taken = 0, done = 0, refusals = 0;  // steps; those that were allowed, and were not
};

class Trial {
 public:
  Trial() : folder_(std::filesystem::temp_directory_path() / ("tmis-walk-" + keys::random_id())) {
    std::filesystem::create_directory(folder_);
    country_ = make_country((folder_ / "base.db").string(), kTeachers);
  }
  ~Trial() { std::filesystem::remove_all(folder_); }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  Tried walk(const std::vector<Step>& all, const std::vector<std::size_t>& which, bool to_the_end) {
    const auto file = folder_ / "walk.db";
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + ending);
    std::filesystem::copy_file(folder_ / "base.db", file);
    Tried out;
    {
      Walk walk{file.string(), country_};
      try {
        for (const std::size_t i : which) {
          walk.take(all[i]);
          if (++out.taken % kCheckEvery == 0) walk.check_all();
        }
        if (to_the_end) {
          walk.check_all();
          walk.verify();
        }
      } catch (const Failure& failure) {
        out.failure = failure.what();
      } catch (const Error& error) {
        out.failure = std::string{"unexpected "} + error.code().name + " after " + walk.said();
      } catch (const std::exception& error) {
        out.failure = std::string{"unexpected "} + error.what() + " after " + walk.said();
      }
      out.done = walk.done();
      out.refusals = walk.refusals();
    }
    if (const char* keep = std::getenv("TMIS_WALK_KEEP"); keep != nullptr && to_the_end) {
      std::filesystem::copy_file(file, keep, std::filesystem::copy_options::overwrite_existing);
    }
    return out;
  }

 private:
  std::filesystem::path folder_;
  Country country_;
};

/// Leaves out halves, quarters … of the list as long as something still fails.
std::vector<std::size_t> shrink(Trial& trial, const std::vector<Step>& all,
                                std::vector<std::size_t> which, bool late) {
  constexpr int kTrials = 120;
  int trials = 0;
  for (std::size_t piece = which.size() / 2; piece > 0 && trials < kTrials;) {
    bool shorter = false;
    for (std::size_t at = 0; at < which.size() && trials < kTrials;) {
      auto fewer = which;
      const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      fewer.erase(from, from + static_cast<std::ptrdiff_t>(std::min(piece, fewer.size() - at)));
      ++trials;
      const Tried tried = trial.walk(all, fewer, late);
      if (tried.failure) {
        if (!late) fewer.resize(std::min(fewer.size(), tried.taken + 1));
        which = std::move(fewer);
        shorter = true;
      } else {
        at += piece;
      }
    }
    if (!shorter || piece > which.size()) piece /= 2;
  }
  return which;
}

/// Prints what fails, short. False: it does.
bool walk_seed(Trial& trial, std::uint32_t seed, std::size_t many, std::vector<std::size_t> which) {
  const auto all = steps_of(seed, many);
  if (which.empty()) {
    which.resize(many);
    std::iota(which.begin(), which.end(), 0);
  }
  const auto begun = std::chrono::steady_clock::now();
  const Tried tried = trial.walk(all, which, true);
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun)
          .count();
  std::cout << "seed " << seed << ": " << tried.taken << " steps, " << tried.done << " done, "
            << tried.refusals << " refused, " << seconds << " s\n";
  if (!tried.failure) return true;
  std::cout << "FAILED: " << *tried.failure << "\nmaking it shorter ..." << std::endl;
  const bool late = tried.taken == which.size();  // found by the last look at everything
  if (!late) which.resize(tried.taken + 1);
  which = shrink(trial, all, which, late);
  std::string list;
  for (const std::size_t i : which) list += (list.empty() ? "" : ",") + std::to_string(i);
  const Tried last = trial.walk(all, which, late);
  std::cout << "shortest: " << which.size() << " steps: " << last.failure.value_or("") << "\n";
  for (const std::size_t i : which)
    std::cout << "  " << i << " " << Walk::verbs()[all[i].verb].name << "\n";
  std::cout << "again: business_walk --steps " << list << " " << many << " " << seed << std::endl;
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  std::vector<std::size_t> which;
  if (words.size() > 2 && words[0] == "--steps") {
    for (const auto word : split(words[1], ',')) which.push_back(std::stoul(std::string{word}));
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.size() < 2) {
    std::cerr << "business_walk [--steps N,N,...] STEPS SEED...\n";
    return 2;
  }
  try {
    Trial trial;
    bool good = true;
    for (std::size_t i = 1; i < words.size(); ++i)
      good = walk_seed(trial, static_cast<std::uint32_t>(std::stoul(words[i])),
                       std::stoul(words[0]), which) &&
             good;
    return good ? 0 : 1;
  } catch (const Error& error) {
    std::cerr << error.code().name << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 1;
}
