#pragma once

#include "core/report/reportdocument.h"

namespace signet {

struct TextStyle {
    int width = 80; // columns
    bool colour = false; // ANSI colours; the text says the same without
    bool verbose = false; // every check and request, passed ones too
};

// The report for a terminal, with a line end behind each line.
QString reportToText(const Report &report, const TextStyle &style);

// One finding in full, for `signet explain`.
QString findingToText(const ReportDocument::Cause &cause, const TextStyle &style);

} // namespace signet
