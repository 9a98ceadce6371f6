#include "rulepack/rule_builder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "rulepack/canonical_word.h"
#include "rulepack/concat.h"
#include "rulepack/rule_parts.h"
#include "rulepack/word_list.h"

namespace presend {
namespace {

bool Contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::vector<std::string> Texts(const std::vector<LocatedText>& located) {
  std::vector<std::string> texts;
  texts.reserve(located.size());
  for (const LocatedText& text : located) texts.push_back(text.text);
  return texts;
}

// A word list may not be fetched from outside of the pack.
bool LeavesFolder(std::string_view path) {
  return path.starts_with('/') || path.find("..") != std::string_view::npos;
}

}  // namespace

RuleBuilder::RuleBuilder(const PackSource& pack, const std::vector<std::string>& platforms, SourceTree& tree,
                         Diagnostics& log)
    : pack_(pack), platforms_(platforms), tree_(tree), log_(log) {
  for (const Cue& cue : pack.manifest.cues) cues_.emplace(cue.name.text, &cue);
}

CheckedRule RuleBuilder::Build(const RuleSource& source) {
  CheckedRule out{.rule = source.rule, .at = source.at, .patterns = source.patterns};
  FollowWords(source.words, source.files, out.words);
  for (LocatedText& word : out.words) word.text = CanonicalWord(word.text);
  out.rule.words = Texts(out.words);
  out.rule.patterns = Texts(source.patterns);
  FollowWords(source.exceptions, source.except_files, out.exceptions);
  for (LocatedText& word : out.exceptions) word.text = CanonicalWord(word.text);
  out.rule.exceptions = Texts(out.exceptions);
  out.rule.with = FollowConditions(source.with);
  out.rule.without = FollowConditions(source.without);
  out.rule.evidence = FollowConditions(source.evidence);
  ResolveNeighbours(source, out.rule);
  ResolvePlatforms(source, out.rule.scope);
  ResolveExamples(source, out);
  return out;
}

void RuleBuilder::FollowWords(const std::vector<LocatedText>& words, const std::vector<LocatedText>& files,
                              std::vector<LocatedText>& out) {
  for (const LocatedText& word : words) {
    if (word.text[0] == '@' && word.text.size() > 1) {
      FollowCue(word, out);
    } else {
      out.push_back(word);
    }
  }
  for (const LocatedText& file : files) FollowFile(file, out);
}

void RuleBuilder::FollowCue(const LocatedText& reference, std::vector<LocatedText>& out) {
  const std::string name = reference.text.substr(1);
  if (const auto cue = cues_.find(name); cue != cues_.end()) {
    out.insert(out.end(), cue->second->words.begin(), cue->second->words.end());
    return;
  }
  std::vector<std::string_view> known;
  for (const Cue& cue : pack_.manifest.cues) known.push_back(cue.name.text);
  log_.Error(reference.at, Concat("unknown cue \"@", name, "\""),
             known.empty() ? "name the list under cues: in pack.yaml" : NameHint(name, known));
}

const SourceFile* RuleBuilder::OpenListed(const LocatedText& reference) {
  if (LeavesFolder(reference.text)) {
    log_.Error(reference.at, "a list must lie in the pack's folder", "for example words/insults.txt");
    return nullptr;
  }
  const auto file = tree_.Open((std::filesystem::path(pack_.folder) / reference.text).string());
  if (file.ok()) return *file;
  log_.Error(reference.at, std::string(file.status().message()));
  return nullptr;
}

void RuleBuilder::FollowFile(const LocatedText& reference, std::vector<LocatedText>& out) {
  const SourceFile* file = OpenListed(reference);
  if (file == nullptr) return;
  std::vector<LocatedText> words = ReadWordList(*file, log_);
  if (words.empty()) log_.Error(reference.at, Concat("no word in ", reference.text));
  out.insert(out.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
}

std::vector<Condition> RuleBuilder::FollowConditions(const std::vector<ConditionSource>& conditions) {
  std::vector<Condition> out;
  for (const ConditionSource& source : conditions) {
    Condition condition = source.condition;
    std::vector<LocatedText> words;
    FollowWords(source.words, source.files, words);
    for (const LocatedText& word : words) {
      condition.words.push_back(CanonicalWord(word.text));
      if (condition.words.back().empty()) log_.Error(word.at, Concat("nothing is left of \"", word.text, "\" after folding"));
    }
    out.push_back(std::move(condition));
  }
  return out;
}

bool RuleBuilder::KnowsPlatform(const LocatedText& platform) {
  if (Contains(platforms_, platform.text)) return true;
  const std::vector<std::string_view> known(platforms_.begin(), platforms_.end());
  log_.Error(platform.at, Concat("unknown platform \"", platform.text, "\""), NameHint(platform.text, known));
  return false;
}

void RuleBuilder::ResolvePlatforms(const RuleSource& source, Scope& scope) {
  for (const LocatedText& platform : source.platforms) {
    if (KnowsPlatform(platform)) scope.platforms.push_back(platform.text);
  }
  std::vector<std::string> excluded;
  for (const LocatedText& platform : source.not_on) {
    if (KnowsPlatform(platform)) excluded.push_back(platform.text);
  }
  if (scope.platforms.empty() && pack_.manifest.platform) scope.platforms.push_back(pack_.manifest.platform->id);
  if (scope.platforms.empty() && !excluded.empty()) scope.platforms = platforms_;
  std::erase_if(scope.platforms, [&](const std::string& id) { return Contains(excluded, id); });
  if (!excluded.empty() && scope.platforms.empty()) {
    log_.Error(source.not_on[0].at, "the rule holds on no platform");
  }
}

void RuleBuilder::ResolveExamples(const RuleSource& source, CheckedRule& out) {
  const auto& scope = out.rule.scope.platforms;
  const std::string usual = !scope.empty() ? scope[0] : platforms_.empty() ? "" : platforms_[0];
  for (size_t i = 0; i < source.examples.size(); ++i) {
    Example example = source.examples[i];
    const auto& named = source.example_platforms[i];
    example.platform = named && KnowsPlatform(*named) ? named->text : usual;
    out.examples.push_back(std::move(example));
  }
}

// Lines of the file: "left word weight", "right word weight" or "near word weight".
void RuleBuilder::ReadNeighbourFile(const LocatedText& reference, std::vector<NeighbourSource>& out) {
  const SourceFile* file = OpenListed(reference);
  if (file == nullptr) return;
  for (NumberedWord& line : ReadNumberedWords(*file, log_)) {
    std::string_view word = line.word.text;
    const bool left = word.starts_with("left ");
    const bool near = word.starts_with("near ");
    if (!left && !near && !word.starts_with("right ")) {
      log_.Error(line.word.at, "the line must be: left, right or near, word, weight", "for example: left 好的 1.5");
      continue;
    }
    word.remove_prefix(word.find(' '));
    const std::string text(absl::StripAsciiWhitespace(ToAbsl(word)));
    out.push_back({{text, line.word.at}, line.number, left ? Side::kBefore : Side::kAfter, near});
  }
}

void RuleBuilder::ResolveNeighbours(const RuleSource& source, Rule& rule) {
  std::vector<NeighbourSource> neighbours = source.neighbours;
  if (source.neighbours_file) ReadNeighbourFile(*source.neighbours_file, neighbours);
  for (const NeighbourSource& neighbour : neighbours) {
    const std::string& text = neighbour.word.text;
    const bool sign = text == "^" || text == "*" || text == "?";
    const std::string word = sign ? text : CanonicalWord(text);
    if (word.empty()) log_.Error(neighbour.word.at, Concat("nothing is left of \"", text, "\" after folding"));
    if (std::abs(neighbour.weight) > kLargestNeighbourWeight) {
      log_.Error(neighbour.word.at, Concat("a weight must be within ±", kLargestNeighbourWeight, " nats"));
    }
    rule.neighbours.push_back({neighbour.side, word, neighbour.weight, neighbour.near});
  }
  if (!neighbours.empty() && rule.boundary != Boundary::kWord) {
    log_.Error(neighbours[0].word.at, "neighbours are weighed for boundary: word alone");
  }
}

}  // namespace presend
