#include "core/language/pseudotranslator.h"

#include "core/language/englishplurals.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QChar accented(QChar letter)
{
    static const QString plain = u"ABCDEGHIJKLNORSTUWYZabcdeghijklnorstuwyz"_s;
    static const QString others = u"ÁƁĆĎÉĞĤÍĴĶĹŃÓŔŚŤÚŴÝŽáƀćďéğĥíĵķĺńóŕśťúŵýž"_s;
    const qsizetype index = plain.indexOf(letter);
    return index < 0 ? letter : others.at(index);
}

// What stands for something else, or is read by a program.
const QRegularExpression &kept()
{
    static const QRegularExpression pattern(
        uR"(%[a-zA-Z][\w.-]*(?:%|\|(?=[^%]*%))|%L?(?:\d{1,2}|n)|</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);|&.|https?://[^\s<>"]+|(?<!\S)--?[a-zA-Z][\w-]*|\b\w*_\w+\b)"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    return pattern;
}

// In groups, so that a line can break between them.
QString padding(qsizetype length)
{
    QString result;
    while (length > 0) {
        result += u' ' + QString(qMin<qsizetype>(length, 6), u'~');
        length -= 7;
    }
    return result;
}

} // namespace

QString pseudoText(const QString &text)
{
    if (text.trimmed().isEmpty())
        return text;
    QString result;
    qsizetype letters = 0;
    qsizetype position = 0;
    const auto addAccented = [&](qsizetype end) {
        for (; position < end; ++position) {
            result += accented(text.at(position));
            ++letters;
        }
    };
    auto matches = kept().globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        addAccented(match.capturedStart());
        result += match.captured();
        position = match.capturedEnd();
    }
    addAccented(text.size());
    return u"⟦"_s + result + padding((letters * 2 + 4) / 5) + u"⟧"_s;
}

QString PseudoTranslator::translate(const char *, const char *sourceText, const char *, int n) const
{
    const QString text = QString::fromUtf8(sourceText);
    return pseudoText(n < 0 ? text : englishPlural(text, n));
}

} // namespace signet
