// The gate loses nothing: on hostile random text the verdict is the same with the gate asked and with everything read
// (as an explanation does), for words of every form that the gate represents in a way of its own.
#include "engine/gate.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/screener.h"
#include "engine/snapshot.h"

namespace presend {
namespace {

Rule WordRule(const std::string& id, std::vector<std::string> words) {
  Rule rule;
  rule.id = id;
  rule.title = rule.reason = id;
  rule.category = Category::kCompetitor;
  rule.action = Action::kBlock;
  rule.words = std::move(words);
  rule.boundary = Boundary::kNone;
  rule.folds = FoldSet::All();
  return rule;
}

RuleSet GateRules() {
  RuleSet set;
  set.revision = "gate";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  set.rules.push_back(WordRule("words", {"淘宝", "拼多多", "支付宝", "加微信", "哈哈", "微信", "taobao", "qq"}));
  set.rules.push_back(WordRule("digits", {"1688", "1号店", "3c数码", "十元3件", "360", "加q群88", "3微信宝6"}));
  set.rules.push_back(WordRule("marks", {"🍠", "💯不", "➕💚", "+🟢"}));
  Rule address = WordRule("address", {"亲"});
  address.exceptions = {"亲亲", "亲爱的", "亲爱哒", "母亲"};
  set.rules.push_back(address);
  Rule letter = WordRule("letter", {"v"});
  letter.boundary = Boundary::kWord;
  set.rules.push_back(letter);
  Rule plain = WordRule("plain", {"多宝"});
  plain.folds = FoldSet();
  set.rules.push_back(plain);
  Rule spelled = WordRule("spelled", {"公众号", "联系", "宝贝", "加v信"});
  spelled.folds = FoldSet::All() - FoldSet::Of(Fold::kSound);
  set.rules.push_back(spelled);
  Rule pattern = WordRule("pattern", {});
  pattern.patterns = {"加.{0,3}群",
                      "宝[0-9]+元",
                      "★[★☆]",
                      "(?:转|打|发)(?:钱|款)?(?:到|给)(?:我|他)(?:的)?(?:卡|账户)",
                      "(?:一定|保证)(?:会)?(?:明天|今天)(?:到|发)",
                      "[转到](?:我|您)?(?:的)?[卡群]",
                      "^[您亲]的?群$",
                      "(?:¥|₤)[a-z]{2} [a-z]{2}(?:¥|₤)"};  // a blank is in every other message
  set.rules.push_back(pattern);
  Rule mobile = WordRule("mobile", {});
  mobile.entities = {EntityKind::kMobile};
  set.rules.push_back(mobile);
  for (const auto& [id, kind] : {std::pair("email", EntityKind::kEmail), std::pair("link", EntityKind::kLink),
                                 std::pair("own link", EntityKind::kOwnLink)}) {
    Rule link = WordRule(id, {});
    link.entities = {kind};
    set.rules.push_back(link);
  }
  Rule near = WordRule("near", {"联系"});
  near.with = {{{"老板", "店长"}, {EntityKind::kLongNumber}, Side::kEither, 4, false, false}};
  near.without = {{{"不"}, {}, Side::kBefore, 1, false, false}};
  set.rules.push_back(near);
  Rule told = WordRule("told", {"联系", "明天"});  // ordinary words: known together with their cues
  told.with = {{{"猫", "老板", "公众"}, {}, Side::kEither, 6, false, false},
               {{"我", "的", "tao", "3"}, {}, Side::kEither, 0, true, false}};
  told.folds = FoldSet::All() - FoldSet::LikeSound();
  set.rules.push_back(told);
  Rule account = WordRule("account", {});
  account.entities = {EntityKind::kAccountId, EntityKind::kLongNumber};
  account.with = {{{"加", "店长", "qq", "微信"}, {}, Side::kEither, 4, false, false}};
  set.rules.push_back(account);
  Rule label = WordRule("label", {"q", "薇", "母号"});  // nothing without a number behind them
  label.with = {{{}, {EntityKind::kAccountId, EntityKind::kMobile}, Side::kAfter, 0, false, false}};
  label.boundary = Boundary::kWord;
  set.rules.push_back(label);
  Rule first = WordRule("first", {"群老板", "母店长"});  // known by the first two letters and the third
  first.folds = FoldSet::All() - FoldSet::LikeSound();
  set.rules.push_back(first);
  Rule whole = WordRule("whole", {"嗯", "好的"});
  whole.whole_message = true;
  whole.folds = FoldSet::All() - FoldSet::Of(Fold::kPinyin);  // spelled words would open for long messages too
  set.rules.push_back(whole);
  return set;
}

// clang-format off
const std::vector<std::string> kTokens = {
    "淘", "宝", "拼", "多", "支", "付", "加", "微", "信", "哈", "薇", "芯", "桃", "包", "亲", "爱", "母", "群", "元", "联系",
    "老板", "店长", "不", "嗯", "好的", "您", "的", "寶", "\\/", "氵匋", "亻言", "弓", "宝88元", "加我群", "★☆", "🍠", "💯", "➕💚", "不联系", "联系老板", "tao",
    "bao", "t", "a", "o", "b", "v", "V", "q", "Ｑ", "wei", "xin", "x", "i", "n", "1", "6", "8", "88", "3",
    "c", "数码", "件", "十", "号", "36", "0", "13800138000", "138杠0013杠8000", "一三八·〇〇一三·八〇〇〇", "○", "〇", "拐", "勾", "弎", "●", "•", "奌",
    "138，中间0013，末尾8000", "一三八，后八位零零一三八零零零", "五", "一三", "jd.com", "a.cn", "点", "@qq.com", " ", "，", "。",
    "！", "-", "*", "★", "☆", "❤️", "🐱", "➕", "+", "🟢", "+🟢", "\u200b", "\u202e", "\u202c", "\ufe0f", "\xff", "e\u0301",
    "ⓣ", "①", "$", "0b", "、", "mjia", ".top", "。shop", "句号", "小数点", "dot", "d0t", "dian", "com", "https", "://", "：//",
    "//", "8.8.8.8", ":8080", "￥Ab3dE9kLm2￥", "₤xYz8pQ7rT₤", "【点】", "( . )", "m j i a . t o p", "haohuo88dotcom", "h**p", "冒号", "斜杠", "/p", "т", "с", "%", "%2e", "%6A",
    "公", "众", "号", "gong", "zhong", "hao", "lian", "xi", "bei", "系", "贝", "转", "钱", "到", "我", "卡", "账户", "一定", "明天", "爱的", "爱哒",
    "[微笑]", "[爱心]", "#E-s12", "/:087", "[玫", "瑰]", "[", "]", "#", "#E-",
};
// clang-format on

// Words with what a mark stands for (+ 加, × x) at each place; ☆ is 星 by itself.
RuleSet DrawnRules() {
  RuleSet set;
  set.revision = "drawn";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  set.rules.push_back(WordRule("sounds", {"加微信", "群加微", "信群加", "元加", "加6元", "x加群", "加元", "加光宝"}));
  set.rules.push_back(WordRule("letters", {"x光微", "信元x", "3x6", "宝x", "元x加", "光宝加", "微光加", "加x"}));
  set.rules.back().folds = FoldSet::All() - FoldSet::LikeSound();
  set.rules.push_back(WordRule("single", {"星"}));
  set.rules.back().exceptions = {"星微"};
  set.rules.back().without = {{{"信", "宝", "群", "元"}, {}, Side::kEither, 9, false, false}};
  Rule near = WordRule("near", {"联系"});
  near.with = {{{"加微", "x光", "群加元", "加"}, {}, Side::kEither, 3, false, false}};
  set.rules.push_back(near);
  near.id = "far";
  near.with[0].words = {"微加", "宝x", "光群加"};
  near.with[0].anywhere = true;
  set.rules.push_back(near);
  Rule account = WordRule("account", {});
  account.entities = {EntityKind::kAccountId};
  account.with = {{{"加", "光宝"}, {}, Side::kEither, 3, false, false}};
  set.rules.push_back(account);
  set.rules.push_back(WordRule("whole", {"加加", "光x"}));
  set.rules.back().whole_message = true;
  set.rules.back().folds = FoldSet::All() - FoldSet::Of(Fold::kPinyin);
  return set;
}

const std::vector<std::string> kDrawnTokens = {"加", "微", "信", "群",      "元",  "光",  "宝", "+",
                                               "＋", "×",  "x",  "wx36abc", "w",   "e",   "i",  "3",
                                               "6",  "，", "☆",  "jia",     "xin", "联系"};

// Marks that are read as the last letter of a spelled character, half and full width.
RuleSet LeetRules() {
  RuleSet set;
  set.revision = "leet";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  set.rules.push_back(WordRule("spelled", {"快手", "微信"}));
  return set;
}

const std::vector<std::string> kLeetTokens = {"kua", "we", "x", "n", "i", "!", "！", "|", "1", "手", "信", "的", "，", " "};

// Words with more letters than those by which they are known; 加 is drawn as +, o as 0, and 8 may be a stray digit.
RuleSet LongRules() {
  RuleSet set;
  set.revision = "long";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  set.rules.push_back(WordRule(
      "long", {"加微信进群", "出售仿真币", "信信群群进进", "taobao店铺", "店taobao", "进8群88加", "vx4群加微信"}));
  set.rules.push_back(WordRule("written", {"进群加微信领钱", "币真仿", "仿真的币", "店铺铺货进", "gxfcaa群"}));
  set.rules.back().folds = FoldSet::All() - FoldSet::LikeSound();
  set.rules.push_back(WordRule("said", {"西安", "tao宝", "屙"}));  // 先, 陶宝 and e are none of them
  Rule pattern = WordRule("pattern", {});
  pattern.patterns = {"微信群[0-9]?进货", "(?:领钱|仿真)进店铺"};
  set.rules.push_back(pattern);
  return set;
}

const std::vector<std::string> kLongTokens = {
    "加",   "微",  "信",   "進", "进群", "群", "出售", "仿真", "币", "幣",     "的",     "taobao", "ta0",
    "bao",  "店",  "铺",   "鋪", "8",    "4",  "vx",   "ｖｘ", "领", "钱",     "货",     "+",      "gxfc",
    "aa",   "，",  "[微笑]", "\u202e", "威", "xin",  "加微", "信进", "真币",   "微信群", "进店铺", "taobao店",
    "西",   "安",  "先",   "陶", "宝",   "e",  "鹅"};

// Numerals that begin words, behind digits and what is no character of any text: they count for numbers and ids, too.
RuleSet NumeralRules() {
  RuleSet set;
  set.revision = "numerals";
  set.platforms = {{"jd", "京东", {"jd.com"}}};
  set.rules.push_back(WordRule("words", {"一甲", "三乙", "八丙", "零丁", "a戊", "c己", "m庚"}));
  set.rules.back().folds = FoldSet::All() - FoldSet::LikeSound();
  Rule numbers = WordRule("numbers", {});
  numbers.entities = {EntityKind::kMobile, EntityKind::kLongNumber};
  set.rules.push_back(numbers);
  Rule link = WordRule("link", {});
  link.entities = {EntityKind::kLink};
  set.rules.push_back(link);
  return set;
}

const std::vector<std::string> kNumeralTokens = {"一", "三", "八", "零", "1", "3", "8", "0", "1一", "3八", "号", "甲", "乙",
                                                 "丙", "丁", "a", "c", "m", ".c", "0m", "1a", "\x01", "您的"};

std::string RandomText(const std::vector<std::string>& tokens, size_t most, std::mt19937& random) {
  std::string text;
  for (size_t left = 1 + random() % most; left > 0; --left) {
    const std::string& token = tokens[random() % tokens.size()];
    for (size_t times = random() % 6 == 0 ? 1 + random() % 3 : 1; times > 0; --times) text += token;
  }
  return text;
}

std::string Describe(const Verdict& verdict) {
  std::string out;
  for (const Finding& finding : verdict.findings) {
    out += finding.rule_id + " " + std::to_string(finding.range.bytes.begin) + "-" +
           std::to_string(finding.range.bytes.end) + " " + std::to_string(static_cast<int>(finding.action)) + "\n";
  }
  return out + verdict.rewritten_text.value_or("");
}

// Random texts of at most so many tokens, some of them behind another: the same is found with the gate asked and with
// everything read.
void ExpectNothingLost(RuleSet rules, const std::vector<std::string>& tokens, size_t most) {
  const auto screener = Screener::Create(std::move(rules));
  ASSERT_TRUE(screener.ok()) << screener.status();
  ScanContext context;
  Verdict asked, all;
  std::mt19937 random(7);
  std::map<std::string, size_t> found;
  for (int i = 0; i < 200000; ++i) {
    const std::string text = RandomText(tokens, most, random);
    const std::string recent = i % 3 == 0 ? RandomText(tokens, most / 2, random) : std::string();
    Message message;
    message.platform = "jd";
    message.text = text;
    if (!recent.empty()) message.recent = {recent};
    ASSERT_TRUE((*screener)->Screen(message, context, asked).ok());
    message.explain = true;
    ASSERT_TRUE((*screener)->Screen(message, context, all).ok());
    ASSERT_EQ(Describe(asked), Describe(all)) << recent << " | " << text;
    for (const Finding& finding : all.findings) ++found[finding.rule_id];
  }
  for (const Rule& rule : (*screener)->rules().rules) {
    EXPECT_GT(found[rule.id], 100u) << rule.id << ": the text is not hostile enough to try the gate";
  }
}

TEST(Gate, LosesNothing) { ExpectNothingLost(GateRules(), kTokens, 12); }

TEST(Gate, LosesNothingBesideMarksThatStandForLetters) { ExpectNothingLost(DrawnRules(), kDrawnTokens, 6); }

TEST(Gate, LosesNothingBesideMarksInSpelledWords) { ExpectNothingLost(LeetRules(), kLeetTokens, 6); }

TEST(Gate, LosesNothingOfNumeralsThatBeginWords) { ExpectNothingLost(NumeralRules(), kNumeralTokens, 16); }

TEST(Gate, LosesNothingOfLongWords) { ExpectNothingLost(LongRules(), kLongTokens, 9); }

TEST(Gate, IsShutWhereTheRestOfAWordIsMissing) {
  const auto snapshot = Snapshot::Compile(LongRules());
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const Gate& gate = (*snapshot)->FindPlan("jd", Sender::kAgent)->gate;
  for (const char* text : {"领钱加微信", "仿真的", "在taobao的", "出售仿真"}) {
    EXPECT_FALSE(gate.Probe(text).Has(Cause::kWords)) << text;
    EXPECT_FALSE(gate.Probe(text).Has(Cause::kPatterns)) << text;
  }
}

TEST(Gate, IsShutOnOrdinaryTalk) {
  const auto screener = Screener::Create(GateRules());
  const auto snapshot = Snapshot::Compile(GateRules());
  ASSERT_TRUE(snapshot.ok());
  const Gate& gate = (*snapshot)->FindPlan("jd", Sender::kAgent)->gate;
  for (const char* text : {"您好，这边帮您催促仓库尽快发货", "亲亲，有什么可以帮您", "亲爱的顾客您好", "母亲节快乐",
                           "共25.5千克，明天发出，尺寸L。3箱",
                           "零钱退回账户"
                           "多付的运费已经退回",
                           "信用卡付款也支持", "三件一共一百元", "点击“+”号给个评价", "点击聊天框“+”号就能上传照片",
                           "桌面长30×宽40厘米左右的样子", "您好 这边帮您催促 仓库尽快发货"}) {
    const Demand demand = gate.Probe(text);
    EXPECT_FALSE(demand.open()) << text << " words " << demand.Has(Cause::kWords) << " patterns "
                                << demand.Has(Cause::kPatterns) << " sounds " << demand.Has(Cause::kSounds) << " parts "
                                << demand.Has(Cause::kParts);
  }
}

}  // namespace
}  // namespace presend
