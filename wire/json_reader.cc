#include "wire/json_reader.h"

#include <optional>

#include "engine/utf8.h"
#include "google/protobuf/util/time_util.h"

namespace presend::wire {
namespace {

class JsonReader {
 public:
  explicit JsonReader(std::string_view json) : at_(json.data()), end_(json.data() + json.size()) {}

  bool Take(char c) {
    SkipSpace();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool AtEnd() {
    SkipSpace();
    return at_ == end_;
  }

  bool TakeLiteral(std::string_view literal) {
    SkipSpace();
    if (!std::string_view(at_, end_).starts_with(literal)) return false;
    at_ += literal.size();
    return true;
  }

  bool TakeString(std::string& out) {
    if (!Take('"')) return false;
    const char* copied = at_;
    while (at_ < end_) {
      const auto c = static_cast<unsigned char>(*at_);
      if (c == '"') {
        out.append(copied, at_++);
        return true;
      }
      if (c == '\\') {
        out.append(copied, at_++);
        if (!TakeEscape(out)) return false;
        copied = at_;
      } else if (c < 0x20) {
        return false;
      } else {
        const DecodedCodePoint decoded = DecodeUtf8(at_, end_);
        if (!decoded.valid) return false;
        at_ += decoded.length;
      }
    }
    return false;
  }

 private:
  void SkipSpace() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
  }

  bool TakeEscape(std::string& out) {
    if (at_ == end_) return false;
    switch (*at_++) {
      case '"': out += '"'; return true;
      case '\\': out += '\\'; return true;
      case '/': out += '/'; return true;
      case 'b': out += '\b'; return true;
      case 'f': out += '\f'; return true;
      case 'n': out += '\n'; return true;
      case 'r': out += '\r'; return true;
      case 't': out += '\t'; return true;
      case 'u': return TakeCodePoint(out);
      default: return false;
    }
  }

  bool TakeCodePoint(std::string& out) {
    const auto high = TakeHex();
    if (!high) return false;
    if (*high < 0xD800 || *high > 0xDFFF) {
      AppendUtf8(*high, out);
      return true;
    }
    if (*high > 0xDBFF || end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
    at_ += 2;
    const auto low = TakeHex();
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
    AppendUtf8(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00), out);
    return true;
  }

  std::optional<char32_t> TakeHex() {
    if (end_ - at_ < 4) return std::nullopt;
    char32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = *at_++;
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
  }

  const char* at_;
  const char* const end_;
};

struct StringField {
  std::string_view name;
  std::string* (v1::ScreenRequest::*value)();
};

constexpr StringField kStrings[] = {
    {"text", &v1::ScreenRequest::mutable_text},
    {"platform", &v1::ScreenRequest::mutable_platform},
    {"sender", &v1::ScreenRequest::mutable_sender},
    {"conversationId", &v1::ScreenRequest::mutable_conversation_id},
    {"agentId", &v1::ScreenRequest::mutable_agent_id},
    {"messageId", &v1::ScreenRequest::mutable_message_id},
    {"shop", &v1::ScreenRequest::mutable_shop},
};

bool TakeTexts(JsonReader& reader, v1::ScreenRequest& request) {
  if (!reader.Take('[')) return false;
  if (reader.Take(']')) return true;
  do {
    if (!reader.TakeString(*request.add_recent())) return false;
  } while (reader.Take(','));
  return reader.Take(']');
}

bool TakeTime(JsonReader& reader, v1::ScreenRequest& request) {
  std::string time;
  return reader.TakeString(time) && google::protobuf::util::TimeUtil::FromString(time, request.mutable_time());
}

bool TakeBool(JsonReader& reader, v1::ScreenRequest& request) {
  if (!reader.TakeLiteral("true")) return reader.TakeLiteral("false");
  request.set_explain(true);
  return true;
}

bool TakeField(JsonReader& reader, std::string_view name, uint32_t& seen, v1::ScreenRequest& request) {
  const auto once = [&](uint32_t bit) {
    const bool fresh = (seen & 1u << bit) == 0;
    seen |= 1u << bit;
    return fresh;
  };
  uint32_t bit = 0;
  for (const StringField& field : kStrings) {
    if (name == field.name) return once(bit) && reader.TakeString(*(request.*field.value)());
    ++bit;
  }
  if (name == "recent") return once(bit) && TakeTexts(reader, request);
  if (name == "time") return once(bit + 1) && TakeTime(reader, request);
  if (name == "explain") return once(bit + 2) && TakeBool(reader, request);
  return false;
}

}  // namespace

bool ReadPlainRequest(std::string_view json, v1::ScreenRequest& request) {
  JsonReader reader(json);
  if (!reader.Take('{')) return false;
  if (reader.Take('}')) return reader.AtEnd();
  uint32_t seen = 0;
  std::string name;
  do {
    name.clear();
    if (!reader.TakeString(name) || !reader.Take(':') || !TakeField(reader, name, seen, request)) return false;
  } while (reader.Take(','));
  return reader.Take('}') && reader.AtEnd();
}

}  // namespace presend::wire
