#pragma once

#include "core/result/findingid.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// What happened, for a machine: the id of a catalogue entry (core/findings) and the facts that its
// words are filled in with. Evidence holds plain data (status, request id, path, errno ...), no
// prose and no secret; the words live in the catalogue and nowhere else.
struct Problem {
    Problem() = default;
    Problem(FindingId id, QJsonObject evidence = {})
        : findingId(id)
        , evidence(std::move(evidence))
    {
    }

    FindingId findingId;
    QJsonObject evidence;

    friend bool operator==(const Problem &, const Problem &) = default;
};

} // namespace signet
