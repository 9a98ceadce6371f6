#include "engine/stretch.h"

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <numeric>

#include "engine/utf8.h"

// The compiler's own definitions of the intrinsics begin from values that they do not set (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace presend {
namespace {

constexpr char32_t kLeast = 0x1000;  // of three bytes
constexpr ptrdiff_t kThree = 3;
// Of three bytes in a word: the bits that tell so and what they are, those of the code point, and the factors that join
// the first two bytes, then the third.
constexpr int kFrame = 0x00C0C0F0, kFramed = 0x008080E0, kBits = 0x003F3F0F, kJoin = 0x00010140, kAgain = 0x00010040;

// Where the characters that are decoded at `p` go; they stand `from` bytes behind the beginning.
struct Place {
  uint16_t* codes;
  uint16_t* begins;
  int16_t from = 0;
};

// What was decoded of the characters that one step looks at.
struct Decoded {
  uint32_t characters = 0;
  ptrdiff_t bytes = 0;
  bool all = false;
};

// Characters of three bytes: both halves of 24 bytes as four words of three.
[[gnu::target("ssse3")]] inline Decoded DecodeEight(const char* p, const char* end, Place place) {
  constexpr int kAll = 0xFFFF;
  if (end - p < 8 * kThree) return {};
  const __m128i head = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i tail = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8));
  const __m128i first = _mm_shuffle_epi8(head, _mm_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1));
  const __m128i second =
      _mm_shuffle_epi8(tail, _mm_setr_epi8(4, 5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15, -1));
  const __m128i frame = _mm_set1_epi32(kFrame), framed = _mm_set1_epi32(kFramed);
  const __m128i three = _mm_packs_epi32(_mm_cmpeq_epi32(_mm_and_si128(first, frame), framed),
                                        _mm_cmpeq_epi32(_mm_and_si128(second, frame), framed));
  const __m128i bits = _mm_set1_epi32(kBits), join = _mm_set1_epi32(kJoin), again = _mm_set1_epi32(kAgain);
  const __m128i low = _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1);
  const __m128i a = _mm_madd_epi16(_mm_maddubs_epi16(_mm_and_si128(first, bits), join), again);
  const __m128i b = _mm_madd_epi16(_mm_maddubs_epi16(_mm_and_si128(second, bits), join), again);
  const __m128i codes = _mm_unpacklo_epi64(_mm_shuffle_epi8(a, low), _mm_shuffle_epi8(b, low));
  const __m128i small = _mm_cmpeq_epi16(_mm_subs_epu16(codes, _mm_set1_epi16(kLeast - 1)), _mm_setzero_si128());
  const __m128i begins = _mm_add_epi16(_mm_set1_epi16(place.from),
                                       _mm_setr_epi16(0, 3, 6, 9, 12, 15, 18, 21));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(place.codes), codes);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(place.begins), begins);
  const int good = _mm_movemask_epi8(_mm_andnot_si128(small, three));
  if (good == kAll) return {8, 8 * kThree, true};
  const int read = std::countr_one(static_cast<uint32_t>(good)) / 2;
  return {static_cast<uint32_t>(read), read * kThree, false};
}

// Characters of one byte or three: where each begins is what is left of 0, 1, 2 … without the bytes that go on with one.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2")]] inline Decoded DecodeSixteen(
    const char* p, const char* end, Place place) {
  constexpr uint32_t kWindow = 64;
  static constexpr auto kNumbers = [] {
    std::array<uint8_t, kWindow> numbers;
    std::iota(numbers.begin(), numbers.end(), uint8_t{0});
    return numbers;
  }();
  const auto left = static_cast<uint32_t>(std::min<ptrdiff_t>(end - p, kWindow));
  const __mmask64 there = _bzhi_u64(~uint64_t{0}, left);
  const __m512i bytes = _mm512_maskz_loadu_epi8(there, p);
  const __mmask64 heads = _mm512_mask_cmpgt_epi8_mask(there, bytes, _mm512_set1_epi8(static_cast<char>(0xBF)));
  const __m512i at = _mm512_mask_compress_epi8(_mm512_set1_epi8(static_cast<char>(left)), heads,
                                               _mm512_loadu_si512(kNumbers.data()));
  const __m128i begins = _mm512_castsi512_si128(at);
  const __m128i length = _mm_sub_epi8(_mm_alignr_epi8(_mm512_extracti32x4_epi32(at, 1), begins, 1), begins);
  const __m512i four = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12));
  const __m512i where = _mm512_add_epi8(_mm512_shuffle_epi8(_mm512_cvtepu8_epi32(begins), four),
                                        _mm512_set1_epi32(0x03020100));
  const __m512i words = _mm512_permutexvar_epi8(where, bytes);
  const __m512i joined = _mm512_madd_epi16(
      _mm512_maddubs_epi16(_mm512_and_si512(words, _mm512_set1_epi32(kBits)), _mm512_set1_epi32(kJoin)),
      _mm512_set1_epi32(kAgain));
  const __mmask16 one =
      _mm512_mask_testn_epi32_mask(_mm_cmpeq_epi8_mask(length, _mm_set1_epi8(1)), words, _mm512_set1_epi32(0x80));
  const __mmask16 framed = _mm512_mask_cmpeq_epi32_mask(_mm_cmpeq_epi8_mask(length, _mm_set1_epi8(kThree)),
                                                        _mm512_and_si512(words, _mm512_set1_epi32(kFrame)),
                                                        _mm512_set1_epi32(kFramed));
  const __mmask16 three = _mm512_mask_cmpge_epu32_mask(framed, joined, _mm512_set1_epi32(kLeast));
  const __m512i codes = _mm512_mask_and_epi32(joined, one, words, _mm512_set1_epi32(0x7F));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(place.codes), _mm512_cvtepi32_epi16(codes));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(place.begins),
                      _mm256_add_epi16(_mm256_cvtepu8_epi16(begins), _mm256_set1_epi16(place.from)));
  const auto count = static_cast<uint32_t>(std::min(std::popcount(heads), 16));
  const uint32_t good = (one | three) & -static_cast<uint32_t>(heads & 1);
  const auto read = std::min(static_cast<uint32_t>(std::countr_one(good)), count);
  if (read < count || count == 0) return {read, read == 0 ? 0 : place.begins[read] - place.from, false};
  // Not what was read: the next step need not wait for it.
  return {count, static_cast<ptrdiff_t>(std::min<uint64_t>(_tzcnt_u64(_pdep_u64(1u << 16, heads)), left)), true};
}

// The character that stopped a step; returns its length.
inline ptrdiff_t DecodeOne(const char* p, const char* end, Place place) {
  const DecodedCodePoint decoded = DecodeUtf8(p, end);
  const bool known = decoded.valid && (decoded.length == 1 || (decoded.length == kThree && decoded.code_point >= kLeast));
  *place.begins = static_cast<uint16_t>(place.from);
  *place.codes = known ? static_cast<uint16_t>(decoded.code_point) : Stretch::kOther;
  return decoded.length;
}

template <Decoded (*kDecode)(const char*, const char*, Place)>
inline void Fill(Stretch& stretch) {
  const char* const text = stretch.text;
  const char* const end = stretch.text_end;
  const char* p = text;
  uint32_t count = 0;
  const auto place = [&] {
    return Place{stretch.codes.data() + count, stretch.begins.data() + count, static_cast<int16_t>(p - text)};
  };
  while (p < end && count < Stretch::kMost) {
    const Decoded decoded = kDecode(p, end, place());
    count += decoded.characters;
    p += decoded.bytes;
    if (decoded.all || count >= Stretch::kMost) continue;
    p += DecodeOne(p, end, place());
    ++count;
  }
  stretch.begins[count] = static_cast<uint16_t>(p - text);
  std::fill_n(stretch.codes.data() + count, Stretch::kBlanks, uint16_t{' '});
  stretch.count = std::min(count, Stretch::kMost);
}

[[gnu::flatten, gnu::target("ssse3")]] void FillByEight(Stretch& stretch) { Fill<DecodeEight>(stretch); }

[[gnu::flatten, gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")]] void
FillBySixteen(Stretch& stretch) {
  Fill<DecodeSixteen>(stretch);
}

}  // namespace

StretchStep LongestStretchStep() {
  const bool sixteen = __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
                       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                       __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2");
  return sixteen ? StretchStep::kSixteen : StretchStep::kEight;
}

Stretch::Stretch(const char* p, const char* end, StretchStep step) : text(p), text_end(end) {
  step == StretchStep::kSixteen ? FillBySixteen(*this) : FillByEight(*this);
}

}  // namespace presend
