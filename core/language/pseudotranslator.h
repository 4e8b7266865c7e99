#pragma once

#include <QString>
#include <QTranslator>

namespace signet {

// An invented language, to see which texts can be translated: "Run again" becomes
// "⟦Ŕúñ áğáíñ ~~~~⟧". A text without brackets was not marked, a text with brackets inside brackets was put
// together from fragments, and a label that cuts off the closing bracket has no room for a language that
// takes more space: each text becomes about 40 % longer.
//
// What a translator would keep is kept: the numbers that arg() fills in, %n, the catalogue's %key% and
// %key| (the default after it is translated), tags and entities of rich text, the mnemonic of a label,
// addresses, options, and names written with an underscore.
class PseudoTranslator final : public QTranslator {
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *sourceText, const char *disambiguation = nullptr,
                      int n = -1) const override;
};

// The text as that language has it.
QString pseudoText(const QString &text);

} // namespace signet
