// Pieces of work for other threads, taken back in the order in which they were handed in.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tmis {

/// `work` runs on the threads, over one piece at a time; with one thread the pieces keep their
/// order there too. The pieces belong to the caller, who must not touch one between hand_in and
/// take.
template <class Piece>
class OrderedWork {
 public:
  /// When there is no room for one more thread, those that began end before the exception leaves.
  OrderedWork(unsigned threads, std::function<void(Piece&)> work) : OrderedWork(std::move(work)) {
    threads_.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;
  /// Waits for pieces that a thread works on; the others are left undone.
  ~OrderedWork() {
    {
      const std::lock_guard lock{mutex_};
      stopped_ = true;
    }
    changed_.notify_all();
  }

  void hand_in(Piece& piece) {
    {
      const std::lock_guard lock{mutex_};
      jobs_.push_back({&piece, false, nullptr});
    }
    changed_.notify_all();
  }

  /// The oldest piece, once it is done; nullptr when none is under way. Throws what its work threw.
  Piece* take() {
    std::unique_lock lock{mutex_};
    if (jobs_.empty()) return nullptr;
    changed_.wait(lock, [&] { return jobs_.front().done; });
    const Job job = jobs_.front();
    jobs_.pop_front();
    --begun_;
    if (job.failure) std::rethrow_exception(job.failure);
    return job.piece;
  }

 private:
  explicit OrderedWork(std::function<void(Piece&)> work) : work_(std::move(work)) {}

  struct Job {
    Piece* piece;
    bool done;
    std::exception_ptr failure;
  };

  void run() {
    std::unique_lock lock{mutex_};
    for (;;) {
      changed_.wait(lock, [&] { return stopped_ || begun_ < jobs_.size(); });
      if (stopped_) return;
      Job& job = jobs_[begun_++];  // a deque keeps its elements in place while it grows and shrinks
                                   // at its ends
      lock.unlock();
      std::exception_ptr failure;
      try {
        work_(*job.piece);
      } catch (...) {
        failure = std::current_exception();
      }
      lock.lock();
      job.failure = failure;
      job.done = true;
      changed_.notify_all();
    }
  }

  std::function<void(Piece&)> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::size_t begun_ = 0;  // of jobs_, from the front
  bool stopped_ = false;
  std::vector<std::jthread> threads_;  // last, so that they end before the rest goes
};

}  // namespace tmis
