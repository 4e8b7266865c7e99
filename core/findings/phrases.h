#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>

#include <bitset>

namespace signet {

// Whether the text has the words at this place, and neither their first nor their last letter or
// digit goes on in the text: AADSTS70011 is not found in AADSTS700112.
bool hasWholeWordsAt(QStringView text, qsizetype at, QStringView words);
bool containsWholeWords(QStringView text, QStringView words);

// Looks for many phrases in one pass over a text of any size. Case counts.
class Phrases {
public:
    enum class Ends { WholeWords, Anywhere };

    // Phrases of at least four characters.
    Phrases(const QStringList &phrases, Ends ends);

    // Those that the text contains.
    QSet<QString> in(QStringView text) const;

private:
    static constexpr int startLength = 4;
    static quint64 startOf(QStringView text);
    static std::size_t slotOf(quint64 start);

    Ends m_ends;
    QHash<quint64, QStringList> m_byStart; // by their first four characters
    std::bitset<65536> m_starts; // which of those can occur: most places of a text stop here
};

} // namespace signet
