#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace signet {

// Text that cannot be printed: a token, a header secret, a key. It has no operator<< and no conversion to
// text. reveal() is the only way to read it, so a search for it lists every place that handles the plain
// text. Copies share the bytes, which are overwritten when the last copy is destroyed. Its value is cut from
// everything that leaves the program (core/result/knownsecrets.h).
class Secret {
public:
    Secret() = default;
    // Takes ownership of the bytes and overwrites the caller's array.
    explicit Secret(QByteArray &&plain);

    // A document that holds a secret beside ids and names: hidden as a whole, but not cut by its value from
    // what leaves the program, because the ids and names are shown. Its secret is a Secret of its own.
    static Secret document(QByteArray &&plain);

    bool isEmpty() const { return !m_bytes || m_bytes->isEmpty(); }
    qsizetype size() const { return m_bytes ? m_bytes->size() : 0; }

    // Deep copy of the plain text. Only for the request that sends it, or the person who asked.
    QByteArray reveal() const;

    // First twelve hex digits of the SHA-256: distinguishes secrets in logs without revealing them.
    QString fingerprint() const;

private:
    void take(QByteArray &&plain);

    std::shared_ptr<QByteArray> m_bytes;
};

} // namespace signet
