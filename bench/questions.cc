#include "bench/questions.h"

#include <algorithm>

#include "bench/workload.h"
#include "presend/v1/screening.pb.h"
#include "wire/screening.h"

namespace presend::bench {
namespace {

std::vector<v1::ScreenRequest> Requests() {
  const std::vector<std::string> odd = {"亲，去淘宝看看，价格更低", "加我微信abc12345，给您返现五元",
                                        "这是全网第一的好货，绝对最好", "您自己看不懂说明书吗"};
  std::vector<v1::ScreenRequest> requests;
  for (const std::string& text : Messages()) {
    v1::ScreenRequest& request = requests.emplace_back();
    request.set_platform("jd");
    request.set_sender("agent");
    request.set_text(requests.size() % 16 == 0 ? odd[requests.size() / 16 % odd.size()] : text);
  }
  return requests;
}

bool Same(v1::ScreenResponse a, v1::ScreenResponse b) {
  for (v1::ScreenResponse* one : {&a, &b}) {
    one->clear_revision();
    one->clear_decision_id();
  }
  return a.SerializeAsString() == b.SerializeAsString();
}

bool Read(std::string_view answer, bool batch, v1::ScreenBatchResponse& answers) {
  const auto size = static_cast<int>(answer.size());
  return batch ? answers.ParseFromArray(answer.data(), size)
               : answers.add_responses()->ParseFromArray(answer.data(), size);
}

}  // namespace

absl::StatusOr<std::vector<Question>> Questions(const Screener& screener, int batch) {
  const std::vector<v1::ScreenRequest> requests = Requests();
  wire::ScreenSession session;
  std::vector<Question> questions;
  for (size_t i = 0; i < requests.size(); ++i) {
    v1::ScreenBatchRequest asked;
    v1::ScreenBatchResponse answers;
    for (int k = 0; k < batch; ++k) {
      *asked.add_requests() = requests[(i + static_cast<size_t>(k)) % requests.size()];
      const absl::Status status = session.Screen(screener, nullptr, asked.requests(k), *answers.add_responses());
      if (!status.ok()) return status;
    }
    if (batch == 1) {
      questions.push_back({asked.requests(0).SerializeAsString(), answers.responses(0).SerializeAsString()});
    } else {
      questions.push_back({asked.SerializeAsString(), answers.SerializeAsString()});
    }
  }
  return questions;
}

bool IsRight(std::string_view answer, const Question& question, bool batch) {
  if (answer == question.answer) return true;
  v1::ScreenBatchResponse a, b;
  if (!Read(answer, batch, a) || !Read(question.answer, batch, b)) return false;
  return std::equal(a.responses().begin(), a.responses().end(), b.responses().begin(), b.responses().end(), Same);
}

}  // namespace presend::bench
