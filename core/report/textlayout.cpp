#include "core/report/textlayout.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// East Asian wide and fullwidth forms and emoji, the blocks that occur in names.
bool isWide(char32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
}

int columnsOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        return isWide(c) ? 2 : 1;
    }
}

} // namespace

int columns(QStringView text)
{
    int sum = 0;
    const QList<uint> characters = text.toUcs4();
    for (const uint c : characters)
        sum += columnsOf(c);
    return sum;
}

QStringList wrapped(const QString &text, int width)
{
    QStringList lines;
    QString line;
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (!line.isEmpty() && columns(line) + 1 + columns(word) > width) {
            lines.append(line);
            line.clear();
        }
        if (!line.isEmpty())
            line += u' ';
        line += word;
    }
    if (!line.isEmpty())
        lines.append(line);
    return lines;
}

QString padded(const QString &text, int width)
{
    const int have = columns(text);
    if (have <= width)
        return text + QString(width - have, u' ');
    QString cut;
    int used = 0;
    const QList<uint> characters = text.toUcs4();
    for (const char32_t c : characters) {
        if (used + columnsOf(c) > width - 1)
            break;
        used += columnsOf(c);
        cut += QString::fromUcs4(&c, 1);
    }
    return cut + u'…' + QString(width - 1 - used, u' ');
}

} // namespace signet
