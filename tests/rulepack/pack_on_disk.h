// A directory of pack files that lives as long as a test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace presend {

class PackOnDisk {
 public:
  explicit PackOnDisk(const std::map<std::string, std::string>& files) {
    std::string pattern = (std::filesystem::temp_directory_path() / "presend-pack-XXXXXX").string();
    parent_ = mkdtemp(pattern.data());
    directory_ = parent_ + "/rules";
    std::filesystem::create_directory(directory_);
    for (const auto& [name, text] : files) Write(name, text);
  }
  ~PackOnDisk() { std::filesystem::remove_all(parent_); }
  PackOnDisk(const PackOnDisk&) = delete;
  PackOnDisk& operator=(const PackOnDisk&) = delete;

  void Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = std::filesystem::path(directory_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  const std::string& directory() const { return directory_; }

 private:
  std::string parent_;  // of its own: packs look at the packs beside them
  std::string directory_;
};

}  // namespace presend
