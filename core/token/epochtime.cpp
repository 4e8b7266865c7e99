#include "core/token/epochtime.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <cmath>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Far beyond any date that could be meant, and still exact in a double.
constexpr double largest = 9e15;

std::optional<qint64> wholeSeconds(double value)
{
    if (!std::isfinite(value) || std::fabs(value) > largest)
        return std::nullopt;
    return qint64(std::floor(value));
}

// "", "Z", "UTC", "GMT", "+02:00", "-0530"; seconds east of Greenwich.
std::optional<int> offsetSeconds(QStringView text)
{
    if (text.isEmpty() || text.compare("Z"_L1, Qt::CaseInsensitive) == 0 || text == "UTC"_L1
        || text == "GMT"_L1)
        return 0;
    const QString digits = text.mid(1).toString().remove(u':');
    const int hours = digits.left(2).toInt();
    const int minutes = digits.mid(2).toInt();
    if (hours > 14 || minutes > 59)
        return std::nullopt;
    const int seconds = (hours * 60 + minutes) * 60;
    return text.front() == u'-' ? -seconds : seconds;
}

std::optional<qint64> epochOf(const QDate &date, const QTime &time, QStringView offset)
{
    const auto east = offsetSeconds(offset);
    if (!date.isValid() || !time.isValid() || !east)
        return std::nullopt;
    return QDateTime(date, time, Qt::UTC).toSecsSinceEpoch() - *east;
}

constexpr auto offsetForm = "(?<offset>Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?"_L1;

std::optional<qint64> fromText(const QString &raw)
{
    // Before AM and PM newer tables of languages have blanks that do not break.
    QString text = raw.trimmed();
    text.replace(QChar(0x202f), u' ').replace(QChar(0xa0), u' ');

    static const QRegularExpression number(u"\\A[+-]?\\d{1,20}(\\.\\d{1,20})?\\z"_s);
    if (number.match(text).hasMatch())
        return wholeSeconds(text.toDouble());

    static const QRegularExpression iso(
        u"\\A(?<y>\\d{4})-(?<m>\\d{2})-(?<d>\\d{2})[Tt ](?<h>\\d{2}):(?<min>\\d{2}):(?<s>\\d{2})(?:[.,]\\d{1,12})? ?"_s
            + offsetForm + u"\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (const auto m = iso.match(text); m.hasMatch())
        return epochOf(
            QDate(m.captured(u"y"_s).toInt(), m.captured(u"m"_s).toInt(), m.captured(u"d"_s).toInt()),
            QTime(m.captured(u"h"_s).toInt(), m.captured(u"min"_s).toInt(), m.captured(u"s"_s).toInt()),
            m.capturedView(u"offset"_s));

    // App Service, api-version 2017-09-01: month first, whatever the locale of the machine.
    static const QRegularExpression american(
        u"\\A(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4}) (?<h>\\d{1,2}):(?<min>\\d{2}):(?<s>\\d{2})(?: ?(?<half>AM|PM))? ?"_s
            + offsetForm + u"\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (const auto m = american.match(text); m.hasMatch()) {
        int hour = m.captured(u"h"_s).toInt();
        const QString half = m.captured(u"half"_s).toUpper();
        if (!half.isEmpty()) {
            if (hour < 1 || hour > 12)
                return std::nullopt;
            hour = hour % 12 + (half == "PM"_L1 ? 12 : 0);
        }
        return epochOf(
            QDate(m.captured(u"y"_s).toInt(), m.captured(u"m"_s).toInt(), m.captured(u"d"_s).toInt()),
            QTime(hour, m.captured(u"min"_s).toInt(), m.captured(u"s"_s).toInt()),
            m.capturedView(u"offset"_s));
    }

    // RFC 1123. Month names are English by definition, so QLocale has no say.
    static const QRegularExpression rfc1123(
        u"\\A(?:[A-Za-z]{3}, ?)?(?<d>\\d{1,2}) (?<mon>[A-Za-z]{3}) (?<y>\\d{4}) (?<h>\\d{2}):(?<min>\\d{2}):(?<s>\\d{2}) ?"_s
        + offsetForm + u"\\z"_s);
    if (const auto m = rfc1123.match(text); m.hasMatch()) {
        static const QString months = u"janfebmaraprmayjunjulaugsepoctnovdec"_s;
        const qsizetype at = months.indexOf(m.captured(u"mon"_s).toLower());
        if (at < 0 || at % 3 != 0)
            return std::nullopt;
        return epochOf(
            QDate(m.captured(u"y"_s).toInt(), int(at / 3 + 1), m.captured(u"d"_s).toInt()),
            QTime(m.captured(u"h"_s).toInt(), m.captured(u"min"_s).toInt(), m.captured(u"s"_s).toInt()),
            m.capturedView(u"offset"_s));
    }
    return std::nullopt;
}

} // namespace

std::optional<qint64> epochSeconds(const QJsonValue &value)
{
    if (value.isDouble())
        return wholeSeconds(value.toDouble());
    if (value.isString())
        return fromText(value.toString());
    return std::nullopt;
}

} // namespace signet
