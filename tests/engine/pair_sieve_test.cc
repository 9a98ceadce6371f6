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

uint64_t DoubtsOf(const PairSieve& sieve, const std::string& text, char32_t before = 0) {
  return sieve.Doubts(Stretch(text.data(), text.data() + text.size(), StretchStep::kEight), before);
}

TEST(PairSieveTest, MarksArePassedOver) {
  const PairSieve sieve = SieveOf({{U'一', U'丁'}, {U'七', U'七'}});
  EXPECT_EQ(DoubtsOf(sieve, "一丁"), 0b10u);
  EXPECT_EQ(DoubtsOf(sieve, "丁一"), 0u);
  EXPECT_EQ(DoubtsOf(sieve, "一 ，丁七"), 0b1000u);
  EXPECT_EQ(DoubtsOf(sieve, "一#丁"), 0b110u);
  EXPECT_EQ(DoubtsOf(sieve, "七，七"), 0b100u);
  EXPECT_EQ(DoubtsOf(sieve, "丁", U'一'), 1u);
  EXPECT_EQ(DoubtsOf(sieve, "丁", U'七'), 0u);
}

TEST(PairSieveTest, WhatIsNotSetIsInDoubt) {
  const PairSieve sieve = SieveOf({{U'一', U'丁'}});
  EXPECT_EQ(DoubtsOf(sieve, "a一😀一") & 0b101, 0b101u);
  EXPECT_EQ(DoubtsOf(sieve, "丁两丁"), 0b110u);  // stands for 一
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
    const uint64_t bits = DoubtsOf(sieve, ToUtf8(text));
    char32_t last = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == U'，') continue;
      const bool doubt = (bits >> i & 1) != 0, member = pairs.contains({last, text[i]});
      EXPECT_TRUE(doubt || !member);
      doubts += doubt, members += member, ++all;
      last = text[i];
    }
    EXPECT_EQ(text.size() < Stretch::kMost ? bits >> text.size() : 0, 0u);
  }
  EXPECT_GT(members, 100u);
  EXPECT_LT(doubts - members, all / 10);
}

}  // namespace
}  // namespace presend
