#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>

namespace signet::sandbox {

// A $filter of OData, as far as Microsoft Graph takes it for objects of the directory: eq, ne, in,
// startswith, endswith, not, and, or, parentheses, and `collection/any(x:x eq 'value')` with eq or
// startswith. Text compares without case, as in Graph.
struct ODataFilter {
    std::function<bool(const QJsonObject &)> matches;
    // ne, not and endswith are answered with `ConsistencyLevel: eventual` and $count=true only.
    bool isAdvanced = false;

    // Nothing when the text cannot be read.
    static std::optional<ODataFilter> parse(const QString &text);
};

} // namespace signet::sandbox
