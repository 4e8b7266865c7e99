#pragma once

#include "core/hcl/sourcetext.h"

#include <QByteArrayView>

#include <vector>

namespace signet {

// How many grapheme clusters the bytes hold.
qsizetype graphemeCount(QByteArrayView text);

// Finds the line of an offset without counting from the top each time: the number of lines is noted once
// every 64 KiB.
class LineIndex {
public:
    LineIndex() = default;
    explicit LineIndex(QByteArrayView text);

    // In the text that the index was made of.
    SourcePosition position(QByteArrayView text, qsizetype offset) const;

private:
    static constexpr qsizetype interval = 64 * 1024;
    std::vector<int> m_linesBefore;
};

} // namespace signet
