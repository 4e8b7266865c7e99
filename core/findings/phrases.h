#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <bitset>

namespace signet {

// Whether the text has the words at this place, and neither their first nor their last letter or
// digit goes on in the text: AADSTS70011 is not found in AADSTS700112.
bool hasWholeWordsAt(QStringView text, qsizetype at, QStringView words);
bool containsWholeWords(QStringView text, QStringView words);

inline constexpr int shortestPhrase = 4; // characters, that Phrases takes

// Looks for many phrases in one pass over a text of any size. Case counts.
class Phrases {
public:
    enum class Ends { WholeWords, Anywhere };

    // Phrases of at least shortestPhrase characters.
    Phrases(const QStringList &phrases, Ends ends);

    // Those that the text contains.
    QSet<QString> in(QStringView text) const;
    // With the place of their first occurrence.
    QHash<QString, qsizetype> placesIn(QStringView text) const;
    // Where one of them stands, each time.
    QList<qsizetype> everyPlaceIn(QStringView text) const;

private:
    static constexpr int startLength = shortestPhrase;
    template <typename Found>
    void search(QStringView text, const Found &found) const;
    static quint64 startOf(QStringView text);
    static std::size_t slotOf(quint64 start);

    Ends m_ends;
    QHash<quint64, QStringList> m_byStart; // by their first four characters
    std::bitset<65536> m_starts; // which of those can occur: most places of a text stop here
};

// Finds phrases also where a line was wrapped inside a word, or an editor added blanks: blanks do not count.
// Only long phrases, because short ones could come together by chance.
class WrappedPhrases {
public:
    explicit WrappedPhrases(const QStringList &phrases);

    QHash<QString, qsizetype> placesIn(const QString &text) const; // as Phrases does

private:
    static QHash<QString, QString> longOnes(const QStringList &phrases);

    QHash<QString, QString> m_phrases; // by their form without blanks
    Phrases m_squashed;
};

} // namespace signet
