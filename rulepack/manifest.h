// pack.yaml: what a pack is called, which platform it is for, and the cues that its rules share.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/rule.h"
#include "rulepack/yaml_reader.h"

namespace presend {

struct Cue {
  LocatedText name;
  std::vector<LocatedText> words;
};

struct Manifest {
  LocatedText name;
  std::string description;
  std::optional<Platform> platform;  // absent: the pack is for every platform
  SourcePoint platform_at;
  std::vector<Cue> cues;
};

// What could be read; the rest is in the log. Absent if the file is no mapping at all.
std::optional<Manifest> ReadManifest(const SourceFile& file, Diagnostics& log);

std::vector<std::string_view> ManifestKeys();
std::vector<std::string_view> PlatformKeys();

}  // namespace presend
