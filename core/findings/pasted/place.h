#pragma once

#include "core/result/findingid.h"

#include <QList>
#include <QStringList>

namespace signet {

// A kind of host on which the words of an error mean something of its own.
struct Place {
    FindingId means; // what they mean there
    const char *name; // marked for translation (context "PastedText"): "a container"
    QStringList words; // lower case: the text speaks of it with one of these
    QList<FindingId> changes; // what the same words mean elsewhere
};

const QList<Place> &places();
const Place &placeOf(FindingId means); // one that places() lists

} // namespace signet
