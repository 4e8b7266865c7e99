#pragma once

#include <QString>
#include <QTranslator>

namespace signet {

// Gives the English texts their plurals. A text in the source names both forms of a word in brackets, and n
// chooses: tr("%n file(s) (was/were) changed", nullptr, n) is "1 file was changed" or "2 files were changed".
//
//   (s), (es)    nothing for 1, else what is in the brackets
//   (one/many)   the first for 1, else the second: "%n entr(y/ies)", "fail(s/)"
//
// A rule instead of a translation file, so that no text can be forgotten in the file and building Signet
// needs no tool for it. Other languages have their own forms in their own files.
class EnglishPlurals final : public QTranslator {
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    // Null for a text without a number, which is right as it is.
    QString translate(const char *context, const char *sourceText, const char *disambiguation = nullptr,
                      int n = -1) const override;
};

// The text with the forms for that number; %n stays.
QString englishPlural(const QString &text, int n);

} // namespace signet
