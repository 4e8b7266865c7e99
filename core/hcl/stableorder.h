#pragma once

#include <QList>

#include <algorithm>
#include <numeric>
#include <vector>

namespace signet {

// The list in the order of its keys; what has the same key keeps its order. (std::stable_sort of g++ 12 asks
// for a buffer in a way that clang calls out of date.)
template <class T, class Key>
QList<T> orderedBy(const QList<T> &list, Key keyOf)
{
    std::vector<qsizetype> order(std::size_t(list.size()));
    std::iota(order.begin(), order.end(), qsizetype(0));
    std::sort(order.begin(), order.end(), [&](qsizetype a, qsizetype b) {
        const auto first = keyOf(list.at(a));
        const auto second = keyOf(list.at(b));
        return first != second ? first < second : a < b;
    });
    QList<T> ordered;
    ordered.reserve(list.size());
    for (const qsizetype index : order)
        ordered.append(list.at(index));
    return ordered;
}

} // namespace signet
