// Runs the real `presend` on a small pack in a folder of its own, as a shell would.
#pragma once

#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/competitor_rule.h"

namespace presend::testing {

class Workspace {
 public:
  Workspace() {
    char folder[] = "/tmp/presend-test-XXXXXX";
    folder_ = mkdtemp(folder);
    WriteRules("淘宝");
  }
  ~Workspace() { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  void Write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  void WriteRules(const std::string& word, const std::string& folder = "rules") const {
    std::filesystem::create_directories(path(folder + "/jd"));
    Write(folder + "/jd/pack.yaml", kCompetitorManifest);
    Write(folder + "/jd/rules.yaml", CompetitorRule(word));
  }

  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }

  // Starts the command in the folder; its output goes to the files out and err, its input comes from `input`.
  pid_t Start(std::vector<std::string> arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), PRESEND_BINARY_DIR "/bin/presend");
    return Spawn(std::move(arguments), input);
  }

  // A script of sh, to which $PRESEND is the command.
  int Shell(const std::string& script, const std::string& input = "") const {
    return Wait(Spawn({"/bin/sh", "-c", "PRESEND=" PRESEND_BINARY_DIR "/bin/presend; " + script}, input));
  }

  static int Wait(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  int Run(const std::vector<std::string>& arguments, const std::string& input = "") const {
    return Wait(Start(arguments, input));
  }

  std::string out() const { return Read("out"); }
  std::string err() const { return Read("err"); }

 private:
  pid_t Spawn(std::vector<std::string> arguments, const std::string& input) const {
    Write("in", input);
    const pid_t child = fork();
    if (child != 0) return child;
    if (chdir(folder_.c_str()) != 0) _exit(126);
    dup2(open("in", O_RDONLY), STDIN_FILENO);
    dup2(open("out", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
    dup2(open("err", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    for (const char* variable : {"PRESEND_RULES", "PRESEND_CACHE", "XDG_CACHE_HOME"}) unsetenv(variable);
    setenv("HOME", folder_.c_str(), 1);
    signal(SIGPIPE, SIG_DFL);
    (void)prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);     // so that even for root a folder without
    (void)prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);  // permissions cannot be read
    execv(argv[0], argv.data());
    _exit(127);
  }

  std::string folder_;
};

inline std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace presend::testing
