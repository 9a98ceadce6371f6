// The sieve against a slow reading: a character is in doubt if it makes up a pair with the letter before it.
#include "engine/pair_sieve.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <utility>

#include "engine/utf8.h"

namespace presend {
namespace {

constexpr char32_t kFirst = U'一', kLetters = 300;

PairSieve SieveOf(const std::set<std::pair<char32_t, char32_t>>& pairs) {
  PairSieve sieve;
  PairSieve::Weights weights;
  for (const auto& [a, b] : pairs) {
    sieve.AddPair(a, b);
    weights[a] = a % 9;
  }
  sieve.ShareBuckets(weights);
  for (char32_t c = kFirst; c < kFirst + kLetters; ++c) sieve.SetLetter(c, c);
  for (char32_t c : {U' ', U'，'}) sieve.SetMark(c, false);
  sieve.SetMark(U'#', true);
  sieve.SetSpecial(U'两', kFirst);
  return sieve;
}

// One sign a character: ? in doubt.
std::string DoubtsOf(const PairSieve& sieve, const std::string& text, char32_t before = 0) {
  const Stretch stretch(text.data(), text.data() + text.size(), StretchStep::kEight);
  const uint64_t bits = sieve.Doubts(stretch, before);
  std::string signs;
  for (uint32_t i = 0; i < stretch.count; ++i) signs += (bits << i >> 63) != 0 ? '?' : '-';
  EXPECT_EQ(stretch.count < Stretch::kMost ? bits << stretch.count : 0, 0u) << "beyond the text";
  return signs;
}

TEST(PairSieveTest, MarksArePassedOver) {
  const PairSieve sieve = SieveOf({{U'一', U'丁'}, {U'七', U'七'}});
  EXPECT_EQ(DoubtsOf(sieve, "一丁"), "-?");
  EXPECT_EQ(DoubtsOf(sieve, "丁一"), "--");
  EXPECT_EQ(DoubtsOf(sieve, "一 ，丁七"), "---?-");
  EXPECT_EQ(DoubtsOf(sieve, "一#丁"), "-??");
  EXPECT_EQ(DoubtsOf(sieve, "七，七"), "--?");
  EXPECT_EQ(DoubtsOf(sieve, "丁", U'一'), "?");
  EXPECT_EQ(DoubtsOf(sieve, "丁", U'七'), "-");
}

TEST(PairSieveTest, WhatIsNotSetIsInDoubt) {
  const PairSieve sieve = SieveOf({{U'一', U'丁'}});
  EXPECT_EQ(DoubtsOf(sieve, "a，😀").front(), '?');
  EXPECT_EQ(DoubtsOf(sieve, "一😀").back(), '?');
  EXPECT_EQ(DoubtsOf(sieve, "丁两丁"), "-??");  // stands for 一
}

TEST(PairSieveTest, FindsEveryPairAndLittleElse) {
  std::mt19937 random(11);
  const auto letter = [&random] { return static_cast<char32_t>(kFirst + random() % kLetters); };
  std::set<std::pair<char32_t, char32_t>> pairs;
  while (pairs.size() < 400) pairs.insert({letter(), letter()});
  const PairSieve sieve = SieveOf(pairs);
  size_t doubts = 0, members = 0, all = 0;
  for (int round = 0; round < 2000; ++round) {
    std::u32string text;
    for (size_t n = 1 + random() % Stretch::kMost; n > 0; --n) text.push_back(random() % 8 == 0 ? U'，' : letter());
    const std::string signs = DoubtsOf(sieve, ToUtf8(text));
    char32_t last = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == U'，') continue;
      const bool doubt = signs[i] == '?', member = pairs.contains({last, text[i]});
      EXPECT_TRUE(doubt || !member);
      doubts += doubt, members += member, ++all;
      last = text[i];
    }
  }
  EXPECT_GT(members, 100u);
  EXPECT_LT(doubts - members, all / 10);
}

}  // namespace
}  // namespace presend
