#include "engine/phone_number.h"

#include <phonenumbers/phonenumberutil.h>  // brings PhoneNumber with it

namespace presend {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr int kChina = 86;

PhoneNumberUtil::PhoneNumberType PlanType(uint64_t national) {
  PhoneNumber number;
  number.set_country_code(kChina);
  number.set_national_number(national);
  return PhoneNumberUtil::GetInstance()->GetNumberType(number);
}

uint64_t ToNumber(std::string_view digits) {
  uint64_t value = 0;
  for (char c : digits) value = value * 10 + static_cast<uint64_t>(c - '0');
  return value;
}

bool LooksMobile(std::string_view d) { return d.size() == 11 && d[0] == '1' && d[1] >= '3'; }

// 0, two or three digits of the area, seven or eight of the subscriber.
bool LooksLandline(std::string_view d) {
  if (d.size() < 10 || d.size() > 12 || d[0] != '0' || d[1] == '0') return false;
  bool short_area = d[1] == '1' || d[1] == '2';
  std::string_view subscriber = d.substr(short_area ? 3 : 4);
  if (subscriber.size() != 7 && subscriber.size() != 8) return false;
  return subscriber[0] >= '2' && !subscriber.starts_with("95") && !subscriber.starts_with("400");
}

}  // namespace

PhoneKind ClassifyChinesePhone(std::string_view digits) {
  if (LooksMobile(digits)) {
    return PlanType(ToNumber(digits)) == PhoneNumberUtil::MOBILE ? PhoneKind::kMobile : PhoneKind::kNone;
  }
  if (!LooksLandline(digits)) return PhoneKind::kNone;
  return PlanType(ToNumber(digits)) == PhoneNumberUtil::FIXED_LINE ? PhoneKind::kLandline : PhoneKind::kNone;
}

bool IsHotline(std::string_view d) {
  if (d.size() == 10) return d.starts_with("400") || d.starts_with("800");
  if (d.starts_with("95")) return d.size() == 5 || d.size() == 6;
  return d.size() == 5 && (d.starts_with("10") || d.starts_with("11") || d.starts_with("12"));
}

}  // namespace presend
