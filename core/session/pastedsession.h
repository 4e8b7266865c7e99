#pragma once

#include "core/report/pasteddocument.h"

#include <QObject>
#include <QString>

#include <optional>
#include <stop_token>

namespace signet {

// An error message that somebody pasted, and what it means. It is read aside, so that a window goes on
// meanwhile.
class PastedSession : public QObject {
    Q_OBJECT

public:
    explicit PastedSession(QObject *parent = nullptr);
    ~PastedSession() override;

    // Reads the text. One that is still being read is left.
    void explain(const QString &text);
    bool isReading() const { return m_isReading; }
    // Nothing before the first text, and while one is read.
    const std::optional<PastedDocument> &document() const { return m_document; }

Q_SIGNALS:
    void changed();

private:
    std::stop_source m_stop;
    int m_run = 0; // which answer is waited for
    bool m_isReading = false;
    std::optional<PastedDocument> m_document;
};

} // namespace signet
