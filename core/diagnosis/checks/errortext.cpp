#include "core/diagnosis/checks/errortext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// A text that fits one cause among others proves nothing; above this it fits little else.
constexpr double likely = 0.5;
// Longer than the words that are looked for across two pieces.
constexpr qsizetype overlap = 200;

} // namespace

void ErrorTextReader::add(QByteArrayView utf8)
{
    m_reader.add(utf8);
    m_isBlank = m_isBlank && utf8.trimmed().isEmpty();
    const QByteArray seen = m_end + utf8.toByteArray();
    m_isFromEntra = m_isFromEntra || seen.contains("AADSTS");
    if (m_applicationId.isEmpty()) {
        static const QRegularExpression form(
            u"application (?:with (?:identifier|id) )?'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'"_s,
            QRegularExpression::CaseInsensitiveOption);
        m_applicationId = form.match(QString::fromUtf8(seen)).captured(1);
    }
    m_end = seen.last(std::min(seen.size(), overlap));
}

ErrorTextSeen ErrorTextReader::finish()
{
    const QList<Cause> causes = m_reader.finish().causes;
    ErrorTextSeen seen;
    for (const Cause &cause : causes)
        seen.causes.append({cause.finding, cause.why});
    seen.isLikely = !causes.isEmpty() && causes.first().confidence >= likely;
    seen.isFromEntra = m_isFromEntra;
    if (m_isFromEntra)
        seen.applicationId = m_applicationId;
    return seen;
}

ErrorTextSeen readErrorText(const QString &text)
{
    ErrorTextReader reader;
    reader.add(text.toUtf8());
    return reader.finish();
}

} // namespace signet
