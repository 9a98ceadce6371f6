// What a message may hold, as the gate tells: what it is worth looking for.
#pragma once

#include <cstdint>

namespace presend {

enum class Cause : uint8_t {
  kWords = 1,  // a word as it is written
  kPatterns = 2,
  kSounds = 4,  // a word by its sound
  kParts = 8,   // pictures, parts of characters, leet letters
  kNumbers = 16,
  kLinks = 32,
};

class Demand {
 public:
  static Demand All() { return Demand(0x3F); }
  Demand() = default;
  explicit Demand(uint8_t causes) : causes_(causes) {}
  bool operator==(const Demand&) const = default;
  bool open() const { return causes_ != 0; }  // false: the message is clean
  bool HasAll(Demand other) const { return (other.causes_ & ~causes_) == 0; }
  bool Has(Cause cause) const { return (causes_ & static_cast<uint8_t>(cause)) != 0; }
  void Add(Cause cause) { causes_ |= static_cast<uint8_t>(cause); }
  void AddAll(uint8_t causes) { causes_ |= causes; }
  void AddAll(Demand other) { causes_ |= other.causes_; }
  void Remove(Cause cause) { causes_ &= static_cast<uint8_t>(~static_cast<uint8_t>(cause)); }

 private:
  uint8_t causes_ = 0;
};

}  // namespace presend
