// Flags and a configuration file of any bytes: options, or an error that the command line knows how to tell.
//
// The input holds one flag a line, then a line "---", then the file; without that line, the file alone.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_split.h"
#include "daemon/options.h"

namespace presend {
namespace {

constexpr const char* kFileBegins = "---\n";

// A file that has a name and no disk.
class MemoryFile {
 public:
  explicit MemoryFile(const std::string& text) : fd_(memfd_create("config", 0)) {
    if (write(fd_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::abort();
  }
  ~MemoryFile() { close(fd_); }
  std::string name() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  const int fd_;
};

void Parse(std::vector<std::string> words, const std::string& file) {
  const MemoryFile config(file);
  words.insert(words.end(), {"--config", config.name()});
  CLI::App app("fuzzed", "presendd");
  ServeOptions options;
  AddServeOptions(app, options);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    ReadServeConfig(app);
  } catch (const CLI::ParseError& error) {  // what main() catches; anything else would end the process
    std::ostringstream told;
    if (app.exit(error, told, told) != 0 && told.str().size() < 2) {
      std::fprintf(stderr, "options_fuzzer: an error without a word\n");
      std::abort();
    }
  }
}

}  // namespace
}  // namespace presend

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string file(reinterpret_cast<const char*>(data), size), flags;
  if (const size_t end = file.find(presend::kFileBegins); end != std::string::npos) {
    flags = file.substr(0, end);
    file.erase(0, end + 4);
  }
  presend::Parse(absl::StrSplit(flags, '\n', absl::SkipEmpty()), file);
  return 0;
}
