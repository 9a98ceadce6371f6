// The real command, killed at random moments and started again: the outputs are those of an undisturbed run.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "gtest/gtest.h"
#include "tests/competitor_rule.h"
#include "tests/replay/archive.h"

namespace presend::replay {
namespace {

constexpr int kRounds = 3, kKills = 3;
constexpr int kKilled = -1;

void WriteRules(const TestFolder& folder, const std::string& name, const std::string& word) {
  std::filesystem::create_directories(folder / (name + "/jd"));
  folder.Write(name + "/jd/pack.yaml", testing::kCompetitorManifest);
  folder.Write(name + "/jd/rules.yaml", testing::CompetitorRule(word));
}

// Conversations that reach over many batches, words split over messages, broken lines.
std::string Transcript(int rows) {
  std::string lines;
  for (int i = 0; i < rows; ++i) {
    const std::string conversation = std::to_string(i % 7 == 0 ? i % 50 : i / 20), number = std::to_string(i);
    lines += R"({"conversation":"c)" + conversation + R"(","id":")" + number + R"(","agent":"a)" +
             std::to_string(i % 9) + R"(","role":")" + (i % 3 == 0 ? "buyer" : "agent") + R"(","time":")" +
             std::to_string(1'790'000'000 + i * 7) + R"(","text":")" +
             (i % 11 == 0   ? "去淘宝看"
              : i % 13 == 0 ? "淘"
              : i % 17 == 0 ? "宝"
                            : "您好，在的") +
             number + "\"}\n";
    if (i % 1000 == 999) lines += "{broken\n";
  }
  return lines;
}

pid_t Start(const TestFolder& folder, const std::string& out, const std::vector<std::string>& files) {
  std::vector<std::string> arguments = {PRESEND_BINARY_DIR "/bin/presend",
                                        "replay",
                                        "--rules",
                                        folder / "old",
                                        "--against",
                                        folder / "new",
                                        "--out",
                                        folder / out,
                                        "--threads",
                                        "2",
                                        "--checkpoint-seconds",
                                        "0.05",
                                        "--format",
                                        "html,csv,json,junit,sarif"};
  arguments.insert(arguments.begin() + 2, files.begin(), files.end());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const std::string log = folder / "log";
  const pid_t child = fork();
  if (child != 0) return child;
  dup2(open(log.c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600), STDERR_FILENO);
  execv(argv[0], argv.data());
  _exit(127);
}

int Wait(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : kKilled;
}

// The exit status, or kKilled if it had not ended by itself `moment` after it has a checkpoint: machines differ in
// speed.
int RunUntil(pid_t child, const std::string& checkpoint, std::chrono::microseconds moment) {
  siginfo_t ended{};
  while (!std::filesystem::exists(checkpoint) && ended.si_pid == 0) {
    usleep(200);
    waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT);
  }
  std::this_thread::sleep_for(moment);
  kill(child, SIGKILL);
  return Wait(child);
}

TEST(InterruptionTest, KilledReplaysEndLikeUndisturbedOnes) {
  TestFolder folder;
  WriteRules(folder, "old", "淘宝");
  WriteRules(folder, "new", "看");
  const std::vector<std::string> files = {folder.Write("a.jsonl", Transcript(100'000)),
                                          folder.Write("b.jsonl", Transcript(100'000))};
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EQ(Wait(Start(folder, "whole", files)), 1) << folder.Read("log");  // 1: there are broken lines
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  ASSERT_GT(folder.Read("whole/findings.jsonl").size(), 1'000'000u);
  ASSERT_GT(folder.Read("whole/changes.jsonl").size(), 1'000'000u);

  std::mt19937 random(std::random_device{}());
  int killed = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::string out = "round" + std::to_string(round);
    int status = kKilled;
    for (int i = 0; i < kKills && status == kKilled; ++i) {
      status = RunUntil(Start(folder, out, files), folder / (out + "/checkpoint"), whole * (random() % 300) / 1000);
      killed += status == kKilled;
    }
    if (status == kKilled) status = Wait(Start(folder, out, files));
    ASSERT_EQ(status, 1) << folder.Read("log");
    for (const std::string file : {"findings.jsonl", "rejects.jsonl", "changes.jsonl", "summary.json", "tally.json",
                                   "report.html", "findings.csv", "junit.xml", "findings.sarif"}) {
      EXPECT_TRUE(folder.Read(out + "/" + file) == folder.Read("whole/" + file)) << file;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / (out + "/checkpoint")));
  }
  EXPECT_GE(killed, 1);
  const std::string log = folder.Read("log");
  EXPECT_NE(log.find("going on from the checkpoint"), log.npos) << "no run had got as far as a checkpoint";
}

// Another run's checkpoint is not taken for this one's.
TEST(InterruptionTest, ACheckpointBelongsToItsFilesAndRules) {
  TestFolder folder;
  WriteRules(folder, "old", "淘宝");
  WriteRules(folder, "new", "看");
  const std::string file = folder.Write("a.jsonl", Transcript(100'000));
  const pid_t child = Start(folder, "out", {file});
  while (!std::filesystem::exists(folder / "out/checkpoint") && waitpid(child, nullptr, WNOHANG) == 0) usleep(200);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  ASSERT_TRUE(std::filesystem::exists(folder / "out/checkpoint"));
  folder.Write("a.jsonl", Transcript(100'001));
  EXPECT_EQ(Wait(Start(folder, "out", {file})), 2);
  EXPECT_NE(folder.Read("log").find("--restart"), std::string::npos);
}

}  // namespace
}  // namespace presend::replay
