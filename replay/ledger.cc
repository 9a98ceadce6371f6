#include "replay/ledger.h"

#include <algorithm>
#include <map>

#include "replay/timestamp.h"

namespace presend::replay {
namespace {

struct Step {
  std::string_view platform;
  Category category;
  std::vector<int> points;    // of the first, second, … finding in a year; the last goes on
  int yuan_low = 0, yuan_high = 0;
  bool each = true;           // the money is for each finding; else once
  std::string_view ladder, source;
};

constexpr std::string_view kA1 = "京东平台客服需要注意的规则和禁忌知识 (2023-03-16)";
constexpr std::string_view kA4 = "拼多多售前/售后客服工作注意 (2023-12-09)";
constexpr std::string_view kA7 = "快手客服服务态度达标标准/考核周期 (2023-10-07)";
constexpr std::string_view kJdThird = "京东“发布或推送第三方信息”违规，会有什么处罚？ (2021-05-16)";
constexpr std::string_view kDouyinThird = "抖音引流第三方处罚力度加大 (2025-10-07)";
constexpr std::string_view kKuaishouLadder = "差评占比月超 6%：轻微警告、学习考试；严重另罚 100–300 元；特别严重 500–1000 元";

const std::vector<Step>& Ladders() {
  using enum Category;
  static const auto& steps = *new std::vector<Step>{
      {"jd", kAddress, {}, 0, 0, true, "被监控到会罚款，金额未见公开", kA1},
      {"jd", kCompetitor, {}, 0, 0, true, "一般先警告；多次且严重扣分、降权、下架；满 25 分罚 6000 元", kA1},
      {"jd", kAbsoluteClaim, {}, 0, 0, true, "同平台名称：一般先警告，多次扣分", kA1},
      {"jd", kContact, {6}, 0, 50000, false, "轻微警告；严重 6 分；特别严重 25 分并 5 万元", kJdThird},
      {"jd", kLink, {6}, 0, 50000, false, "轻微警告；严重 6 分；特别严重 25 分并 5 万元", kJdThird},
      {"jd", kPayment, {6}, 0, 50000, false, "轻微警告；严重 6 分；特别严重 25 分并 5 万元", kJdThird},
      {"jd", kAbuse, {25}, 0, 0, true, "每次 25 分", "京东这些规则红线 (2017-12-25)"},
      {"jd", kReviewManipulation, {2, 4, 8}, 0, 0, true, "自然年内第一次 2 分、第二次 4 分、其后 8 分", "京东诱导好评细则转述"},
      {"pdd", kCompetitor, {}, 0, 100000, false, "最高扣 10 万元保证金或下架", kA4},
      {"pdd", kContact, {}, 0, 100000, false, "最高扣 10 万元保证金或下架", kA4},
      {"pdd", kAbuse, {}, 0, 100000, false, "同第三方信息；另有商品下架 3–15 天", kA4},
      {"pdd", kPromise, {}, 5, 5, true, "承诺或延迟发货：每单 5 元", kA4},
      {"kuaishou", kAttitude, {}, 0, 1000, false, kKuaishouLadder, kA7},
      {"kuaishou", kAbuse, {}, 0, 1000, false, kKuaishouLadder, kA7},
      {"kuaishou", kRepetition, {}, 0, 1000, false, kKuaishouLadder, kA7},
      {"douyin", kContact, {}, 200, 10000, false, "严重 200–5000 元，特别严重 500–10000 元", kDouyinThird},
      {"douyin", kCompetitor, {}, 200, 10000, false, "严重 200–5000 元，特别严重 500–10000 元", kDouyinThird},
      {"douyin", kAttitude, {}, 20, 20, true, "投诉成立：态度差每次赔 20 元", "单一来源 (2023-03-09)"},
      {"douyin", kAbuse, {}, 100, 100, true, "投诉成立：辱骂每次赔 100 元", "单一来源 (2023-03-09)"},
      {"taobao", kAbuse, {}, 1000, 1000, true, "一般每次 1000 元；自然年第三次起另扣 12 分", "天猫恶意骚扰规则转述 (2020-05-06)"},
      {"taobao", kContact, {4}, 0, 0, true, "商品删除，每次 4 分", "单一来源 (2023-02-14)"},
  };
  return steps;
}

// Points for `count` findings of one year.
int64_t PointsFor(const Step& step, int64_t count) {
  int64_t points = 0;
  for (int64_t i = 0; i < count && !step.points.empty(); ++i) {
    if (i + 1 >= static_cast<int64_t>(step.points.size())) return points + (count - i) * step.points.back();
    points += step.points[static_cast<size_t>(i)];
  }
  return points;
}

}  // namespace

int64_t JdYuan(int64_t points) { return points / 25 * 6000; }

std::vector<LedgerEntry> PenaltyLedger(const Tally& tally, const ScreeningRules& rules) {
  std::map<std::string, Category> category_of;
  for (const auto& screener : {rules.screener, rules.against}) {
    if (screener == nullptr) continue;
    for (const Rule& rule : screener->rules().rules) category_of[rule.id] = rule.category;
  }
  std::map<std::pair<std::string, Category>, std::map<std::string, int64_t>> by_year;
  for (const auto& [key, counts] : tally.rules) {
    const auto category = category_of.find(key.rule);
    if (key.action != Action::kBlock || category == category_of.end()) continue;
    for (const auto& [place, count] : counts) {
      const CellKey& cell = tally.cells[place].key;
      const std::string year = cell.day == kNoDay ? "" : DayText(cell.day).substr(0, 4);
      by_year[{cell.platform, category->second}][year] += count;
    }
  }
  std::vector<LedgerEntry> ledger;
  for (const auto& [key, years] : by_year) {
    LedgerEntry entry;
    entry.platform = key.first;
    entry.category = key.second;
    entry.ladder = "未找到公开罚则";
    for (const auto& [year, count] : years) entry.findings += count;
    for (const Step& step : Ladders()) {
      if (step.platform != key.first || step.category != key.second) continue;
      for (const auto& [year, count] : years) entry.points += PointsFor(step, count);
      entry.yuan_low = step.yuan_low * (step.each ? entry.findings : 1);
      entry.yuan_high = step.yuan_high * (step.each ? entry.findings : 1);
      entry.ladder = step.ladder;
      entry.source = step.source;
    }
    ledger.push_back(std::move(entry));
  }
  return ledger;
}

}  // namespace presend::replay
