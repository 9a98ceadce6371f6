#include "daemon/folder_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace presend {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr uint32_t kChanges = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE |
                              IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB;
constexpr uint32_t kNames = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE;
constexpr auto kLongestUnrest = std::chrono::seconds(10);  // a folder that never rests is read all the same

// The nearest folder above that exists.
fs::path Existing(fs::path folder) {
  std::error_code error;
  while (!fs::is_directory(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

}  // namespace

struct FolderWatch::Parts {
  Parts(fs::path watched, std::chrono::milliseconds rest, std::function<void()> call)
      : folder(std::move(watched)), quiet(rest), changed(std::move(call)) {}
  ~Parts() {
    for (int fd : {notify, wake}) {
      if (fd >= 0) close(fd);
    }
  }

  bool Rewatch();
  bool Drain();
  void Run();

  const fs::path folder;  // absolute
  const std::chrono::milliseconds quiet;
  const std::function<void()> changed;
  int notify = -1;
  int wake = eventfd(0, EFD_CLOEXEC);
  std::set<int> outer;  // watches of folders above, where only the name on the way down counts
  std::set<std::string> names;
  std::thread thread;
};

// Watches the tree as it is now, and the names that lead to it. False if the system refuses.
bool FolderWatch::Parts::Rewatch() {
  const int fresh = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fresh < 0) return false;
  if (notify >= 0) close(notify);
  notify = fresh;
  outer.clear();
  names.clear();
  // Every step of the way can be a link that is swapped.
  for (fs::path step = folder; step.has_relative_path(); step = step.parent_path()) {
    names.insert(step.filename());
    const int watch = inotify_add_watch(notify, Existing(step.parent_path()).c_str(), kNames | IN_MASK_ADD);
    if (watch >= 0) outer.insert(watch);
  }
  std::error_code error;
  if (!fs::is_directory(folder, error)) return true;
  std::vector<fs::path> inside = {folder};
  const auto follow = fs::directory_options::follow_directory_symlink | fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder, follow, error), end; !error && it != end; it.increment(error)) {
    std::error_code unreadable;
    if (it->is_directory(unreadable)) inside.push_back(it->path());
  }
  for (const fs::path& path : inside) {
    const int watch = inotify_add_watch(notify, path.c_str(), kChanges | IN_MASK_ADD);
    if (watch < 0 && errno == ENOSPC) return false;
    outer.erase(watch);
  }
  return true;
}

// Takes the events; whether one of them matters.
bool FolderWatch::Parts::Drain() {
  alignas(inotify_event) char buffer[16384];
  bool matters = false;
  for (ssize_t size; (size = read(notify, buffer, sizeof buffer)) > 0;) {
    for (char* at = buffer; at < buffer + size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      const std::string name = event->len > 0 ? event->name : "";
      matters |= (event->mask & IN_IGNORED) == 0 && (!outer.contains(event->wd) || names.contains(name));
      at += sizeof(inotify_event) + event->len;
    }
  }
  return matters;
}

void FolderWatch::Parts::Run() {
  Clock::time_point first{}, last{};
  bool unrest = false;
  for (;;) {
    pollfd fds[] = {{notify, POLLIN, 0}, {wake, POLLIN, 0}};
    const int timeout = unrest ? static_cast<int>(quiet.count()) + 1 : -1;
    if (poll(fds, 2, timeout) < 0 && errno != EINTR) return;
    if (fds[1].revents != 0) return;
    const auto now = Clock::now();
    if (fds[0].revents != 0 && Drain()) {
      if (!unrest) first = now;
      last = now;
      unrest = true;
    }
    if (!unrest || (now - last < quiet && now - first < kLongestUnrest)) continue;
    unrest = false;
    (void)Rewatch();  // before the folder is read: what changes from here on calls again
    changed();
  }
}

absl::StatusOr<std::unique_ptr<FolderWatch>> FolderWatch::Start(const std::string& folder,
                                                                std::chrono::milliseconds quiet,
                                                                std::function<void()> changed) {
  std::error_code error;
  fs::path path = fs::absolute(folder, error).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  auto parts = std::make_unique<Parts>(std::move(path), quiet, std::move(changed));
  if (!parts->Rewatch()) return absl::ResourceExhaustedError(absl::StrCat("cannot watch ", folder, ": ", strerror(errno)));
  parts->thread = std::thread([raw = parts.get()] { raw->Run(); });
  return std::unique_ptr<FolderWatch>(new FolderWatch(std::move(parts)));
}

FolderWatch::FolderWatch(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

FolderWatch::~FolderWatch() {
  const uint64_t one = 1;
  (void)!write(parts_->wake, &one, sizeof one);
  parts_->thread.join();
}

}  // namespace presend
