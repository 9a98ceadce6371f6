#include "rulepack/manifest.h"

#include <algorithm>

namespace presend {
namespace {

// Names become parts of rule ids and of paths.
bool IsName(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void ReadName(YamlReader& reader, const YAML::Node& node, std::string& out) {
  if (reader.Text(node, out) && !IsName(out)) reader.Error(node, "may have only a-z, 0-9, - and _");
}

using Value = const YAML::Node&;

const Key<Platform> kPlatformKeys[] = {
    {"id", [](YamlReader& r, Value v, Platform& p) { ReadName(r, v, p.id); }, true},
    {"name", [](YamlReader& r, Value v, Platform& p) { r.Text(v, p.name); }, true},
    {"own_domains",
     [](YamlReader& r, Value v, Platform& p) {
       std::vector<LocatedText> domains;
       r.Texts(v, domains);
       for (auto& domain : domains) p.own_domains.push_back(std::move(domain.text));
     }},
};

void ReadPlatform(YamlReader& reader, Value node, Manifest& out) {
  Platform platform;
  out.platform_at = reader.At(node);
  if (ReadMapping(reader, node, "platform", kPlatformKeys, platform) && !platform.id.empty()) out.platform = platform;
}

void ReadCues(YamlReader& reader, Value node, Manifest& out) {
  if (!node.IsMap()) return reader.Error(node, "cues must be a mapping (name: [words])");
  for (const auto& entry : node) {
    Cue cue;
    if (!reader.Text(entry.first, cue.name) || !reader.Texts(entry.second, cue.words)) continue;
    out.cues.push_back(std::move(cue));
  }
}

const Key<Manifest> kManifestKeys[] = {
    {"name",
     [](YamlReader& r, Value v, Manifest& m) {
       ReadName(r, v, m.name.text);
       m.name.at = r.At(v);
     },
     true},
    {"description", [](YamlReader& r, Value v, Manifest& m) { r.Text(v, m.description); }},
    {"platform", ReadPlatform},
    {"cues", ReadCues},
};

}  // namespace

std::optional<Manifest> ReadManifest(const SourceFile& file, Diagnostics& log) {
  YamlReader reader(file, log);
  const auto document = reader.Document();
  Manifest manifest;
  if (!document || !ReadMapping(reader, *document, "manifest", kManifestKeys, manifest)) return std::nullopt;
  return manifest;
}

std::vector<std::string_view> ManifestKeys() { return KeyNames(kManifestKeys); }
std::vector<std::string_view> PlatformKeys() { return KeyNames(kPlatformKeys); }

}  // namespace presend
