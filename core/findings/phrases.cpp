#include "core/findings/phrases.h"

namespace signet {

bool hasWholeWordsAt(QStringView text, qsizetype at, QStringView words)
{
    const qsizetype end = at + words.size();
    if (words.isEmpty() || text.mid(at, words.size()) != words)
        return false;
    // Chinese and Japanese put no blanks between words.
    const auto isOfAWord = [](QChar c) { return c.isLetterOrNumber() && c < u'\u2E80'; };
    const bool goesOnBefore = at > 0 && isOfAWord(words.front()) && isOfAWord(text[at - 1]);
    const bool goesOnAfter = end < text.size() && isOfAWord(words.back()) && isOfAWord(text[end]);
    return !goesOnBefore && !goesOnAfter;
}

bool containsWholeWords(QStringView text, QStringView words)
{
    for (qsizetype at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
        if (hasWholeWordsAt(text, at, words))
            return true;
    }
    return false;
}

Phrases::Phrases(const QStringList &phrases, Ends ends)
    : m_ends(ends)
{
    for (const QString &phrase : phrases) {
        Q_ASSERT(phrase.size() >= startLength);
        const quint64 start = startOf(phrase);
        m_byStart[start].append(phrase);
        m_starts.set(slotOf(start));
    }
}

QSet<QString> Phrases::in(QStringView text) const
{
    const QHash<QString, qsizetype> found = placesIn(text);
    return {found.keyBegin(), found.keyEnd()};
}

QHash<QString, qsizetype> Phrases::placesIn(QStringView text) const
{
    QHash<QString, qsizetype> found;
    search(text, [&](const QString &phrase, qsizetype at) {
        if (!found.contains(phrase))
            found.insert(phrase, at);
    });
    return found;
}

QList<qsizetype> Phrases::everyPlaceIn(QStringView text) const
{
    QList<qsizetype> found;
    search(text, [&](const QString &, qsizetype at) { found.append(at); });
    return found;
}

template <typename Found>
void Phrases::search(QStringView text, const Found &found) const
{
    quint64 start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        start = (start << 16) | text[i].unicode();
        const qsizetype at = i - startLength + 1;
        if (at < 0 || !m_starts.test(slotOf(start)))
            continue;
        const auto candidates = m_byStart.constFind(start);
        if (candidates == m_byStart.constEnd())
            continue;
        for (const QString &phrase : *candidates) {
            const bool here = m_ends == Ends::WholeWords ? hasWholeWordsAt(text, at, phrase)
                                                         : text.mid(at, phrase.size()) == phrase;
            if (here)
                found(phrase, at);
        }
    }
}

WrappedPhrases::WrappedPhrases(const QStringList &phrases)
    : m_phrases(longOnes(phrases))
    , m_squashed(m_phrases.keys(), Phrases::Ends::Anywhere)
{
}

QHash<QString, QString> WrappedPhrases::longOnes(const QStringList &phrases)
{
    constexpr qsizetype unmistakable = 19; // characters
    QHash<QString, QString> all;
    for (const QString &phrase : phrases) {
        if (phrase.size() >= unmistakable)
            all.insert(QString(phrase).remove(u' '), phrase);
    }
    return all;
}

QHash<QString, qsizetype> WrappedPhrases::placesIn(const QString &text) const
{
    QHash<QString, qsizetype> found;
    const auto squashed = m_squashed.placesIn(QString(text).remove(u' '));
    for (const auto &[phrase, place] : squashed.asKeyValueRange()) {
        qsizetype left = place; // characters that are no blanks, before the phrase
        qsizetype at = 0;
        for (; at < text.size() && (left > 0 || text[at] == u' '); ++at)
            left -= text[at] == u' ' ? 0 : 1;
        found.insert(m_phrases.value(phrase), at);
    }
    return found;
}

quint64 Phrases::startOf(QStringView text)
{
    quint64 start = 0;
    for (int i = 0; i < startLength; ++i)
        start = (start << 16) | text[i].unicode();
    return start;
}

std::size_t Phrases::slotOf(quint64 start)
{
    return std::size_t((start * 0x9E3779B97F4A7C15ull) >> 48); // Fibonacci hashing
}

} // namespace signet
