#include "engine/emoticon.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace presend {
namespace {

struct Reading {
  std::string_view name;
  char32_t picture;
};
constexpr Reading kReadings[] = {
    {"心", U'❤'}, {"比心", U'❤'}, {"爱你", U'❤'}, {"爱心", U'❤'}, {"红心", U'❤'}, {"钱", U'💰'},
};

constexpr char32_t kPicture = U'~';  // says nothing, as the rest of them
constexpr std::string_view kNames[] = {
    "Doge", "Emm", "OK", "doge", "ok", "okay",
    "不看", "九转大肠", "二哈", "互粉", "亲亲", "伤心", "作揖", "便便", "偷笑", "傲慢",
    "兔子", "再见", "冷汗", "凋谢", "加油", "勾引", "发呆", "发怒", "发抖", "可怜", "可爱", "右哼哼", "叹气",
    "吃惊", "吃瓜", "合十", "吐", "吐彩虹", "吐舌", "吻", "呆无辜", "呲牙", "呲牙笑", "咒骂", "咖啡", "哇",
    "哈哈", "哈欠", "哭", "哼", "啤酒", "嘘", "嘴唇", "嘻嘻", "嘿哈", "囧", "困", "围观", "坏笑", "大哭",
    "大笑", "天啊", "太开心", "太阳", "失望", "失落", "奋斗", "奥特曼", "奸笑", "好的", "如花", "委屈", "威武",
    "宕机", "害怕", "害羞", "尬笑", "尴尬", "左哼哼", "干杯", "庆祝", "开心", "弱", "强", "强壮", "得意",
    "微笑", "心碎", "快哭了", "怒", "思考", "恐惧", "悠闲", "惊呆", "惊喜", "惊恐", "惊讶", "愉快", "感谢",
    "憨笑", "打call", "打脸", "抓狂", "抠鼻", "抱抱", "抱抱你", "抱拳", "拜", "拜拜", "拥抱", "拳头", "挖鼻",
    "捂脸", "握手", "握爪", "撇嘴", "擦汗", "敲打", "斜眼", "无语", "旺柴", "星星", "晕", "月亮", "机智", "来",
    "汗", "泣不成声", "泪奔", "泪目", "流汗", "流泪", "流鼻血", "浮云", "灵机一动", "炸弹", "点赞", "烟花",
    "熊猫", "爆竹", "爱慕", "玫瑰", "生气", "生病", "疑问", "白眼", "皇冠", "皱眉", "看", "睡", "石化",
    "破涕为笑", "社会社会", "笑哭", "笑脸", "笔芯", "紫薇别走", "给力", "绝望的凝视", "绿帽子", "羞涩",
    "翻白眼", "耶", "耶耶", "胜利", "脸红", "舔屏", "色", "色眯眯", "花", "花朵", "苦涩", "菊花", "菜刀",
    "蛋糕", "蜡烛", "衰", "裂开", "让我看看", "调皮", "谢谢", "费解", "赞", "跳跳", "躺平", "转圈", "送花",
    "鄙视", "酷", "酷拽", "闭嘴", "阴险", "难过", "鞠躬", "顶", "飞吻", "骷髅", "高兴", "鲜花", "黑脸",
    "鼓掌",
};
static_assert(std::is_sorted(std::begin(kNames), std::end(kNames)));

constexpr size_t kLongestName = 15;  // bytes
static_assert(std::all_of(std::begin(kNames), std::end(kNames), [](std::string_view name) {
  return name.size() > 1 && name.size() <= kLongestName;  // of two bytes at least: see kFirstLetters
}));

constexpr emoticon_internal::FirstLetters FirstLettersOf() {
  emoticon_internal::FirstLetters letters{};
  const auto add = [&](std::string_view name) {
    const size_t bit = emoticon_internal::BitOf(name[1], name.size() > 2 ? name[2] : ']');
    letters[bit / 64] |= uint64_t{1} << bit % 64;
  };
  for (const Reading& reading : kReadings) add(reading.name);
  for (const std::string_view name : kNames) add(name);
  return letters;
}

uint32_t DigitsAt(std::string_view text, size_t at) {
  uint32_t count = 0;
  while (at + count < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[at + count]))) ++count;
  return count;
}

Emoticon ReadName(std::string_view text) {
  const size_t close = text.substr(0, kLongestName + 2).find(']');
  if (close == text.npos) return {};
  const std::string_view name = text.substr(1, close - 1);
  const auto length = static_cast<uint32_t>(close + 1);
  for (const Reading& reading : kReadings) {
    if (reading.name == name) return {reading.picture, length};
  }
  return std::binary_search(std::begin(kNames), std::end(kNames), name) ? Emoticon{kPicture, length} : Emoticon();
}

Emoticon ReadNumber(std::string_view text, std::string_view prefix, uint32_t fewest, uint32_t most) {
  const auto begin = static_cast<uint32_t>(prefix.size());
  if (!absl::StartsWithIgnoreCase({text.data(), text.size()}, {prefix.data(), begin})) return {};
  const uint32_t digits = DigitsAt(text, begin);
  return digits < fewest || digits > most ? Emoticon() : Emoticon{kPicture, begin + digits};  // +\/:5475550 is a number
}

}  // namespace

constexpr emoticon_internal::FirstLetters emoticon_internal::kFirstLetters = FirstLettersOf();

Emoticon ReadEmoticon(std::string_view text) {
  if (text[0] == '[') return ReadName(text);
  return text[0] == '#' ? ReadNumber(text, "#e-s", 0, 3) : ReadNumber(text, "/:", 3, 3);
}

bool BorderChangesEmoticon(std::string_view text, size_t border) {
  const char* const middle = text.data() + border;
  const char* const end = text.data() + text.size();
  for (const char* p = middle - std::min(border, kLongestName + 1); p < middle; ++p) {
    if (EmoticonAt(p, middle).length != EmoticonAt(p, end).length) return true;
  }
  return false;
}

}  // namespace presend
