// An answer for people: the message, carets under what was found, why, and what to send instead.
#pragma once

#include <string>
#include <string_view>

#include "cli/terminal.h"
#include "presend/v1/screening.pb.h"

namespace presend {

// Appends e.g.
//   chat.txt:3: BLOCK 亲，在的哦
//                     ^^ jd.address.bare-qin: 京东不允许单独用“亲”称呼买家…
//     改为: 您好，在的哦
// `place` comes first on the line; may be empty. The explanation follows if there is one.
void AppendAnswer(std::string_view place, std::string_view text, const v1::ScreenResponse& response,
                  const Painter& paint, std::string& out);

// Appends the views, aligned under the text, and what became of each hit.
void AppendExplanation(std::string_view text, const v1::Explanation& explanation, const Painter& paint,
                       std::string& out);

}  // namespace presend
