// Words and messages to measure with, the same in every run: made from a seed, not from anybody's chats.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "engine/rule.h"
#include "engine/utf8.h"

namespace presend::bench {

// Null if the variable is not set or empty.
inline const char* FileNamedBy(const char* variable) {
  const char* path = std::getenv(variable);
  return path != nullptr && *path != '\0' ? path : nullptr;
}

// Words of two to four characters out of 1,200 common ones, all different from ordinary service talk by chance only.
// PRESEND_BENCH_WORDS names a file with one word a line to use instead.
inline std::vector<std::string> Words(size_t count) {
  std::vector<std::string> words;
  if (const char* path = FileNamedBy("PRESEND_BENCH_WORDS")) {
    std::ifstream file(path);
    for (std::string line; words.size() < count && std::getline(file, line);) {
      if (line.size() >= 6 && line.size() <= 24) words.push_back(line);
    }
    return words;
  }
  std::mt19937 random(1);
  while (words.size() < count) {
    std::u32string word;
    const size_t length = 2 + random() % 3;
    for (size_t i = 0; i < length; ++i) word.push_back(0x4E00 + random() % 12000);
    words.push_back(ToUtf8(word));
  }
  return words;
}

// Service talk of about 40 characters. PRESEND_BENCH_MESSAGES names a file with one message a line to use instead.
inline std::vector<std::string> Messages() {
  std::vector<std::string> messages;
  if (const char* path = FileNamedBy("PRESEND_BENCH_MESSAGES")) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const size_t length = ToCodePoints(line).size();
      if (length >= 30 && length <= 55) messages.push_back(line);
    }
    return messages;
  }
  const std::vector<std::string> openings = {"您好，", "好的，", "非常抱歉，", "感谢您的耐心等待，", "您别着急，"};
  const std::vector<std::string> middles = {"这边已经帮您催促仓库尽快安排发货", "您的退款申请已经提交给财务部门审核",
                                            "这款商品目前有现货下单以后当天出库", "快递员会在派送之前提前和您电话联系",
                                            "发票会在订单完成以后自动发送给您的", "换货的包裹寄回以后麻烦填写快递单号"};
  const std::vector<std::string> ends = {"，请您留意一下物流信息的更新。", "，到时候有任何问题随时联系我们。",
                                         "，给您带来不便还请多多谅解。", "，祝您生活愉快购物开心。"};
  for (const auto& a : openings) {
    for (const auto& b : middles) {
      for (const auto& c : ends) messages.push_back(a + b + c);
    }
  }
  return messages;
}

// One rule that blocks the words, with the folds that a rule has unless it names others.
inline RuleSet Rules(const std::vector<std::string>& words) {
  RuleSet set;
  set.revision = "bench";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  Rule rule;
  rule.id = "bench.words";
  rule.title = rule.reason = "bench";
  rule.category = Category::kCompetitor;
  rule.action = Action::kBlock;
  rule.words = words;
  rule.folds = FoldSet::All() - FoldSet::LikeSound();
  rule.suggestions = {{Place::kAny, Extent::kMatch, {}, {}, "其他"}};
  set.rules.push_back(rule);
  return set;
}

}  // namespace presend::bench
