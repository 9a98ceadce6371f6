// presendd as a process of its own, to be killed.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/daemon/served_rules.h"

namespace presend::testing {

class ServedProcess : public ServedRules {
 protected:
  ~ServedProcess() override { End(SIGKILL); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  // Starts presendd and waits until it serves.
  void Run(const std::vector<std::string>& more = {}) {
    Launch(more);
    ASSERT_TRUE(Await([this] { return Logged("\"event\":\"serving\"") || Ended(); }));
    ASSERT_FALSE(Ended()) << Log();
    grpc::ChannelArguments fresh;  // a connection to this process, not one that was to the one before
    fresh.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(options_.listen[0], grpc::InsecureChannelCredentials(), fresh);
    stub_ = v1::ScreeningService::NewStub(channel_);
    admin_ = v1::RulePackService::NewStub(channel_);
  }

  // Starts presendd.
  void Launch(const std::vector<std::string>& more) {
    std::vector<std::string> words = {PRESEND_BINARY_DIR "/bin/presendd",
                                      "--rules",
                                      options_.rules,
                                      "--candidates",
                                      options_.candidates,
                                      "--listen",
                                      options_.listen[0],
                                      "--watch-quiet-ms",
                                      "50",
                                      "--drain-deadline-ms",
                                      "1000"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    unlink(path("log").c_str());
    process_ = fork();
    if (process_ != 0) return;
    signal(SIGXFSZ, SIG_IGN);  // see FillDisk
    dup2(open(path("log").c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600), STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }

  // The exit status; -1 if a signal ended it.
  int End(int with) {
    if (process_ <= 0) return -1;
    kill(process_, with);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  // Whether it has ended by itself.
  bool Ended() {
    if (process_ > 0 && waitpid(process_, nullptr, WNOHANG) == process_) process_ = 0;
    return process_ == 0;
  }

  // From now on no file of the process can grow, or they can again: what it sees of a full disk.
  void FillDisk(bool full) const {
    const rlimit limit{full ? 0 : RLIM_INFINITY, RLIM_INFINITY};
    ASSERT_EQ(prlimit(process_, RLIMIT_FSIZE, &limit, nullptr), 0);
  }

  static std::string Slurp(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  std::string Log() const { return Slurp(path("log")); }
  bool Logged(const std::string& part) const { return Log().find(part) != std::string::npos; }

  pid_t process_ = 0;
};

}  // namespace presend::testing
