#pragma once

#include "core/report/pasteddocument.h"

#include <QObject>

#include <optional>
#include <stop_token>

namespace signet {

// What a pasted error message means, found out beside the event loop: a log can be long. A second start ends
// the first.
class PastedSession : public QObject {
    Q_OBJECT

public:
    explicit PastedSession(QObject *parent = nullptr);
    ~PastedSession() override;

    void start(const QString &text);
    void stop();

    bool isReading() const { return m_isReading; }
    qsizetype charactersRead() const { return m_read; }
    qsizetype charactersKnown() const { return m_known; }
    // Of the last text; nothing while it is read and after a stop.
    const std::optional<PastedDocument> &document() const { return m_document; }

Q_SIGNALS:
    void progressed();
    // It began to read, or has ended.
    void changed();

private:
    std::optional<PastedDocument> m_document;
    qsizetype m_read = 0;
    qsizetype m_known = 0;
    bool m_isReading = false;
    int m_run = 0;
    std::stop_source m_stop;
};

} // namespace signet
