#pragma once

#include <QString>

namespace signet {

// A label and its value, one line of a table.
struct DocumentRow {
    QString label;
    QString value;
    bool isId = false; // to be copied whole

    friend bool operator==(const DocumentRow &, const DocumentRow &) = default;
};

} // namespace signet
