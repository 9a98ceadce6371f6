#include "rulepack/overlay.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "rulepack/canonical_word.h"
#include "rulepack/concat.h"
#include "rulepack/nearest_name.h"
#include "rulepack/rule_source.h"
#include "rulepack/word_list.h"

namespace presend {
namespace {

struct Notes {
  std::string owner;
  std::optional<absl::CivilDay> expires;
  Category category = Category::kAbuse;
};

struct OverlayWord {
  LocatedText word;  // canonical
  Notes notes;
};

// The comments that are notes begin with one of these; any other comment is for people.
class NoteReader {
 public:
  explicit NoteReader(Diagnostics& log) : log_(log) {}

  void Read(const LocatedText& comment, Notes& notes) {
    const size_t colon = comment.text.find(':');
    if (colon == std::string::npos) return;
    const std::string name = comment.text.substr(0, colon);
    const std::string value(absl::StripAsciiWhitespace(ToAbsl(comment.text).substr(colon + 1)));
    if (name == "owner") notes.owner = value;
    if (name == "expires") ReadDay(comment, value, notes);
    if (name == "category") ReadCategory(comment, value, notes);
  }

 private:
  void ReadDay(const LocatedText& comment, const std::string& value, Notes& notes) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(value, &day)) {
      notes.expires = day;
    } else {
      log_.Error(comment.at, Concat("not a day: \"", value, "\""), "write it as # expires: 2026-12-31");
    }
  }

  void ReadCategory(const LocatedText& comment, const std::string& value, Notes& notes) {
    if (const auto category = ParseCategory(value)) {
      notes.category = *category;
    } else {
      log_.Error(comment.at, Concat("unknown category \"", value, "\""), NameHint(value, CategoryNames()));
    }
  }

  Diagnostics& log_;
};

bool Expired(const OverlayWord& word, absl::CivilDay today, Diagnostics& log) {
  if (!word.notes.expires || today <= *word.notes.expires) return false;
  const std::string owner = word.notes.owner.empty() ? "" : Concat("ask ", word.notes.owner);
  log.Warning(word.word.at, Concat("the word has expired on ", absl::FormatCivilTime(*word.notes.expires)), owner);
  return true;
}

std::vector<OverlayWord> ReadOverlay(const SourceFile& file, absl::CivilDay today, Diagnostics& log) {
  std::vector<OverlayWord> words;
  Notes standing;
  NoteReader reader(log);
  for (ListLine& line : ReadListLines(file, log)) {
    if (line.word.text.empty()) {
      reader.Read(line.comment, standing);
      continue;
    }
    OverlayWord word{line.word, standing};
    reader.Read(line.comment, word.notes);
    word.word.text = CanonicalWord(line.word.text);
    if (!HasLetter(word.word.text)) {
      log.Error(word.word.at, "the word can never match: it has only marks", "delete it");
    } else if (!Expired(word, today, log)) {
      words.push_back(std::move(word));
    }
  }
  return words;
}

void Accept(const std::string& shop, const std::vector<OverlayWord>& words, std::vector<Rule>& rules) {
  for (Rule& rule : rules) {
    const auto& shops = rule.scope.shops;
    if (!shops.empty() && std::find(shops.begin(), shops.end(), shop) == shops.end()) continue;
    for (const OverlayWord& word : words) rule.shop_exceptions.push_back({shop, word.word.text});
  }
}

void Reject(const std::string& shop, const std::vector<OverlayWord>& words, std::vector<Rule>& rules) {
  std::map<Category, Rule> made;
  for (const OverlayWord& word : words) {
    Rule& rule = made[word.notes.category];
    rule.category = word.notes.category;
    rule.words.push_back(word.word.text);
  }
  for (auto& [category, rule] : made) {
    rule.id = Concat("shop.", shop, ".", CategoryName(category));
    rule.title = "店铺禁用词";
    rule.reason = "本店不允许使用这个词，请换一种说法。";
    rule.action = Action::kBlock;
    rule.scope.shops = {shop};
    rules.push_back(std::move(rule));
  }
}

}  // namespace

void ReadOverlays(const std::string& directory, absl::CivilDay today, SourceTree& tree, Diagnostics& log,
                  std::vector<Rule>& rules) {
  for (const std::string& folder : tree.from().Entries(Concat(directory, "/shops"))) {
    const std::string shop = std::filesystem::path(folder).filename().string();
    if (const auto file = tree.Open(Concat(folder, "/accept.txt")); file.ok()) {
      Accept(shop, ReadOverlay(**file, today, log), rules);
    }
    if (const auto file = tree.Open(Concat(folder, "/reject.txt")); file.ok()) {
      Reject(shop, ReadOverlay(**file, today, log), rules);
    }
  }
}

}  // namespace presend
