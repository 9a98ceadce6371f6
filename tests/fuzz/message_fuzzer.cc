// Feeds arbitrary bytes to Screener::Screen and holds what every caller leans on: spans that can be cut out of the
// text, one verdict for the findings, and a rewrite that is clean.
//
// The first byte of the input chooses how the message is asked about; a byte 0x1e ends an earlier message of the
// sender.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/screener.h"

namespace presend {
namespace {

[[noreturn]] void Fail(const char* what, const Finding* finding = nullptr) {
  std::fprintf(stderr, "message_fuzzer: %s", what);
  if (finding != nullptr) {
    std::fprintf(stderr, " (%s, bytes %u-%u)", finding->rule_id.c_str(), finding->range.bytes.begin,
                 finding->range.bytes.end);
  }
  std::fprintf(stderr, "\n");
  std::abort();
}

void Hold(bool condition, const char* what, const Finding* finding = nullptr) {
  if (!condition) Fail(what, finding);
}

Rule WordRule(std::string id, Category category, Action action, std::vector<std::string> words) {
  Rule rule;
  rule.id = std::move(id);
  rule.title = rule.id;
  rule.category = category;
  rule.action = action;
  rule.words = std::move(words);
  return rule;
}

// One rule of each kind: words through every fold, a bare address, a pattern, entities, conditions, exceptions.
RuleSet Rules() {
  RuleSet set;
  set.revision = "fuzz";
  set.platforms = {{"jd", "京东", {"jd.com"}}, {"taobao", "淘宝", {"taobao.com"}}};

  Rule competitor = WordRule("fuzz.competitor", Category::kCompetitor, Action::kBlock, {"淘宝", "苏宁", "pdd"});
  competitor.folds = FoldSet::All();
  competitor.scope.platforms = {"jd"};
  competitor.suggestions = {{.replacement = "其他平台"}};

  Rule address = WordRule("fuzz.address", Category::kAddress, Action::kBlock, {"亲"});
  address.exceptions = {"亲爱的"};
  address.suggestions = {
      {.place = Place::kStart, .before = {"您"}}, {.place = Place::kStart, .replacement = "您好"}, {}};

  Rule contact = WordRule("fuzz.contact", Category::kContact, Action::kReview, {"微信", "vx"});
  contact.folds = FoldSet::All();
  contact.boundary = Boundary::kNone;
  contact.evidence = {{.words = {"加"}, .entities = {EntityKind::kAccountId}, .within = 8}};
  contact.without = {{.words = {"支付"}, .side = Side::kAfter}};
  contact.suggestions = {{.extent = Extent::kClause, .replacement = "请在这里联系我"}, {.extent = Extent::kMessage}};

  Rule claim = WordRule("fuzz.claim", Category::kAbsoluteClaim, Action::kAdvise, {});
  claim.patterns = {"全[国网]第[一二1]", "[0-9]{2,4}%有效"};
  claim.suggestions = {{.replacement = "很好"}};

  Rule number = WordRule("fuzz.number", Category::kPrivacy, Action::kReview, {});
  number.entities = {EntityKind::kMobile, EntityKind::kLandline, EntityKind::kEmail, EntityKind::kLongNumber};
  number.suggestions = {{}};

  Rule link = WordRule("fuzz.link", Category::kLink, Action::kBlock, {});
  link.entities = {EntityKind::kLink};

  Rule brush_off = WordRule("fuzz.attitude", Category::kAttitude, Action::kAdvise, {"哦", "随便"});
  brush_off.whole_message = true;
  brush_off.suggestions = {{.extent = Extent::kMessage, .replacement = "好的，我帮您看一下"}};

  set.rules = {competitor, address, contact, claim, number, link, brush_off};
  set.lexicon = {{"亲", 5000}, {"江苏", 9000}, {"宁波", 4000}};
  return set;
}

const Screener& SharedScreener() {
  static const std::shared_ptr<const Screener> screener = [] {
    auto made = Screener::Create(Rules());
    if (!made.ok()) Fail(std::string(made.status().message()).c_str());
    return *made;
  }();
  return *screener;
}

// Length of the well-formed UTF-8 sequence at the start of `text`; 0 if there is none.
size_t SequenceLength(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const bool shortest = lead != 0xe0 || byte(1) >= 0xa0;
    const bool no_surrogate = lead != 0xed || byte(1) < 0xa0;
    return tail(1) && tail(2) && shortest && no_surrogate ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool shortest = lead != 0xf0 || byte(1) >= 0x90;
    const bool in_range = lead != 0xf4 || byte(1) < 0x90;
    return tail(1) && tail(2) && tail(3) && shortest && in_range ? 4 : 0;
  }
  return 0;
}

// The three positions of each edge between code points, and of the end.
std::vector<std::tuple<uint32_t, uint32_t, uint32_t>> Edges(std::string_view text) {
  std::vector<std::tuple<uint32_t, uint32_t, uint32_t>> edges;
  uint32_t byte = 0, utf16 = 0, code_point = 0;
  while (byte < text.size()) {
    edges.emplace_back(byte, utf16, code_point);
    const size_t length = SequenceLength(text.substr(byte));
    byte += length == 0 ? 1 : static_cast<uint32_t>(length);
    utf16 += length == 4 ? 2 : 1;
    code_point += 1;
  }
  edges.emplace_back(byte, utf16, code_point);
  return edges;
}

void CheckFinding(const Finding& finding, std::string_view text,
                  const std::vector<std::tuple<uint32_t, uint32_t, uint32_t>>& edges) {
  const TextRange& range = finding.range;
  Hold(range.bytes.begin <= range.bytes.end && range.bytes.end <= text.size(), "a span out of bounds", &finding);
  const auto is_edge = [&](uint32_t byte, uint32_t utf16, uint32_t code_point) {
    return std::binary_search(edges.begin(), edges.end(), std::make_tuple(byte, utf16, code_point));
  };
  Hold(is_edge(range.bytes.begin, range.utf16.begin, range.code_points.begin), "a span begins off an edge", &finding);
  Hold(is_edge(range.bytes.end, range.utf16.end, range.code_points.end), "a span ends off an edge", &finding);
  Hold(finding.matched == text.substr(range.bytes.begin, range.bytes.length()), "not the text under it", &finding);
}

void CheckVerdict(const Message& message, const Verdict& verdict) {
  const auto edges = Edges(message.text);
  Action highest = Action::kAllow;
  for (size_t i = 0; i < verdict.findings.size(); ++i) {
    const Finding& finding = verdict.findings[i];
    CheckFinding(finding, message.text, edges);
    highest = std::max(highest, finding.action);
    if (i == 0) continue;
    const Finding& before = verdict.findings[i - 1];
    const Span here = finding.range.bytes, there = before.range.bytes;
    Hold(there.begin <= here.begin && (there != here || before.rule_id <= finding.rule_id), "out of order", &finding);
  }
  Hold(verdict.action == highest, "a verdict that is not the highest action");
}

void CheckRewrite(Message message, const Verdict& verdict, ScanContext& context) {
  if (!verdict.rewritten_text.has_value()) return;
  const std::string rewritten = *verdict.rewritten_text;
  message.text = rewritten;
  Verdict again;
  Hold(SharedScreener().Screen(message, context, again).ok(), "the rewrite cannot be screened");
  Hold(again.action == Action::kAllow, "a rewrite that is not clean", again.findings.data());
}

void ScreenInput(std::string_view input) {
  static ScanContext* context = new ScanContext();
  const uint8_t choices = input.empty() ? 0 : static_cast<uint8_t>(input.front());
  if (!input.empty()) input.remove_prefix(1);

  Message message;
  message.platform = choices & 1 ? "taobao" : "jd";
  message.explain = choices & 2;
  message.rewrite = !(choices & 4);
  message.sender = choices & 8 ? Sender::kRobot : Sender::kAgent;
  for (size_t end = input.find('\x1e'); end != std::string_view::npos; end = input.find('\x1e')) {
    message.recent.push_back(input.substr(0, end));
    input.remove_prefix(end + 1);
  }
  message.text = input;

  Verdict verdict;
  Hold(SharedScreener().Screen(message, *context, verdict).ok(), "a message refused");
  CheckVerdict(message, verdict);
  CheckRewrite(message, verdict, *context);
}

}  // namespace
}  // namespace presend

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  presend::ScreenInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
