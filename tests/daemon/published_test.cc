// One writer, many readers: nobody sees half a value, and no idle thread keeps an old one.
#include "daemon/published.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace presend {
namespace {

struct Pair {
  int first = 0, second = 0;
};

TEST(Published, IsFalseUntilSomethingIsPublished) {
  Published<Pair> published;
  EXPECT_FALSE(published.Read());
  published.Publish(std::make_shared<Pair>(Pair{1, 1}));
  const auto lease = published.Read();
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->first, 1);
}

TEST(Published, TakesTheOldValueAwayFromIdleThreads) {
  Published<Pair> published;
  auto first = std::make_shared<Pair>();
  const std::weak_ptr<Pair> watched = first;
  published.Publish(std::move(first));
  std::atomic<bool> read{false}, leave{false};
  std::thread idle([&] {
    EXPECT_TRUE(published.Read());
    read = true;
    while (!leave) std::this_thread::yield();
  });
  while (!read) std::this_thread::yield();
  EXPECT_TRUE(published.Read());  // this thread keeps a pointer as well
  published.Publish(std::make_shared<Pair>());
  EXPECT_TRUE(watched.expired()) << "nobody holds a lease, so nobody may keep the old value";
  leave = true;
  idle.join();
}

TEST(Published, ALeaseKeepsItsValueUntilItIsLetGo) {
  Published<Pair> published;
  published.Publish(std::make_shared<Pair>(Pair{1, 1}));
  std::atomic<bool> held{false}, published_new{false};
  std::thread reader([&] {
    const auto lease = published.Read();
    held = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(published_new);
    EXPECT_EQ(lease->first, 1);
  });
  while (!held) std::this_thread::yield();
  published.Publish(std::make_shared<Pair>(Pair{2, 2}));
  published_new = true;
  reader.join();
  EXPECT_EQ(published.Read()->first, 2);
}

TEST(Published, ReadersNeverSeeHalfAValueNorGoBack) {
  Published<Pair> published;
  published.Publish(std::make_shared<Pair>());
  std::atomic<bool> stop{false};
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([&] {
      int last = 0;
      while (!stop) {
        const auto lease = published.Read();
        EXPECT_EQ(lease->first, lease->second);
        EXPECT_GE(lease->first, last);
        last = lease->first;
      }
    });
  }
  for (int i = 1; i <= 500; ++i) published.Publish(std::make_shared<Pair>(Pair{i, i}));
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(published.Read()->first, 500);
}

}  // namespace
}  // namespace presend
