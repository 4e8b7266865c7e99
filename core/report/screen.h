#pragma once

#include "core/report/textsink.h"

#include <QString>

namespace signet {

enum class Colour { Plain, Bold, Dim, Ok, Warning, Blocker };

// Lines of text for a terminal, in the width and with the colours that it was asked for.
class Screen {
public:
    explicit Screen(const TextStyle &style);

    QString paint(Colour colour, const QString &text) const;
    void line(const QString &text = {});
    // A label in a column of this width, and the value beside it. Nothing where there is no value.
    void row(const QString &label, const QString &value, int labelWidth);
    // The same in one line, for what is copied: a request, a command.
    void verbatimRow(const QString &label, const QString &value, int labelWidth);
    // A paragraph with a hanging indent; the first line begins with the lead.
    void paragraph(const QString &lead, const QString &text, Colour colour = Colour::Plain);

    QString text() const { return m_text; }
    const TextStyle &style() const { return m_style; }

private:
    TextStyle m_style;
    QString m_text;
};

} // namespace signet
