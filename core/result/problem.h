#pragma once

#include <QJsonObject>
#include <QString>

namespace signet {

// What happened, for a machine: the id of a catalogue entry (core/findings) and the facts that its
// words are filled in with. Evidence holds plain data (status, request id, path, errno ...), no
// prose and no secret; the words live in the catalogue and nowhere else.
struct Problem {
    Problem() = default;
    Problem(QString id, QJsonObject evidence = {})
        : findingId(std::move(id))
        , evidence(std::move(evidence))
    {
    }

    QString findingId;
    QJsonObject evidence;

    friend bool operator==(const Problem &, const Problem &) = default;
};

} // namespace signet
