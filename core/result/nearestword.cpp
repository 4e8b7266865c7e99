#include "core/result/nearestword.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace signet {

namespace {

// The number of letters to insert, delete, change, or swap with the next one (optimal string alignment).
qsizetype distance(const QString &a, const QString &b)
{
    std::vector<qsizetype> beforeLast;
    std::vector<qsizetype> last(std::size_t(b.size()) + 1);
    std::iota(last.begin(), last.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        std::vector<qsizetype> row(last.size());
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = std::size_t(j);
            const bool same = a[i - 1] == b[j - 1];
            row[at] = std::min({last[at] + 1, row[at - 1] + 1, last[at - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[at] = std::min(row[at], beforeLast[at - 2] + 1);
        }
        beforeLast = std::move(last);
        last = std::move(row);
    }
    return last.back();
}

qsizetype commonBeginning(const QString &a, const QString &b)
{
    return std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
}

} // namespace

QString nearestWord(const QString &text, const QStringList &words)
{
    const QString typed = text.left(100).toLower();
    QString best;
    // More than a third wrong is no longer a typo.
    qsizetype bestDistance = std::max<qsizetype>(1, typed.size() / 3) + 1;
    for (const QString &word : words) {
        const qsizetype here = distance(typed, word.toLower());
        if (here < bestDistance) {
            best = word;
            bestDistance = here;
        }
    }
    if (!best.isEmpty())
        return best;
    // The text can be only the beginning of the word.
    const qsizetype dashes = typed.startsWith(u"--") ? 2 : 0;
    qsizetype bestLength = 2 + dashes;
    for (const QString &word : words) {
        const qsizetype length = commonBeginning(typed, word.toLower());
        if (length > bestLength) {
            best = word;
            bestLength = length;
        }
    }
    return best;
}

} // namespace signet
