#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace signet {

// Text that cannot be printed: a token, a header secret, a key. There is no operator<< and no
// conversion to text; reveal() is the one way out, so that a search for it lists every place that
// handles the plain text. The bytes are shared between copies and overwritten when the last goes.
class Secret {
public:
    Secret() = default;
    // Takes the bytes over and overwrites the caller's array.
    explicit Secret(QByteArray &&plain);

    bool isEmpty() const { return !m_bytes || m_bytes->isEmpty(); }
    qsizetype size() const { return m_bytes ? m_bytes->size() : 0; }

    // Deep copy of the plain text. Only for the request that sends it, or the person who asked.
    QByteArray reveal() const;

    // First twelve hex digits of the SHA-256: tells two secrets apart in logs, gives nothing away.
    QString fingerprint() const;

private:
    std::shared_ptr<QByteArray> m_bytes;
};

} // namespace signet
