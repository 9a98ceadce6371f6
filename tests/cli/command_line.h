// Runs the real `presend` on a small pack in a folder of its own.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace presend::testing {

class Workspace {
 public:
  Workspace() {
    char folder[] = "/tmp/presend-test-XXXXXX";
    folder_ = mkdtemp(folder);
    std::filesystem::create_directories(folder_ + "/rules/jd");
    Write("rules/jd/pack.yaml", "name: jd\nplatform: {id: jd, name: 京东, own_domains: [jd.com]}\n");
    WriteRules("淘宝");
  }
  ~Workspace() { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  void Write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  void WriteRules(const std::string& word) const {
    Write("rules/jd/rules.yaml",
          "- id: jd.competitor.test\n  title: 不能提别的平台\n  reason: 请不要提别的平台。\n  category: competitor\n"
          "  action: block\n  match: {words: [" + word + "], boundary: none}\n  suggest:\n    - {replace: 这里}\n"
          "  examples:\n    - {bad: \"去[[" + word + "]]\"}\n    - {ok: 您好}\n");
  }

  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }

  // Starts the command in the folder; its output goes to the files out and err, its input comes from `input`.
  pid_t Start(std::vector<std::string> arguments, const std::string& input = "") const {
    Write("in", input);
    arguments.insert(arguments.begin(), PRESEND_BINARY_DIR "/bin/presend");
    const pid_t child = fork();
    if (child != 0) return child;
    if (chdir(folder_.c_str()) != 0) _exit(126);
    dup2(open("in", O_RDONLY), STDIN_FILENO);
    dup2(open("out", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO);
    dup2(open("err", O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    unsetenv("PRESEND_RULES");
    execv(argv[0], argv.data());
    _exit(127);
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
  std::string folder_;
};

inline std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace presend::testing
