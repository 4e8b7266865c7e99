#include "core/result/nearestword.h"

#include <algorithm>

namespace signet {

QString nearestWord(const QString &text, const QStringList &words)
{
    QString best;
    qsizetype bestLength = 2;
    for (const QString &word : words) {
        const auto mismatch = std::mismatch(text.begin(), text.end(), word.begin(), word.end());
        const qsizetype length = mismatch.first - text.begin();
        if (length > bestLength) {
            best = word;
            bestLength = length;
        }
    }
    return best;
}

} // namespace signet
