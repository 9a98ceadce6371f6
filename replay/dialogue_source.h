// JSON documents of dialogues, or of plain rows, as one JSON object a line.
//
// [ {"conversation_id": …, "messages": [ {"role": …, "text": …}, … ]}, … ]: each message becomes a row that also
// carries what its dialogue says. Elements of the outer array are read one by one, so the document may be of any size;
// an element, or a document that is one object, may have 64 MB.
#pragma once

#include <memory>

#include "replay/byte_source.h"

namespace presend::replay {

std::unique_ptr<ByteSource> FlattenDialogues(std::unique_ptr<ByteSource> json);

}  // namespace presend::replay
