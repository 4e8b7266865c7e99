#include "core/session/pastedsession.h"

#include "core/host/aside.h"

#include <QPointer>

#include <QCoroTask>

#include <algorithm>
#include <atomic>

namespace signet {

namespace {

// Small enough that a stop is noticed at once, large enough that asking for it costs nothing.
constexpr qsizetype pastedPiece = 16 * 1024; // characters

std::optional<PastedDocument> explainPieces(const QString &text, const std::stop_token &stop,
                                            std::atomic<qsizetype> *read)
{
    PastedReader reader;
    for (qsizetype at = 0; at < text.size(); at += pastedPiece) {
        if (stop.stop_requested())
            return std::nullopt;
        reader.add(QStringView(text).sliced(at, std::min(pastedPiece, text.size() - at)));
        *read = at;
    }
    return describe(reader.finish(), std::nullopt, {});
}

} // namespace

PastedSession::PastedSession(QObject *parent)
    : QObject(parent)
{
}

PastedSession::~PastedSession()
{
    ++m_run;
    m_stop.request_stop();
}

void PastedSession::start(const QString &text)
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_document.reset();
    m_read = 0;
    m_known = text.size();
    m_isReading = true;
    Q_EMIT changed();
    if (m_run != run)
        return;
    const auto read = std::make_shared<std::atomic<qsizetype>>(0);
    std::function<std::optional<PastedDocument>()> work = [text, read, stop = m_stop.get_token()] {
        return explainPieces(text, stop, read.get());
    };
    std::function<void()> tick = [self = QPointer<PastedSession>(this), run, read] {
        if (!self || self->m_run != run)
            return;
        self->m_read = *read;
        Q_EMIT self->progressed();
    };
    auto explaining = aside(std::move(work), m_stop.get_token(), std::move(tick));
    QCoro::connect(std::move(explaining), this,
                   [this, run](std::optional<std::optional<PastedDocument>> &&explained) {
                       if (m_run != run)
                           return;
                       m_isReading = false;
                       if (explained)
                           m_document = std::move(*explained);
                       Q_EMIT changed();
                   });
}

void PastedSession::stop()
{
    m_stop.request_stop();
}

} // namespace signet
