#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace signet::sandbox {

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

// One complete request. Its syntax has been checked (RFC 9112); its meaning has not.
struct ServerRequest {
    QByteArray method; // upper case, one of GET HEAD OPTIONS POST PUT PATCH DELETE
    QString host; // of the Host header: lower case, without port and brackets
    QByteArray target; // origin form as it came: path and query, still percent-encoded
    QString path; // percent-decoded; use segments() where an encoded slash matters
    QList<std::pair<QString, QString>> query; // percent-decoded, in order, duplicates kept
    HeaderList headers; // in order, duplicates kept
    QByteArray body;
    QHostAddress localAddress;
    quint16 localPort = 0;
    bool encrypted = false;

    // The first value of that header (names compare without case), or an empty array.
    QByteArray header(QByteArrayView name) const;
    QList<QByteArray> headerValues(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const;

    // The first value of that query name (exact case), or nothing.
    std::optional<QString> queryValue(QStringView name) const;

    // The path between the slashes, each part decoded on its own; empty parts are left out.
    QStringList segments() const;
};

// Whether two names of header fields are the same: they compare without case.
bool sameFieldName(QByteArrayView a, QByteArrayView b);

QString percentDecoded(QByteArrayView text);

} // namespace signet::sandbox
