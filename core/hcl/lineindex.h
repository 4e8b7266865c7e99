#pragma once

#include "core/hcl/sourcetext.h"

#include <QByteArrayView>

#include <vector>

namespace signet {

// How many grapheme clusters the bytes hold.
qsizetype graphemeCount(QByteArrayView text);

// Finds the line of an offset without counting from the top each time: the number of lines is noted once
// every kibibyte. A large configuration asks for the line of each of its blocks.
class LineIndex {
public:
    LineIndex() = default;
    explicit LineIndex(QByteArrayView text);

    // Both in the text that the index was made of. The line alone costs nothing where a line is long.
    int line(QByteArrayView text, qsizetype offset) const; // from 1
    SourcePosition position(QByteArrayView text, qsizetype offset) const;

private:
    static constexpr qsizetype interval = 1024;
    std::vector<int> m_linesBefore;
};

} // namespace signet
