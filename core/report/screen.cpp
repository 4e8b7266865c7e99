#include "core/report/screen.h"

#include "core/report/textlayout.h"

using namespace Qt::StringLiterals;

namespace signet {

Screen::Screen(const TextStyle &style)
    : m_style(style)
{
}

QString Screen::paint(Colour colour, const QString &text) const
{
    if (!m_style.colour || colour == Colour::Plain || text.isEmpty())
        return text;
    const char *code = "0";
    switch (colour) {
    case Colour::Plain:
        break;
    case Colour::Bold:
        code = "1";
        break;
    case Colour::Dim:
        code = "2";
        break;
    case Colour::Ok:
        code = "32";
        break;
    case Colour::Warning:
        code = "33";
        break;
    case Colour::Blocker:
        code = "1;31";
        break;
    }
    return u"\x1b[%1m%2\x1b[0m"_s.arg(QLatin1StringView(code), text);
}

void Screen::line(const QString &text)
{
    m_text += text + u'\n';
}

void Screen::row(const QString &label, const QString &value, int labelWidth)
{
    if (!value.isEmpty())
        paragraph(padded(label, labelWidth - 1) + u' ', value);
}

void Screen::verbatimRow(const QString &label, const QString &value, int labelWidth)
{
    if (!value.isEmpty())
        line(padded(label, labelWidth - 1) + u' ' + printable(value));
}

void Screen::paragraph(const QString &lead, const QString &text, Colour colour)
{
    const int indent = columns(lead);
    QStringList lines = wrapped(printable(text), qMax(20, m_style.width - indent));
    if (lines.isEmpty())
        lines.append(QString());
    for (qsizetype i = 0; i < lines.size(); ++i)
        line((i == 0 ? lead : QString(indent, u' ')) + paint(colour, lines.at(i)));
}

} // namespace signet
