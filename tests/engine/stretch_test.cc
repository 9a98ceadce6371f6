// Both ways of decoding a stretch against a reading character by character, on text of every kind.
#include "engine/stretch.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/utf8.h"

namespace presend {
namespace {

struct Read {
  std::vector<uint32_t> codes, begins;
  bool operator==(const Read&) const = default;
};

// As the header says, for at most so many characters.
Read OneByOne(std::string_view text) {
  Read read;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* p = begin;
  for (; p < end && read.codes.size() < Stretch::kMost; p += DecodeUtf8(p, end).length) {
    const DecodedCodePoint c = DecodeUtf8(p, end);
    const bool known = c.valid && (c.length == 1 || (c.length == 3 && c.code_point >= 0x1000));
    read.codes.push_back(known ? c.code_point : Stretch::kOther);
    read.begins.push_back(static_cast<uint32_t>(p - begin));
  }
  read.begins.push_back(static_cast<uint32_t>(p - begin));
  return read;
}

Read AtOnce(std::string_view text, StretchStep step) {
  const std::vector<char> exact(text.begin(), text.end());  // so that a sanitizer sees what is read behind it
  const Stretch stretch(exact.data(), exact.data() + exact.size(), step);
  Read read;
  read.codes.assign(stretch.codes.begin(), stretch.codes.begin() + stretch.count);
  read.begins.assign(stretch.begins.begin(), stretch.begins.begin() + stretch.count + 1);
  for (uint32_t i = 0; i < Stretch::kBlanks && stretch.count < Stretch::kMost; ++i) {
    EXPECT_EQ(stretch.codes[stretch.count + i], ' ');
  }
  return read;
}

void ExpectSame(std::string_view text) {
  const Read expected = OneByOne(text);
  EXPECT_EQ(AtOnce(text, StretchStep::kEight), expected) << text;
  EXPECT_EQ(AtOnce(text, LongestStretchStep()), expected) << text;
}

TEST(StretchTest, ReadsPlainTalk) {
  ExpectSame("您");
  ExpectSame("a");
  ExpectSame("亲，这边已经帮您登记好了，预计48小时内处理完成，请您耐心等待一下哦~ 感谢您的支持");
  ExpectSame("http://item.jd.com/100012043978.html?from=a&to=b#c0123456789012345678901234567890");
  ExpectSame("😀好的👌🏻e\u0301Ａ\u00e9“引”\u200b尾");
}

TEST(StretchTest, ReadsOnlyThere) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += i % 7 == 0 ? "a" : "好";
    for (size_t cut = 0; cut < 3 && cut < text.size(); ++cut) ExpectSame(std::string_view(text).substr(cut));
    for (size_t cut = 1; cut < 3 && cut < text.size(); ++cut) ExpectSame(std::string_view(text).substr(0, text.size() - cut));
  }
}

TEST(StretchTest, ReadsWhateverComes) {
  constexpr std::string_view kPieces[] = {"好",     "的",       "，",       "a",        "7",    " ",    "é",  "😀", "\x80",
                                          "\xE5",   "\xE5\xA5", "\xE0\x80", "\xC0\xAF", "\xF0", "\xFF", "ก", "�",  "\xF4\x90\x80\x80",
                                          "\xE0\x80\xAF", "您好您好您好"};
  std::mt19937 random(7);
  for (int round = 0; round < 30000; ++round) {
    const size_t kinds = 1 + random() % std::size(kPieces);
    std::string text;
    for (size_t n = 1 + random() % 90; n > 0; --n) text += kPieces[random() % kinds];
    ExpectSame(text);
  }
}

}  // namespace
}  // namespace presend
