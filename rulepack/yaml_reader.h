// Reads YAML into plain values, with a diagnostic at the offending place for whatever does not fit.
//
// Survives any bytes: yaml-cpp's exceptions end here. Not thread-safe.
#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rulepack/concat.h"
#include "rulepack/diagnostic.h"
#include "rulepack/nearest_name.h"

namespace presend {

class YamlReader {
 public:
  YamlReader(const SourceFile& file, Diagnostics& log) : file_(file), log_(log) {}

  // The one document of the file; absent after an error.
  std::optional<YAML::Node> Document();

  SourcePoint At(const YAML::Node& node) const;
  void Error(const YAML::Node& node, std::string message, std::string hint = "");
  void Warning(const YAML::Node& node, std::string message, std::string hint = "");

  // Each says what is wrong and leaves `out` alone if the node is of another type. Texts must not be empty.
  bool Text(const YAML::Node& node, std::string& out, bool may_be_empty = false);
  bool Text(const YAML::Node& node, LocatedText& out);
  bool Texts(const YAML::Node& node, std::vector<LocatedText>& out);
  bool Flag(const YAML::Node& node, bool& out);
  bool Number(const YAML::Node& node, double& out);
  // Whether it is a list, and not an empty one.
  bool List(const YAML::Node& node);

  // One of a set of names, as `parse` knows them.
  template <class Parse, class Out>
  bool Name(const YAML::Node& node, std::string_view what, const std::vector<std::string_view>& known, Parse parse,
            Out& out) {
    std::string text;
    if (!Text(node, text)) return false;
    if (auto parsed = parse(text)) {
      out = *parsed;
      return true;
    }
    Error(node, Concat("unknown ", what, " \"", text, "\""), NameHint(text, known));
    return false;
  }

  const SourceFile& file() const { return file_; }
  Diagnostics& log() { return log_; }

 private:
  bool FitForYaml();

  const SourceFile& file_;
  Diagnostics& log_;
};

// A key of a mapping and how its value is read.
template <class T>
struct Key {
  std::string_view name;
  void (*read)(YamlReader& reader, const YAML::Node& value, T& out);
  bool required = false;
};

// The names of `keys`, for hints and for the schema's test.
template <class Keys>
std::vector<std::string_view> KeyNames(const Keys& keys) {
  std::vector<std::string_view> names;
  for (const auto& key : keys) names.push_back(key.name);
  return names;
}

// Counts the keys of a mapping as they come. Reports unknown, repeated and missing ones.
class KeyTally {
 public:
  KeyTally(YamlReader& reader, std::string_view what, std::vector<std::string_view> known)
      : reader_(reader), what_(what), known_(std::move(known)), seen_(known_.size(), false) {}

  // The index of the key among the known ones, or -1.
  int Index(const YAML::Node& key);
  bool seen(size_t index) const { return seen_[index]; }
  void ReportMissing(const YAML::Node& mapping, size_t index);

 private:
  YamlReader& reader_;
  std::string_view what_;
  std::vector<std::string_view> known_;
  std::vector<bool> seen_;
};

// Fills `out` from a mapping. False if the node is none.
template <class T, class Keys>
bool ReadMapping(YamlReader& reader, const YAML::Node& node, std::string_view what, const Keys& keys, T& out) {
  if (!node.IsMap()) {
    reader.Error(node, Concat(what, " must be a mapping (key: value)"));
    return false;
  }
  KeyTally tally(reader, what, KeyNames(keys));
  for (const auto& entry : node) {
    const int index = tally.Index(entry.first);
    if (index < 0) continue;
    if (entry.second.IsNull()) {  // yaml-cpp places nothing where the next thing begins
      reader.Error(entry.first, Concat("the key \"", keys[index].name, "\" has no value"));
    } else {
      keys[index].read(reader, entry.second, out);
    }
  }
  for (size_t i = 0; i < std::size(keys); ++i) {
    if (keys[i].required && !tally.seen(i)) tally.ReportMissing(node, i);
  }
  return true;
}

}  // namespace presend
