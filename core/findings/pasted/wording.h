#pragma once

#include "core/result/findingid.h"

#include <QLatin1StringView>

#include <vector>

namespace signet {

// How a program words a fact. The words are in lower case, without what a terminal puts around them, in the
// order that reads best; each stands in one statement of a pasted text as whole words.
struct Wording {
    FindingId finding;
    double weight; // 0..1; a confidence, for ranking only
    std::vector<const char *> all;
    std::vector<const char *> unless = {}; // with one of these in the statement, it means something else
    // A second sign: one of these stands in the statement or near it.
    std::vector<const char *> beside = {};
};

// The wordings of one program or library, with the place they were read from.
struct ProgramWordings {
    QLatin1StringView program; // "azidentity (Go)"
    const char *source; // repository and file, page, or thread
    std::vector<Wording> wordings;
};

// In no order that matters. Several wordings may hold the same words: the text then speaks for each of the
// findings, in the order of their weights.
const std::vector<ProgramWordings> &wordings();

} // namespace signet
