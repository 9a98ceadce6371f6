#include "engine/number_finder_context.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/registrable_domain.h"

namespace presend {
namespace {

constexpr std::u32string_view kLabels[] = {
    U"订单",   U"单号",   U"运单",   U"快递",   U"物流",   U"服务单", U"售后单", U"退款单", U"换货单", U"工单",
    U"面单",   U"发票",   U"税号",   U"编号",   U"编码",   U"型号",   U"货号",   U"款号",   U"批号",   U"批次",
    U"序列",   U"条码",   U"条形码", U"二维码", U"流水",   U"交易",   U"色号",   U"尺码",   U"邮编",   U"坐标",
    U"经度",   U"纬度",   U"经纬度", U"金额",   U"分辨率", U"像素",   U"校验",   U"验证码", U"取件码", U"提货码",
    U"兑换码", U"核销码", U"券码",   U"激活码", U"卡密",   U"密码",   U"尾号",   U"工号",   U"身份证", U"卡号",
    U"银行卡", U"包裹",   U"版本",   U"固件",   U"芯片",   U"许可证", U"执照",   U"备案",   U"证书",   U"车牌",
    U"航班",   U"车次",   U"房间",   U"设备",   U"机身",   U"防伪",   U"产品id", U"商品id", U"宝贝id", U"链接id",
    U"商品",   U"isbn",   U"sku",    U"spu",    U"upc",    U"ean",    U"imei",   U"md5",    U"sha1",   U"s/n",
    U"sn",     U"件号",   U"图号",   U"料号",   U"品号",   U"店铺id", U"订单id", U"销量",   U"库存",   U"浏览量",
    U"价格",   U"总价",   U"余额",   U"货单",   U"作品号", U"房号",   U"备件",   U"色温",   U"功率",   U"尺寸",
    U"规格",   U"长宽高", U"大小",   U"代码",
};
constexpr std::u32string_view kNumberNames = U"号码单";  // their last letters
// What may stand between a label and its number.
constexpr std::u32string_view kConnectors = U"号码编为是:：#＃-—– \t\n　([【（「“\"'=.,，、的上里您该此填输入共约";
constexpr std::u32string_view kCommas = U",，、";
constexpr std::u32string_view kContactLetters[] = {
    U"tel",  U"phone",     U"mobile", U"mob", U"call",  U"v",  U"vx",  U"wx",      U"vxin",   U"weixin", U"wechat",
    U"weix", U"q",         U"qq",     U"add", U"sj",    U"dh", U"hm",  U"dianhua", U"shouji", U"m",      U"t",
    U"wxh",  U"weixinhao", U"kf",     U"w",   U"vxhao", U"id", U"zfb", U"alipay",  U"qun",    U"xin",
};
constexpr std::u32string_view kGlueMarks = U"/=&?_-%#@.\\+";
constexpr std::u32string_view kUnits[] = {U"mm", U"cm",   U"km", U"kg",  U"g",  U"mg", U"ml",  U"l",
                                          U"元", U"块",   U"斤", U"件",  U"米", U"毫", U"厘",  U"克",
                                          U"吨", U"万",   U"亿", U"千",  U"百", U"十", U"人",  U"次",
                                          U"条", U"像素", U"円", U"rmb", U"w",  U"kw", U"mah", U"毫安"};
// A dot and one of these go on with the token: a file, a host. Others only follow it.
constexpr std::u32string_view kNames[] = {U"html",   U"htm", U"shtml", U"php", U"asp",  U"aspx", U"jsp",
                                          U"action", U"do",  U"pdf",   U"jpg", U"jpeg", U"png",  U"gif",
                                          U"webp",   U"mp4", U"txt",   U"doc", U"docx", U"xls",  U"xlsx",
                                          U"zip",    U"rar", U"apk",   U"exe", U"csv",  U"js",   U"css"};
constexpr std::u32string_view kJoiners = U"和与及或跟、/,，";
constexpr size_t kLookBack = 8;
constexpr size_t kLongestList = 60;
constexpr size_t kLongestLabel = 4;

char32_t At(const View& view, size_t i) { return i < view.glyphs.size() ? view.glyphs[i].code_point : U'\0'; }
bool IsWordGlyph(const View& view, size_t i) {
  return i < view.glyphs.size() &&
         (view.glyphs[i].kind == GlyphKind::kLatin || view.glyphs[i].kind == GlyphKind::kDigit ||
          view.glyphs[i].kind == GlyphKind::kOtherLetter);
}
bool IsGlueMark(char32_t c) { return c != 0 && kGlueMarks.find(c) != std::u32string_view::npos; }

// Canonical code points [end − length, end), into a buffer on the stack.
std::u32string_view Before(const View& view, size_t end, size_t length, std::array<char32_t, 16>& buffer) {
  length = std::min({length, end, buffer.size()});
  for (size_t i = 0; i < length; ++i) buffer[i] = view.glyphs[end - length + i].code_point;
  return {buffer.data(), length};
}

// `paused`: with a comma behind it, over which only the name of a number reaches: 运单号，139…, but not 走物流，139…
bool EndsInLabel(const View& view, size_t end, bool paused) {
  std::array<char32_t, 16> buffer;
  std::u32string_view before = Before(view, end, kLongestLabel, buffer);
  return std::any_of(std::begin(kLabels), std::end(kLabels), [&](std::u32string_view label) {
    return before.ends_with(label) && (!paused || kNumberNames.find(label.back()) != kNumberNames.npos);
  });
}

bool AnnouncesContact(std::u32string_view letters) {
  return std::find(std::begin(kContactLetters), std::end(kContactLetters), letters) != std::end(kContactLetters);
}

// The letters that end at `end`, at most eleven of them; more make a word that announces nothing, and so does the key
// of a query (goods_id=).
bool EndsInContactLetters(const View& view, size_t end) {
  std::array<char32_t, 16> buffer;
  size_t begin = end;
  while (begin > 0 && end - begin < 12 && IsWordGlyph(view, begin - 1)) --begin;
  if (begin > 0 && IsGlueMark(view.glyphs[begin - 1].code_point) && view.glyphs[begin - 1].code_point != U'+')
    return false;
  return AnnouncesContact(Before(view, end, end - begin, buffer));
}

size_t WordEnd(const View& view, size_t begin) {
  size_t end = begin;
  while (end < view.glyphs.size() && end - begin < 12 && IsWordGlyph(view, end)) ++end;
  return end;
}

bool BeginsWithContactLetters(const View& view, size_t begin) {
  std::array<char32_t, 16> buffer;
  size_t end = WordEnd(view, begin);
  return AnnouncesContact(Before(view, end, end - begin, buffer));
}

// The name after a dot is a host's or file's ending.
bool IsNameEnding(const View& view, size_t begin) {
  std::array<char32_t, 16> buffer;
  size_t end = WordEnd(view, begin);
  std::u32string_view name = Before(view, end, end - begin, buffer);
  if (At(view, end) == U'.' || std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames)) return true;
  bool digits = std::all_of(name.begin(), name.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
  return digits || IsCommonTopLevelDomain(std::string(name.begin(), name.end()));
}

// Whether the glyph at `neighbour` belongs to the token of a number across the marks that begin or end at `marks`.
// A slash between digits only sets two numbers apart.
bool IsJoinedTo(const View& view, size_t in_message, size_t neighbour, size_t marks) {
  if (in_message == 0 || !IsWordGlyph(view, neighbour)) return false;
  bool slash =
      (neighbour < marks ? marks - neighbour == 2 : true) && At(view, neighbour < marks ? marks - 1 : marks) == U'/';
  return !(slash && view.glyphs[neighbour].kind == GlyphKind::kDigit);
}

// 型号139-1234A和139-1234B: begin of the list's item before `end`, so that its label holds for the next one too.
size_t ItemBefore(const View& view, size_t end) {
  size_t at = end;
  while (at > 0 && view.glyphs[at - 1].kind == GlyphKind::kSpace) --at;
  if (at == 0 || kJoiners.find(view.glyphs[at - 1].code_point) == std::u32string_view::npos) return end;
  size_t item_end = at - 1;
  for (at = item_end; at > 0 && item_end - at < 24 && (IsWordGlyph(view, at - 1) || At(view, at - 1) == U'-');) --at;
  return at < item_end ? at : end;
}

}  // namespace

bool IsLabelled(const View& view, size_t first) {
  size_t end = first;
  bool paused = false;
  for (size_t back = 0; back <= kLookBack && first - end <= kLongestList; ++back) {
    if (EndsInLabel(view, end, paused)) return true;
    if (end == 0) return false;
    if (size_t item = ItemBefore(view, end); item < end) {
      end = item;
    } else if (kConnectors.find(view.glyphs[end - 1].code_point) != std::u32string_view::npos) {
      paused = paused || kCommas.find(view.glyphs[end - 1].code_point) != kCommas.npos;
      --end;
    } else {
      return false;
    }
  }
  return false;
}

bool IsGlued(const View& view, size_t first, size_t end) {
  if (first > 0) {
    size_t before = first;
    while (before > 0 && first - before < 4 && IsGlueMark(view.glyphs[before - 1].code_point)) --before;
    if (IsJoinedTo(view, before, before - 1, first) && !EndsInContactLetters(view, before)) return true;
  }
  if (IsWordGlyph(view, end)) return !BeginsWithContactLetters(view, end);
  if (!IsGlueMark(At(view, end)) || At(view, end) == U'+') return false;
  if (!IsJoinedTo(view, end + 1, end + 1, end)) return false;
  if (At(view, end) == U'.') return IsNameEnding(view, end + 1);
  return At(view, end) == U'@' || !BeginsWithContactLetters(view, end + 1);
}

bool IsMeasured(const View& view, size_t end) {
  while (end < view.glyphs.size() && view.glyphs[end].kind == GlyphKind::kSpace) ++end;
  std::array<char32_t, 16> buffer;
  size_t reach = std::min(end + 3, view.glyphs.size());
  std::u32string_view after = Before(view, reach, reach - end, buffer);
  return std::any_of(std::begin(kUnits), std::end(kUnits), [&](std::u32string_view unit) {
    return after.starts_with(unit) && (unit[0] >= 0x80 || !IsWordGlyph(view, end + unit.size()));
  });
}

}  // namespace presend
