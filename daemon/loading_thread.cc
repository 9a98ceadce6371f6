#include "daemon/loading_thread.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace presend {
namespace {

constexpr size_t kMostWaiting = 32;
constexpr int kLowestPriority = 19;

std::chrono::system_clock::time_point NextMidnightInChina() {
  const absl::TimeZone china = absl::FixedTimeZone(8 * 60 * 60);
  return absl::ToChronoTime(absl::FromCivil(absl::ToCivilDay(absl::Now(), china) + 1, china));
}

}  // namespace

LoadingThread::LoadingThread(Job at_midnight) : at_midnight_(std::move(at_midnight)), thread_([this] { Run(); }) {}

LoadingThread::~LoadingThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool LoadingThread::Post(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stop_ || jobs_.size() >= kMostWaiting) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
  return true;
}

bool LoadingThread::busy() const {
  const std::lock_guard lock(mutex_);
  return running_ || !jobs_.empty();
}

// Jobs that still wait at the end run as well: somebody may wait for their answer.
void LoadingThread::Run() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kLowestPriority);  // of this thread only, on Linux
  auto midnight = NextMidnightInChina();
  std::unique_lock lock(mutex_);
  while (!stop_ || !jobs_.empty()) {
    Job job;
    if (!jobs_.empty()) {
      job = std::move(jobs_.front());
      jobs_.pop_front();
    } else if (changed_.wait_until(lock, midnight) == std::cv_status::timeout &&
               std::chrono::system_clock::now() >= midnight) {
      midnight = NextMidnightInChina();
      job = at_midnight_;
    } else {
      continue;
    }
    running_ = true;
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    running_ = false;
  }
}

}  // namespace presend
