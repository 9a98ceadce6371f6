#include "replay/service.h"

namespace presend::replay {

const std::vector<ServiceStandard>& AllStandards() {
  static const auto& standards = *new std::vector<ServiceStandard>{
      {"jd", "30 秒应答率（9:00–18:00）", 9 * 60, 18 * 60, ReplyBasis::kTurn, 30, 0, "每次不达标 2 分；满 25 分罚 6000 元并降权 3 天",
       "京东平台客服需要注意的规则和禁忌知识 (2023-03-16)"},
      {"pdd", "30 秒应答率（8:00–23:00）", 8 * 60, 23 * 60, ReplyBasis::kMessage, 30, 0, "店铺客服考核指标",
       "拼多多商家客户服务考核标准 (2023-07-20)"},
      {"pdd", "5 分钟回复率（8:00–23:00）", 8 * 60, 23 * 60, ReplyBasis::kMessage, 300, 0.8, "低于 80% 不达标",
       "拼多多售前/售后客服工作注意 (2023-12-09)"},
      {"kuaishou", "3 分钟回复率", 0, 24 * 60, ReplyBasis::kTurn, 180, 0.8, "影响店铺评分与扣分",
       "快手小店客服回复率太低会有什么处罚 (2023-10-18)"},
      {"douyin", "3 分钟人工回复率（8:00–23:00）", 8 * 60, 23 * 60, ReplyBasis::kTurn, 180, 0, "计入体验分；门槛未找到公开出处",
       "飞鸽 3 分钟人工回复率说明 (2025-12-17)"},
      {"", "30 秒应答率（8:00–23:00，外包通行标准）", 8 * 60, 23 * 60, ReplyBasis::kTurn, 30, 0, "合同约定",
       "京东客服外包找哪家公司？如何做外包绩效考核 (2024-09-02)"},
  };
  return standards;
}

const ServiceStandard& StandardOf(std::string_view platform) {
  for (const ServiceStandard& standard : AllStandards()) {
    if (standard.platform == platform) return standard;
  }
  return AllStandards().back();
}

ReplyRate RateOf(const Counts& counts, const ServiceStandard& standard) {
  const bool turn = standard.basis == ReplyBasis::kTurn;
  const auto pick = [&](Count of_turns, Count of_messages) { return counts[turn ? of_turns : of_messages]; };
  ReplyRate rate;
  rate.asked = pick(Count::kTurns, Count::kAsked);
  rate.answered = pick(Count::kTurnsAnswered, Count::kAskedAnswered);
  rate.wait_ms = pick(Count::kTurnMs, Count::kAskedMs);
  rate.in_time = standard.seconds <= 30    ? pick(Count::kTurns30, Count::kAsked30)
                 : standard.seconds <= 180 ? pick(Count::kTurns180, Count::kAsked180)
                                           : pick(Count::kTurns300, Count::kAsked300);
  return rate;
}

}  // namespace presend::replay
