#include "core/result/secret.h"

#include "core/result/knownsecrets.h"

#include <QCryptographicHash>

namespace signet {

namespace {

void overwrite(QByteArray &bytes)
{
    volatile char *data = bytes.data();
    for (qsizetype i = 0; i < bytes.size(); ++i)
        data[i] = 0;
}

} // namespace

Secret::Secret(QByteArray &&plain)
{
    rememberSecret(plain);
    take(std::move(plain));
}

Secret Secret::document(QByteArray &&plain)
{
    Secret secret;
    secret.take(std::move(plain));
    return secret;
}

void Secret::take(QByteArray &&plain)
{
    // A deep copy, because the array can share its bytes with another one that must not be cleared.
    QByteArray own(plain.constData(), plain.size());
    if (plain.isDetached())
        overwrite(plain);
    plain.clear();
    m_bytes = std::shared_ptr<QByteArray>(new QByteArray(std::move(own)), [](QByteArray *bytes) {
        overwrite(*bytes);
        delete bytes;
    });
}

QByteArray Secret::reveal() const
{
    return m_bytes ? QByteArray(m_bytes->constData(), m_bytes->size()) : QByteArray();
}

QString Secret::fingerprint() const
{
    if (isEmpty())
        return {};
    const QByteArray hash = QCryptographicHash::hash(*m_bytes, QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(12));
}

} // namespace signet
