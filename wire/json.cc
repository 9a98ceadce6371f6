#include "wire/json.h"

#include "absl/strings/str_cat.h"
#include "engine/utf8.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "wire/json_reader.h"

namespace presend::wire {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kHex[] = "0123456789abcdef";

// Line ends to some readers of lines, though not to JSON.
bool EndsLine(char32_t c) { return c == 0x85 || c == 0x2028 || c == 0x2029; }

void AppendEscaped(char32_t c, std::string& out) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[c >> shift & 15];
  }
}

void AppendString(std::string_view text, std::string& out) {
  out += '"';
  const char* const end = text.data() + text.size();
  const char* written = text.data();
  for (const char* p = written; p < end;) {
    const auto c = static_cast<unsigned char>(*p);
    const DecodedCodePoint decoded = c < 0x80 ? DecodedCodePoint{c, 1, true} : DecodeUtf8(p, end);
    if (decoded.valid && c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && !EndsLine(decoded.code_point)) {
      p += decoded.length;
      continue;
    }
    out.append(written, p);
    if (decoded.valid) AppendEscaped(decoded.code_point, out); else out += "\xEF\xBF\xBD";
    written = p += decoded.length;
  }
  out.append(written, end);
  out += '"';
}

void AppendMessage(const Message& message, std::string& out);

// Enough for the kinds of fields that answers have.
void AppendSingle(const Message& message, const Reflection& reflection, const FieldDescriptor* field,
                  std::string& out) {
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return AppendString(reflection.GetStringReference(message, field, &scratch), out);
    case FieldDescriptor::CPPTYPE_UINT32: absl::StrAppend(&out, reflection.GetUInt32(message, field)); return;
    case FieldDescriptor::CPPTYPE_BOOL: out += reflection.GetBool(message, field) ? "true" : "false"; return;
    case FieldDescriptor::CPPTYPE_ENUM: return AppendString(reflection.GetEnum(message, field)->name(), out);
    case FieldDescriptor::CPPTYPE_MESSAGE: return AppendMessage(reflection.GetMessage(message, field), out);
    default: out += "null";
  }
}

void AppendRepeated(const Message& message, const Reflection& reflection, const FieldDescriptor* field,
                    std::string& out) {
  out += '[';
  const int size = reflection.FieldSize(message, field);
  std::string scratch;
  for (int i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AppendMessage(reflection.GetRepeatedMessage(message, field, i), out);
    } else {
      AppendString(reflection.GetRepeatedStringReference(message, field, i, &scratch), out);
    }
  }
  out += ']';
}

void AppendMessage(const Message& message, std::string& out) {
  const auto* descriptor = message.GetDescriptor();
  const Reflection& reflection = *message.GetReflection();
  out += '{';
  bool first = true;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->is_repeated() ? reflection.FieldSize(message, field) == 0 : !reflection.HasField(message, field)) {
      continue;
    }
    if (!first) out += ',';
    first = false;
    out += '"';
    out += field->json_name();
    out += "\":";
    (field->is_repeated() ? AppendRepeated : AppendSingle)(message, reflection, field, out);
  }
  out += '}';
}

}  // namespace

absl::Status ParseJson(std::string_view json, v1::ScreenRequest& request) {
  request.Clear();
  if (ReadPlainRequest(json, request)) return absl::OkStatus();
  request.Clear();
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(json), &request);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(std::string(status.message().data(), status.message().size()));
}

void AppendJson(const v1::ScreenResponse& response, std::string& out) { AppendMessage(response, out); }

std::string ToJson(const v1::ScreenRequest& request) {
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(request, &json);  // a request has nothing that cannot be said
  return json;
}

}  // namespace presend::wire
