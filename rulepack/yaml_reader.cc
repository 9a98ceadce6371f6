#include "rulepack/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <exception>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "rulepack/concat.h"

namespace presend {
namespace {

constexpr size_t kLargestRuleFile = 8u << 20;

SourcePoint PointAtOffset(const SourceFile& file, size_t offset) {
  const std::string_view before = file.text().substr(0, offset);
  const auto line = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {&file, line + 1, static_cast<uint32_t>(offset - begin)};
}

bool IsControl(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f; }

// Hears everything and keeps nothing.
class Deaf : public YAML::EventHandler {
  using Anchor = YAML::anchor_t;
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, Anchor) override {}
  void OnAlias(const YAML::Mark&, Anchor) override {}
  void OnScalar(const YAML::Mark&, const std::string&, Anchor, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, Anchor, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, Anchor, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// YAML::LoadAll must not be asked: on ", a" it makes empty documents until the memory is used up.
bool HasSecondDocument(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Deaf deaf;
  return parser.HandleNextDocument(deaf) && parser.HandleNextDocument(deaf);
}

std::string_view Kind(const YAML::Node& node) {
  if (node.IsNull()) return "nothing";
  if (node.IsMap()) return "a mapping";
  if (node.IsSequence()) return "a list";
  return "a text";
}

}  // namespace

// yaml-cpp takes U+0004 for the end and guesses encodings from zero bytes; neither belongs into a rule file.
bool YamlReader::FitForYaml() {
  const std::string_view text = file_.text();
  if (text.size() > kLargestRuleFile) {
    log_.Error({&file_}, "a rule file may not be larger than 8 MB", "put long word lists into words/*.txt");
    return false;
  }
  if (const size_t bad = FirstInvalidUtf8(text); bad != std::string_view::npos) {
    log_.Error(PointAtOffset(file_, bad), "not UTF-8", "save the file as UTF-8");
    return false;
  }
  const auto control = std::find_if(text.begin(), text.end(), IsControl);
  if (control == text.end()) return true;
  log_.Error(PointAtOffset(file_, static_cast<size_t>(control - text.begin())),
             absl::StrFormat("control character U+%04X", static_cast<unsigned char>(*control)), "delete it");
  return false;
}

std::optional<YAML::Node> YamlReader::Document() {
  if (!FitForYaml()) return std::nullopt;
  try {
    const std::string text(file_.text());
    if (HasSecondDocument(text)) {
      log_.Error({&file_, 1, 0}, "more than one YAML document in the file", "remove lines with --- and stray commas");
      return std::nullopt;
    }
    const YAML::Node document = YAML::Load(text);
    if (!document.IsNull()) return document;
    log_.Error({&file_, 1, 0}, "the file is empty");
  } catch (const YAML::Exception& error) {
    const bool known = !error.mark.is_null();
    log_.Error({&file_, known ? static_cast<uint32_t>(error.mark.line) + 1 : 1,
                known ? static_cast<uint32_t>(error.mark.column) : 0},
               Concat("YAML: ", error.msg), "texts with : # [ ] { } , & * ? | - < > = ! % @ need quotes");
  } catch (const std::exception& error) {
    log_.Error({&file_, 1, 0}, Concat("YAML: ", error.what()));
  }
  return std::nullopt;
}

SourcePoint YamlReader::At(const YAML::Node& node) const {
  const YAML::Mark mark = node.Mark();
  if (mark.is_null()) return {&file_, 1, 0};
  return {&file_, static_cast<uint32_t>(mark.line) + 1, static_cast<uint32_t>(mark.column)};
}

void YamlReader::Error(const YAML::Node& node, std::string message, std::string hint) {
  log_.Error(At(node), std::move(message), std::move(hint));
}

void YamlReader::Warning(const YAML::Node& node, std::string message, std::string hint) {
  log_.Warning(At(node), std::move(message), std::move(hint));
}

bool YamlReader::Text(const YAML::Node& node, std::string& out, bool may_be_empty) {
  if (!node.IsScalar()) {
    Error(node, Concat("must be a text, not ", Kind(node)));
    return false;
  }
  if (node.Scalar().empty() && !may_be_empty) {
    Error(node, "must not be empty");
    return false;
  }
  out = node.Scalar();
  return true;
}

bool YamlReader::Text(const YAML::Node& node, LocatedText& out) {
  if (!Text(node, out.text)) return false;
  out.at = At(node);
  return true;
}

bool YamlReader::List(const YAML::Node& node) {
  if (!node.IsSequence()) {
    Error(node, Concat("must be a list [a, b], not ", Kind(node)));
    return false;
  }
  if (node.size() == 0) Error(node, "the list is empty", "remove the key or fill the list");
  return node.size() > 0;
}

bool YamlReader::Texts(const YAML::Node& node, std::vector<LocatedText>& out) {
  if (!List(node)) return false;
  for (const auto& item : node) {
    LocatedText text;
    if (Text(item, text)) out.push_back(std::move(text));
  }
  return true;
}

bool YamlReader::Flag(const YAML::Node& node, bool& out) {
  if (node.IsScalar() && (node.Scalar() == "true" || node.Scalar() == "false")) {
    out = node.Scalar() == "true";
    return true;
  }
  Error(node, "must be true or false");
  return false;
}

bool YamlReader::Number(const YAML::Node& node, double& out) {
  double parsed = 0;
  if (node.IsScalar() && absl::SimpleAtod(node.Scalar(), &parsed) && parsed == parsed) {
    out = parsed;
    return true;
  }
  Error(node, "must be a number");
  return false;
}

int KeyTally::Index(const YAML::Node& key) {
  const std::string name = key.IsScalar() ? key.Scalar() : "";
  const auto found = std::find(known_.begin(), known_.end(), name);
  if (found == known_.end()) {
    reader_.Error(key, Concat("unknown key \"", name, "\" in ", what_), NameHint(name, known_));
    return -1;
  }
  const auto index = static_cast<size_t>(found - known_.begin());
  if (seen_[index]) {
    reader_.Error(key, Concat("the key \"", name, "\" stands twice in ", what_), "merge the two");
    return -1;
  }
  seen_[index] = true;
  return static_cast<int>(index);
}

void KeyTally::ReportMissing(const YAML::Node& mapping, size_t index) {
  reader_.Error(mapping, Concat(what_, " has no \"", known_[index], "\""), Concat("add ", known_[index], ": …"));
}

}  // namespace presend
