// A candidate's judgement beside the active rules' own.
#pragma once

#include <optional>

#include "daemon/rule_store.h"
#include "engine/conversation.h"
#include "presend/v1/screening.pb.h"

namespace presend {

// Whether the candidate of `rules` takes part in this message. False without a candidate. The same for all messages of
// a conversation.
bool TakesPart(const ActiveRules& rules, const v1::ScreenRequest& request);

// What the candidate says of a message that the active rules have not answered yet; nothing if it cannot say. Leaves
// `window` as it is.
std::optional<v1::ScreenResponse> AskCandidate(const ActiveRules& rules, ConversationWindow& window,
                                               const v1::ScreenRequest& request);

// Counts how the two differ, and logs it, at most a few times a second.
void Compare(const ActiveRules& rules, const v1::ScreenResponse& active, const v1::ScreenResponse& candidate);

}  // namespace presend
