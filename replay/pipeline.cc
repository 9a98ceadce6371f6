#include "replay/pipeline.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace presend::replay {
namespace {

enum class Step : uint8_t { kFree, kRead, kReadDone, kParse, kParsed, kLink, kLinked, kScreen, kScreened, kWrite };

struct Slot {
  Step step = Step::kFree;
  Batch batch;
};

struct Task {
  Slot* slot = nullptr;
  Step step = Step::kFree;
};

// Every worker does whatever is due, latest stage first, so that batches leave as soon as they can.
class Pipeline {
 public:
  Pipeline(const Stages& stages, int workers, uint64_t first)
      : stages_(stages), next_read_(first), next_link_(first), next_write_(first) {
    for (int i = 0; i < workers * 2 + 2; ++i) slots_.push_back(std::make_unique<Slot>());
  }

  void Work(int worker) {
    std::unique_lock lock(mutex_);
    for (;;) {
      const Task task = Choose();
      if (task.slot == nullptr) {
        if (Done()) return;
        changed_.wait(lock);
        continue;
      }
      lock.unlock();
      const bool more = Do(task, worker);
      lock.lock();
      Finish(task, more);
      changed_.notify_all();
    }
  }

  absl::Status status() const { return status_; }

 private:
  Slot* Find(Step step, std::optional<uint64_t> sequence) {
    Slot* best = nullptr;
    for (const auto& slot : slots_) {
      if (slot->step != step || (sequence && slot->batch.sequence != *sequence)) continue;
      if (best == nullptr || slot->batch.sequence < best->batch.sequence) best = slot.get();
    }
    return best;
  }

  Task Start(Slot* slot, Step step) {
    slot->step = step;
    return {slot, step};
  }

  Task Choose() {
    if (!status_.ok()) return {};
    if (Slot* slot = writing_ ? nullptr : Find(Step::kScreened, next_write_)) { writing_ = true; return Start(slot, Step::kWrite); }
    if (Slot* slot = linking_ ? nullptr : Find(Step::kParsed, next_link_)) { linking_ = true; return Start(slot, Step::kLink); }
    if (Slot* slot = Find(Step::kLinked, std::nullopt)) return Start(slot, Step::kScreen);
    if (Slot* slot = Find(Step::kReadDone, std::nullopt)) return Start(slot, Step::kParse);
    if (Slot* slot = reading_ || read_all_ ? nullptr : Find(Step::kFree, std::nullopt)) {
      reading_ = true;
      slot->batch.Clear();
      slot->batch.sequence = next_read_;
      return Start(slot, Step::kRead);
    }
    return {};
  }

  bool Do(const Task& task, int worker) {
    Batch& batch = task.slot->batch;
    switch (task.step) {
      case Step::kRead: return stages_.read(batch);
      case Step::kParse: stages_.parse(worker, batch); return true;
      case Step::kLink: stages_.link(batch); return true;
      case Step::kScreen: stages_.screen(worker, batch); return true;
      default: written_ = stages_.write(batch); return true;
    }
  }

  void Finish(const Task& task, bool more) {
    Slot& slot = *task.slot;
    switch (task.step) {
      case Step::kRead:
        reading_ = false;
        read_all_ = !more;
        next_read_ += more;
        slot.step = more ? Step::kReadDone : Step::kFree;
        return;
      case Step::kParse: slot.step = Step::kParsed; return;
      case Step::kLink: linking_ = false; ++next_link_; slot.step = Step::kLinked; return;
      case Step::kScreen: slot.step = Step::kScreened; return;
      default:
        writing_ = false;
        ++next_write_;
        slot.step = Step::kFree;
        if (!written_.ok()) status_ = written_;
    }
  }

  bool Done() const { return !status_.ok() || (read_all_ && !reading_ && next_write_ == next_read_); }

  const Stages& stages_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Slot>> slots_;
  uint64_t next_read_, next_link_, next_write_;
  bool reading_ = false, linking_ = false, writing_ = false, read_all_ = false;
  absl::Status written_;  // of the one write under way
  absl::Status status_;
};

}  // namespace

absl::Status RunPipeline(const Stages& stages, int workers, uint64_t first) {
  Pipeline pipeline(stages, workers, first);
  std::vector<std::thread> threads;
  for (int i = 1; i < workers; ++i) threads.emplace_back([&pipeline, i] { pipeline.Work(i); });
  pipeline.Work(0);
  for (std::thread& thread : threads) thread.join();
  return pipeline.status();
}

}  // namespace presend::replay
