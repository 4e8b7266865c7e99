#pragma once

#include "core/report/principaldocument.h"
#include "core/report/textsink.h"

#include <QString>

namespace signet {

// Principals on a terminal, with a line end behind each line. Their JSON is PrincipalsFound::toJson() and
// AttachPlan::toJson().

// In full where there are few, else a line for each.
QString principalsToText(const PrincipalsDocument &document, const TextStyle &style);
QString attachToText(const AttachDocument &document, const TextStyle &style);
QString attachedToText(const AttachedDocument &document, const TextStyle &style);

// A finding as a paragraph: what it is, why, and what to do.
QString noteToText(const FindingText &note, const TextStyle &style);

} // namespace signet
