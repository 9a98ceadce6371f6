// The files of the checkout, as the house tests read them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace presend::house {

struct SourceFile {
  std::string path;  // from the root of the checkout, with slashes
  std::string text;

  // The folder that it belongs to: "engine", "tests/wire", "" at the root.
  std::string part() const {
    std::string folder = path.substr(0, path.find('/') == std::string::npos ? 0 : path.find('/'));
    if (folder != "tests") return folder;
    size_t end = path.find('/', folder.size() + 1);
    return end == std::string::npos ? folder : path.substr(0, end);
  }
  bool EndsWith(std::string_view suffix) const { return std::string_view(path).ends_with(suffix); }
  bool IsCpp() const { return EndsWith(".h") || EndsWith(".cc"); }
};

inline std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

// Build folders, and what git or an editor keeps for itself.
inline bool IsForeign(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name == "build" || name == "__pycache__" || name == "node_modules" || name == ".git" || name == ".cache" ||
         name == ".vscode" || name == ".idea";
}

// Every file of the checkout, by path.
inline std::vector<SourceFile> ReadTree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  for (auto it = std::filesystem::recursive_directory_iterator(root); it != std::filesystem::end(it); ++it) {
    if (IsForeign(it->path())) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      std::ifstream in(it->path(), std::ios::binary);
      files.push_back({std::filesystem::relative(it->path(), root).generic_string(),
                       std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace presend::house
