#include "core/session/pastedsession.h"

#include "core/findings/pastedtext.h"
#include "core/host/aside.h"

#include <QCoroTask>

#include <algorithm>
#include <functional>

namespace signet {

namespace {

// Nothing where a stop was requested meanwhile.
std::optional<PastedExplanation> read(const QString &text, std::stop_token stop)
{
    constexpr qsizetype piece = 64 * 1024;
    PastedReader reader;
    for (qsizetype at = 0; at < text.size(); at += piece) {
        if (stop.stop_requested())
            return std::nullopt;
        reader.add(QStringView(text).mid(at, piece));
    }
    return reader.finish();
}

} // namespace

PastedSession::PastedSession(QObject *parent)
    : QObject(parent)
{
}

PastedSession::~PastedSession()
{
    m_stop.request_stop();
}

void PastedSession::explain(const QString &text)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_document.reset();
    m_isReading = true;
    const int run = ++m_run;
    Q_EMIT changed();
    if (m_run != run)
        return;
    std::function<std::optional<PastedExplanation>()> work = [text, stop = m_stop.get_token()] {
        return read(text, stop);
    };
    auto reading = aside(std::move(work), m_stop.get_token());
    QCoro::connect(std::move(reading), this,
                   [this, run](std::optional<std::optional<PastedExplanation>> &&explained) {
                       if (m_run != run || !explained || !*explained)
                           return;
                       m_isReading = false;
                       m_document = describe(**explained, std::nullopt, {});
                       Q_EMIT changed();
                   });
}

} // namespace signet
